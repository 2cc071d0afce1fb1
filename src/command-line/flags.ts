/** Every flag there is, and the commands it applies to. */

/** What can be asked of the program. */
export const COMMANDS = ["audit", "staged", "push", "scan", "rules", "help"] as const;
export type CommandName = (typeof COMMANDS)[number];

interface Flag {
  /** "value" for a flag that takes one, "values" for one that may also be repeated. */
  readonly takes: "nothing" | "value" | "values";
  readonly commands: readonly CommandName[];
}

const SCANS: readonly CommandName[] = ["audit", "staged", "push", "scan"];

export const FLAGS = {
  format: { takes: "value", commands: SCANS },
  output: { takes: "values", commands: SCANS },
  "fail-on": { takes: "value", commands: SCANS },
  rules: { takes: "values", commands: [...SCANS, "rules"] },
  config: { takes: "value", commands: [...SCANS, "rules"] },
  "max-file-size": { takes: "value", commands: ["audit", "scan"] },
  jobs: { takes: "value", commands: ["audit"] },
  quiet: { takes: "nothing", commands: SCANS },
  "no-color": { takes: "nothing", commands: SCANS },
  help: { takes: "nothing", commands: COMMANDS },
  version: { takes: "nothing", commands: COMMANDS },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;
export const FLAG_NAMES = Object.keys(FLAGS) as readonly FlagName[];

/** What was typed for a flag or written in a config file, before validation. */
export interface Setting {
  readonly values: readonly string[];
  /** What an error calls it: `--fail-on`, or `gemsweep.yaml:3: fail-on`. */
  readonly where: string;
}

export type Settings = ReadonlyMap<FlagName, Setting>;

/** The flag of this name, if it is one. */
export function flagNamed(name: string): FlagName | undefined {
  return FLAG_NAMES.find((flag) => flag === name);
}

/** Every flag there is, and the commands it applies to. */

/** What can be asked of the program. */
export const COMMANDS = [
  "audit",
  "staged",
  "push",
  "ci",
  "scan",
  "verify",
  "scrub",
  "ignore",
  "baseline",
  "init",
  "rules",
  "help",
] as const;
export type CommandName = (typeof COMMANDS)[number];

interface Flag {
  /** "value" for a flag that takes one, "values" for one that may also be repeated, "optional" for `--flag` or `--flag=VALUE`. */
  readonly takes: "nothing" | "value" | "values" | "optional";
  readonly commands: readonly CommandName[];
  /** The flag without which this one has no effect. */
  readonly needs?: "verify";
  /** What a repository's own config file may say, too: it is about the repository alone. */
  readonly inRepository?: true;
  /** Not for config files: what it says is for the person at the keyboard alone. */
  readonly typedOnly?: true;
}

const SCANS: readonly CommandName[] = ["audit", "staged", "push", "ci", "scan", "verify"];

/** Those that look at what people may have decided to ignore. */
const IGNORING: readonly CommandName[] = [
  "audit",
  "staged",
  "push",
  "ci",
  "scan",
  "scrub",
  "baseline",
];

const LOOKING_FAR: readonly CommandName[] = ["audit", "ci", "scan", "scrub", "baseline"];

const DECIDING: readonly CommandName[] = ["ignore", "baseline"];

export const FLAGS = {
  format: { takes: "value", commands: SCANS },
  output: { takes: "values", commands: SCANS },
  "fail-on": { takes: "value", commands: [...SCANS, "scrub"], inRepository: true },
  rules: {
    takes: "values",
    commands: [...SCANS, "scrub", "baseline", "rules"],
    inRepository: true,
  },
  config: {
    takes: "value",
    commands: [...SCANS, "scrub", "baseline", "rules"],
    typedOnly: true,
  },
  "no-ignore": { takes: "nothing", commands: [...IGNORING, "rules"], typedOnly: true },
  "foreign-marks": { takes: "nothing", commands: IGNORING, inRepository: true },
  reason: { takes: "value", commands: DECIDING, typedOnly: true },
  by: { takes: "value", commands: DECIDING, typedOnly: true },
  expires: { takes: "value", commands: DECIDING, typedOnly: true },
  path: { takes: "values", commands: ["ignore"], typedOnly: true },
  // What is judged is nothing that a file should decide.
  base: { takes: "value", commands: ["ci"], typedOnly: true },
  head: { takes: "value", commands: ["ci"], typedOnly: true },
  bundles: { takes: "values", commands: ["ci"], typedOnly: true },
  all: { takes: "nothing", commands: ["ci"], typedOnly: true },
  prune: { takes: "nothing", commands: ["baseline"], typedOnly: true },
  "max-file-size": { takes: "value", commands: LOOKING_FAR, inRepository: true },
  jobs: { takes: "value", commands: LOOKING_FAR },
  verify: { takes: "optional", commands: SCANS },
  "verify-model": { takes: "value", commands: SCANS, needs: "verify" },
  "verdict-cache": { takes: "value", commands: SCANS, needs: "verify" },
  "audit-log": { takes: "value", commands: SCANS, needs: "verify" },
  // Where keys are sent is nothing that a file should decide.
  proxy: { takes: "value", commands: SCANS, needs: "verify", typedOnly: true },
  "use-env-proxy": { takes: "nothing", commands: SCANS, needs: "verify", typedOnly: true },
  "gemini-endpoint": { takes: "value", commands: SCANS, needs: "verify", typedOnly: true },
  quiet: { takes: "nothing", commands: [...SCANS, "scrub", "baseline"] },
  "no-color": { takes: "nothing", commands: SCANS },
  // What a run does, and which program it starts, is nothing that a file should decide.
  plan: { takes: "value", commands: ["scrub"], typedOnly: true },
  overwrite: { takes: "nothing", commands: ["scrub"], typedOnly: true },
  apply: { takes: "nothing", commands: ["scrub"], typedOnly: true },
  into: { takes: "value", commands: ["scrub"], typedOnly: true },
  "drop-blobs": { takes: "nothing", commands: ["scrub"], typedOnly: true },
  "filter-repo": { takes: "value", commands: ["scrub"], typedOnly: true },
  worktree: { takes: "nothing", commands: ["scrub"], typedOnly: true },
  "clear-outputs": { takes: "nothing", commands: ["scrub"], typedOnly: true },
  "dry-run": { takes: "nothing", commands: ["scrub", "init"], typedOnly: true },
  help: { takes: "nothing", commands: COMMANDS, typedOnly: true },
  version: { takes: "nothing", commands: COMMANDS, typedOnly: true },
} as const satisfies Record<string, Flag>;

/** What `--verify=` can name. */
export const VERIFY_MODES = ["generate", "reach"] as const;

export type FlagName = keyof typeof FLAGS;
export const FLAG_NAMES = Object.keys(FLAGS) as readonly FlagName[];

/** What was typed for a flag or written in a config file, before validation. */
export interface Setting {
  readonly values: readonly string[];
  /** What an error calls it: `--fail-on`, or `gemsweep.yaml:3: fail-on`. */
  readonly where: string;
}

export type Settings = ReadonlyMap<FlagName, Setting>;

/** All that is known of a flag. */
export function flagOf(name: FlagName): Flag {
  return FLAGS[name];
}

/** The flag of this name, if it is one. */
export function flagNamed(name: string): FlagName | undefined {
  return FLAG_NAMES.find((flag) => flag === name);
}

/** Every flag there is, and the commands it applies to. */

/** What can be asked of the program. */
export const COMMANDS = [
  "audit",
  "staged",
  "push",
  "ci",
  "scan",
  "fleet",
  "fleet worker",
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

/** Those that audit fleets: a whole one, or one repository after another of those that others run. */
const FLEETS: readonly CommandName[] = ["fleet", "fleet worker"];

/** Those that may ask Google on another's behalf. */
const ASKING: readonly CommandName[] = [...SCANS, ...FLEETS];

/** Those that make a report. */
const REPORTING: readonly CommandName[] = [...SCANS, "fleet"];

/** Those that look at what people may have decided to ignore. */
const IGNORING: readonly CommandName[] = [
  "audit",
  "staged",
  "push",
  "ci",
  "scan",
  "fleet",
  "scrub",
  "baseline",
];

const LOOKING_FAR: readonly CommandName[] = ["audit", "ci", "scan", "fleet", "scrub", "baseline"];

const DECIDING: readonly CommandName[] = ["ignore", "baseline"];

export const FLAGS = {
  format: { takes: "value", commands: REPORTING },
  output: { takes: "values", commands: REPORTING },
  "fail-on": { takes: "value", commands: [...REPORTING, "scrub"], inRepository: true },
  rules: {
    takes: "values",
    commands: [...REPORTING, "scrub", "baseline", "rules"],
    inRepository: true,
  },
  config: {
    takes: "value",
    commands: [...REPORTING, "scrub", "baseline", "rules"],
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
  jobs: { takes: "value", commands: [...LOOKING_FAR, "fleet worker"] },
  verify: { takes: "optional", commands: REPORTING },
  "verify-model": { takes: "value", commands: REPORTING, needs: "verify" },
  "verdict-cache": { takes: "value", commands: SCANS, needs: "verify" },
  "audit-log": { takes: "value", commands: ASKING, needs: "verify" },
  // Where keys are sent is nothing that a file should decide.
  proxy: { takes: "value", commands: ASKING, needs: "verify", typedOnly: true },
  "use-env-proxy": { takes: "nothing", commands: ASKING, needs: "verify", typedOnly: true },
  "gemini-endpoint": { takes: "value", commands: ASKING, needs: "verify", typedOnly: true },
  quiet: { takes: "nothing", commands: [...REPORTING, "fleet worker", "scrub", "baseline"] },
  "no-color": { takes: "nothing", commands: REPORTING },
  // Where clones go, and which repositories are audited, is for who types the command.
  work: { takes: "value", commands: FLEETS, typedOnly: true },
  disk: { takes: "value", commands: FLEETS, typedOnly: true },
  "max-clone-size": { takes: "value", commands: ["fleet"], typedOnly: true },
  "stall-timeout": { takes: "value", commands: FLEETS, typedOnly: true },
  keep: { takes: "nothing", commands: ["fleet"], typedOnly: true },
  queue: { takes: "value", commands: FLEETS, typedOnly: true },
  prefix: { takes: "value", commands: FLEETS, typedOnly: true },
  shared: { takes: "nothing", commands: FLEETS, typedOnly: true },
  rate: { takes: "value", commands: ["fleet worker"], typedOnly: true },
  grace: { takes: "value", commands: ["fleet worker"], typedOnly: true },
  again: { takes: "nothing", commands: ["fleet"], typedOnly: true },
  archived: { takes: "value", commands: ["fleet"], typedOnly: true },
  forks: { takes: "value", commands: ["fleet"], typedOnly: true },
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

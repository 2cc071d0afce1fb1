/** Completes what was typed and configured: after this, nothing is optional and nothing has a default. */
import { availableParallelism } from "node:os";
import { UserError } from "./errors.ts";
import {
  type CommandName,
  type FlagName,
  flagOf,
  type Setting,
  type Settings,
} from "./command-line/flags.ts";
import { failOnOf } from "./command-line/fail-on.ts";
import type { Written } from "./command-line/config-file.ts";
import type { Decision } from "./command-line/decision.ts";
import type { FailOn } from "./exit-code.ts";
import { NO_STATEMENTS, type Policy, type Statements } from "./findings/policy.ts";
import type { RuleText } from "./rules/load.ts";
import type { RepositoryFiles } from "./own-files.ts";
import { choice } from "./command-line/choice.ts";
import { FORMATS, type Format, type Output, outputOf } from "./command-line/formats.ts";
import type { QueueConfig } from "./command-line/queue.ts";
import type { VerificationConfig } from "./command-line/verification.ts";

/** Everything that was decided about a run. */
export interface Config {
  readonly format: Format;
  readonly outputs: readonly Output[];
  /** Whether some format shows the text around what is found. */
  readonly excerpts: boolean;
  readonly failOn: FailOn;
  /** Rule files beside the built-in rules. */
  readonly rules: readonly (string | RuleText)[];
  /** What config files say of findings. */
  readonly statements: Statements;
  /** Which comments beside a value are heeded. */
  readonly heeds: Policy["heeds"];
  /** Whether a repository's ignore file counts. */
  readonly usesIgnoreFile: boolean;
  /** The repository's own config file, and its settings that make findings count less; undefined when none is used. */
  readonly own: Written["own"];
  /** Whether a repository's own config file counts: not where the user names another. */
  readonly readsOwnConfig: boolean;
  /** What is to be written into an ignore file; undefined for commands that write none. */
  readonly decision: Decision | undefined;
  /** Whether entries of an ignore file that are not needed any more are to be taken out. */
  readonly prune: boolean;
  /** Bytes; Infinity for no limit. */
  readonly maxFileSize: number;
  /** Threads that read and search. */
  readonly jobs: number;
  /** How keys are checked with Google; undefined when they are not. */
  readonly verification: VerificationConfig | undefined;
  readonly quiet: boolean;
  readonly color: boolean;
  /** Whether files are only said to be changed. */
  readonly dryRun: boolean;
  readonly ci: CiConfig;
  readonly scrub: ScrubConfig;
  readonly fleet: FleetConfig;
  /** By which a fleet is audited on other machines; undefined when it is on this one. */
  readonly queue: QueueConfig | undefined;
}

/** How `gemsweep fleet` goes about many repositories. */
export interface FleetConfig {
  /** Repositories that are audited at the same time. */
  readonly jobs: number;
  /** Folder for clones and for what is done already; undefined for one that is chosen. */
  readonly work: string | undefined;
  /** Bytes that all clones together may take; undefined for half of what is free. */
  readonly disk: number | undefined;
  /** Bytes that one clone may take; Infinity for no limit. */
  readonly maxCloneSize: number;
  /** Milliseconds that a server may be silent. */
  readonly patience: number;
  readonly keep: boolean;
  /** Whether what is done already is done again. */
  readonly again: boolean;
  readonly archived: Wanted;
  readonly forks: Wanted;
}

/** Which of the repositories that a list tells something of are wanted. */
export type Wanted = "yes" | "no" | "only";

/** What `gemsweep ci` is to judge, as it was typed. */
export interface CiConfig {
  /** Revisions; undefined for what the CI service says. */
  readonly base: string | undefined;
  readonly head: string | undefined;
  /** Files and folders that were built. */
  readonly bundles: readonly string[];
  /** Whether what was there before fails as well. */
  readonly all: boolean;
}

/** What `gemsweep scrub` is to do, as it was typed. */
export interface ScrubConfig {
  /** Folder to write a plan into. */
  readonly plan: string | undefined;
  readonly overwrite: boolean;
  readonly apply: boolean;
  /** Folder for the rewritten copy. */
  readonly into: string | undefined;
  readonly dropBlobs: boolean;
  readonly filterRepo: string | undefined;
  readonly worktree: boolean;
  readonly clearOutputs: boolean;
}

/** What about the terminal decides on colour. */
export interface Terminal {
  readonly isTTY: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Each thread takes about 125 MB while notebooks are decoded, so more of them are for the user to ask for. */
const DEFAULT_JOBS = 4;

/**
 * The complete configuration of a command. What was typed wins over the file that `--config` names, or else over the
 * repository's own among `files`.
 */
export async function resolveConfig(
  typed: Settings,
  command: CommandName,
  terminal: Terminal,
  files?: RepositoryFiles,
): Promise<Config> {
  const noIgnore = isOn(typed.get("no-ignore"));
  if (noIgnore && typed.has("foreign-marks"))
    throw new UserError("--no-ignore and --foreign-marks say two things", "give one of them");
  const written = await writtenConfig(typed, noIgnore ? undefined : files);
  const settings = new Map([...(written?.settings ?? []), ...typed]);

  const verify = settings.get("verify");
  // A worker is asked by others whether to ask.
  const asked =
    command === "verify" ||
    command === "fleet worker" ||
    (verify !== undefined && verify.values[0] !== "false");
  if (!asked) refuseWithoutVerify(typed);
  if (command === "verify" && typed.get("verify")?.values[0] === "false")
    throw new UserError(
      "verify is for checking keys with Google, and --verify=false is not to",
      "leave one of them out; gemsweep scan - looks at standard input without asking anybody",
    );
  const failOn = settings.get("fail-on");
  const format = settings.get("format");
  const maxFileSize = settings.get("max-file-size");
  const jobs = settings.get("jobs");
  const printed = format ? choice(format, FORMATS) : "text";
  const outputs = outputsOf(settings.get("output"));
  return {
    format: printed,
    outputs,
    excerpts: [printed, ...outputs.map((output) => output.format)].includes("html"),
    failOn: {
      ...(failOn && flagOf("fail-on").commands.includes(command)
        ? failOnOf(failOn, asked, command)
        : ({ severity: "medium" } as const)),
      ...(isOn(settings.get("all")) && { all: true }),
    },
    rules: [...(written?.rules ?? []), ...(typed.get("rules")?.values ?? [])],
    statements: noIgnore ? NO_STATEMENTS : (written?.statements ?? NO_STATEMENTS),
    heeds: noIgnore
      ? "no comments"
      : isOn(settings.get("foreign-marks"))
        ? "all comments"
        : "our comments",
    usesIgnoreFile: !noIgnore,
    own: written?.own && {
      ...written.own,
      settings: written.own.settings.filter(({ name }) => !typed.has(name as FlagName)),
    },
    readsOwnConfig: !noIgnore && !typed.has("config"),
    prune: typed.has("prune"),
    decision:
      command === "ignore" || (command === "baseline" && isDeciding(typed))
        ? (await import("./command-line/decision.ts")).decisionOf(typed, command)
        : undefined,
    maxFileSize: maxFileSize ? bytesIn(maxFileSize) : Infinity,
    jobs: jobs ? countIn(jobs) : Math.min(availableParallelism(), DEFAULT_JOBS),
    // Loaded for this alone, for the same reason.
    verification: asked
      ? (await import("./command-line/verification.ts")).verificationOf(
          settings,
          terminal.environment,
        )
      : undefined,
    quiet: isOn(settings.get("quiet")),
    color: !isOn(settings.get("no-color")) && supportsColor(terminal),
    dryRun: isOn(settings.get("dry-run")),
    ci: {
      base: settings.get("base")?.values[0],
      head: settings.get("head")?.values[0],
      bundles: settings.get("bundles")?.values ?? [],
      all: isOn(settings.get("all")),
    },
    scrub: {
      plan: settings.get("plan")?.values[0],
      overwrite: isOn(settings.get("overwrite")),
      apply: isOn(settings.get("apply")),
      into: settings.get("into")?.values[0],
      dropBlobs: isOn(settings.get("drop-blobs")),
      filterRepo: settings.get("filter-repo")?.values[0],
      worktree: isOn(settings.get("worktree")),
      clearOutputs: isOn(settings.get("clear-outputs")),
    },
    fleet: fleetOf(settings),
    queue:
      command === "fleet" || command === "fleet worker"
        ? (await import("./command-line/queue.ts")).queueOf(typed, command, terminal.environment)
        : undefined,
  };
}

function fleetOf(typed: Settings): FleetConfig {
  const disk = typed.get("disk");
  const maxCloneSize = typed.get("max-clone-size");
  const patience = typed.get("stall-timeout");
  const wanted = (name: FlagName): Wanted => {
    const setting = typed.get(name);
    return setting ? choice(setting, ["yes", "no", "only"]) : "yes";
  };
  const jobs = typed.get("jobs");
  return {
    jobs: jobs ? countIn(jobs) : availableParallelism(),
    work: typed.get("work")?.values[0],
    disk: disk && bytesIn(disk),
    maxCloneSize: maxCloneSize ? bytesIn(maxCloneSize) : Infinity,
    patience: (patience ? countIn(patience, LONGEST_PATIENCE) : 300) * 1000,
    keep: isOn(typed.get("keep")),
    again: isOn(typed.get("again")),
    archived: wanted("archived"),
    forks: wanted("forks"),
  };
}

/** Seconds: a day. */
const LONGEST_PATIENCE = 86_400;

/** Taking entries out needs no reason; whoever says something about new ones needs one. */
function isDeciding(typed: Settings): boolean {
  return (
    !typed.has("prune") || ["reason", "by", "expires"].some((name) => typed.has(name as FlagName))
  );
}

/** Loaded for those alone who have one, because reading YAML costs a hook too much time. */
async function writtenConfig(
  typed: Settings,
  files: RepositoryFiles | undefined,
): Promise<Written | undefined> {
  const named = typed.get("config")?.values[0];
  if (named === undefined && files === undefined) return undefined;
  const { readConfigFile, readOwnConfig } = await import("./command-line/config-file.ts");
  if (named !== undefined) return readConfigFile(named);
  return files && readOwnConfig(files);
}

function refuseWithoutVerify(typed: Settings): void {
  for (const [name, { where }] of typed)
    if (flagOf(name).needs === "verify")
      throw new UserError(
        `${where} is for checking keys with Google, which was not asked for`,
        "add --verify, or leave it out",
      );
}

function isOn(setting: Setting | undefined): boolean {
  const [value = "false"] = setting?.values ?? [];
  if (value === "true" || value === "false") return value === "true";
  throw new UserError(`${setting?.where} cannot be ${value}`, "it is true or false");
}

function outputsOf(setting: Setting | undefined): readonly Output[] {
  const outputs = (setting?.values ?? []).map((value) => outputOf(value, setting?.where ?? ""));
  const twice = outputs.find(({ file }, at) => outputs.findIndex((one) => one.file === file) < at);
  if (twice) throw new UserError(`${setting?.where} ${twice.file} was given twice`);
  return outputs;
}

const MOST_JOBS = 64;

function countIn(setting: Setting, most = MOST_JOBS): number {
  const [value = ""] = setting.values;
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new UserError(`${setting.where} cannot be ${value}`, `it is a number from 1 to ${most}`);
}

function bytesIn(setting: Setting): number {
  const [value = ""] = setting.values;
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(value.trim()) ?? [];
  const bytes = Number(number) * 1024 ** " kmgt".indexOf(unit.toLowerCase() || " ");
  if (bytes >= 1) return Math.floor(bytes);
  throw new UserError(
    `${setting.where} cannot be ${value}`,
    "it is a number of bytes above 0, or one with a unit of 1024: 500k, 10M, 1.5G",
  );
}

/** As https://no-color.org and https://force-color.org say; empty values do not count. */
function supportsColor({ isTTY, environment }: Terminal): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== "0";
  return isTTY && environment.TERM !== "dumb";
}

/** Completes the flags that say by way of which queue a fleet is audited. */
import { UserError } from "../errors.ts";
import { type QueueAddress, queueAddress } from "../fleet/queue/address.ts";
import { DEFAULT_PREFIX } from "../fleet/queue/words.ts";
import type { CommandName, FlagName, Setting, Settings } from "./flags.ts";

/** A queue, and how a worker goes about it. */
export interface QueueConfig {
  readonly address: QueueAddress;
  /** What the names of all that is kept there begin with. */
  readonly prefix: string;
  /** Whether all machines see the same folder where they are started. */
  readonly shared: boolean;
  /** Repositories a minute that all workers together begin; undefined for no limit. */
  readonly rate: number | undefined;
  /** Milliseconds that what is under way may take when a worker is to stop. */
  readonly grace: number;
}

/** Out of sight of those who list the processes of a machine. */
const VARIABLE = "GEMSWEEP_QUEUE";

/** The queue that was named; undefined when a fleet is audited without. Throws {@link UserError}. */
export function queueOf(
  typed: Settings,
  command: CommandName,
  environment: Readonly<Record<string, string | undefined>>,
): QueueConfig | undefined {
  const flag = typed.get("queue");
  const variable = environment[VARIABLE];
  const named = flag
    ? { text: flag.values[0] ?? "", where: flag.where }
    : variable && { text: variable, where: VARIABLE };
  if (!named) {
    if (command === "fleet worker")
      throw new UserError(
        "a worker needs the queue that it is to work for",
        `gemsweep fleet worker --queue redis://HOST:6379; or ${VARIABLE} in the environment`,
      );
    for (const name of ["prefix", "shared"] as const) refuseWithoutQueue(typed.get(name));
    return undefined;
  }
  if (command === "fleet") for (const name of OF_WORKERS) refuseForRun(typed.get(name));
  return {
    address: queueAddress(named.text, named.where),
    prefix: prefixOf(typed.get("prefix")),
    shared: typed.has("shared"),
    rate: typed.has("rate") ? numberIn(typed.get("rate"), 1, 100_000) : undefined,
    grace: (typed.has("grace") ? numberIn(typed.get("grace"), 0, 86_400) : 25) * 1000,
  };
}

/** What is about the machine that clones and asks. */
const OF_WORKERS = [
  "jobs",
  "disk",
  "stall-timeout",
  "keep",
  "proxy",
  "use-env-proxy",
  "gemini-endpoint",
  "audit-log",
] as const satisfies readonly FlagName[];

function refuseForRun(setting: Setting | undefined): void {
  if (setting)
    throw new UserError(
      `${setting.where} is for those who do the audits, and with a queue those are the workers`,
      "give it to gemsweep fleet worker",
    );
}

function refuseWithoutQueue(setting: Setting | undefined): void {
  if (setting) throw new UserError(`${setting.where} is for a queue`, "name it with --queue");
}

function prefixOf(setting: Setting | undefined): string {
  const [value = ""] = setting?.values ?? [DEFAULT_PREFIX];
  if (/^[A-Za-z0-9._-]{1,40}$/.test(value)) return value;
  throw new UserError(
    `${setting?.where} cannot be ${value}`,
    "it is a word of letters, digits, dots, dashes and underscores",
  );
}

function numberIn(setting: Setting | undefined, least: number, most: number): number {
  const [value = ""] = setting?.values ?? [];
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw new UserError(
    `${setting?.where} cannot be ${value}`,
    `it is a number from ${least} to ${most}`,
  );
}

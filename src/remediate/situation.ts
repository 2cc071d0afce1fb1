/** What the steps of a plan are made from. */
import type { Scrub, Target } from "../finding.ts";
import type { Item } from "../plan.ts";
import type { KeyFacts } from "./key-facts.ts";
import { shellWord } from "./shell.ts";

/** Credentials that something has to be done about, and where. */
export interface Situation {
  readonly keys: readonly KeyFacts[];
  readonly scrub: Scrub;
  readonly target: Target;
  /** Tells the folders that its commands make from those of other repositories; undefined where there are no others. */
  readonly name?: string | undefined;
  /** Where what replaces these credentials must be deployed; the files that hold them now, unless given. */
  readonly usedAt?: (keys: readonly KeyFacts[]) => readonly Item[];
}

/** What commands call a folder that they make beside the repository. */
export function folderBeside({ name }: Situation, folder: "clean.git" | "scrub-plan"): string {
  return name === undefined ? `../${folder}` : `../${name}-${folder}`;
}

/** A run of `gemsweep scrub` on the repository that was audited; REPOSITORY where several were. */
export function scrubCommand({ paths }: Target, flags: string): string {
  const [only = ".", ...more] = paths;
  const word = more.length > 0 ? "REPOSITORY" : shellWord(only, "REPOSITORY");
  return ["gemsweep scrub", ...(word === "." ? [] : [word]), flags].join(" ");
}

/** The command that made the report, to be typed once more; undefined where it cannot be. */
export function againCommand({ command, paths }: Target, flags: string): string | undefined {
  if (paths.includes("-") || NOT_AGAIN.includes(command)) return undefined;
  const words = paths.map((path) => shellWord(path, "PATH"));
  return ["gemsweep", command, ...words.filter((word) => word !== "."), flags].join(" ").trimEnd();
}

/** What they look at is there once, or is told by others. */
const NOT_AGAIN: readonly Target["command"][] = ["verify", "push", "ci"];

/** `…x7Qg`, or `…x7Qg and …Qk3w`; `what` where they are many or cannot be named. */
export function namesOf(keys: readonly KeyFacts[], what: string): string {
  const ids = keys.map(({ finding }) => finding.keyId);
  if (ids.length === 0 || ids.length > MAX_NAMED || ids.includes(undefined)) return what;
  const named = ids.map((id) => `…${id}`);
  const last = named.pop() ?? "";
  return named.length > 0 ? `${named.join(", ")} and ${last}` : last;
}

const MAX_NAMED = 3;

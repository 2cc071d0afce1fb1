/** The words for a change that is judged, and for what was there before it. */
import type { Finding, Report, TargetChange } from "../finding.ts";
import { isBrought } from "../findings/arrivals.ts";
import { bySeverity, counted, few, shortId } from "./words.ts";

const MAX_SHOWN = 3;

/** `3 commits and 12 objects since abc1234, up to def5678 (GitHub pull_request)`. */
export function changeWords(change: TargetChange): string {
  const { from, head, commits, objects } = change;
  const size = `${counted(commits, "commit")} and ${counted(objects, "object")}`;
  return `${size} ${sinceWords(change)}, up to ${shortId(head)} (${from})`;
}

/** Where the change begins. */
export function sinceWords({ bases, mergeBases }: TargetChange): string {
  const [parted, base] = [mergeBases, bases].map((ids) => few(ids.map(shortId), MAX_SHOWN));
  if (bases.length === 0) return "with nothing before them";
  if (mergeBases.length === 0) return `that have nothing in common with ${base}`;
  return parted === base ? `since ${parted}` : `since ${parted}, where it parted from ${base}`;
}

/** `2 credentials (1 critical, 1 low)`, `No credential`; of a change what is new, and how many were there before. */
export function foundWords({ findings, target }: Pick<Report, "findings" | "target">): string {
  const brought = findings.filter(isBrought);
  const before = findings.length - brought.length;
  const what = target.change === undefined ? "credential" : "new credential";
  const found =
    brought.length > 0
      ? `${counted(brought.length, what)} (${bySeverity(brought.map(({ severity }) => severity))})`
      : `no ${what}`;
  return before === 0 ? found : `${found}, ${before} there before`;
}

/** What a change means for a finding, in a sentence; undefined where none is judged. */
export function arrivalWords({ arrival, sightings }: Finding): string | undefined {
  if (arrival === undefined) return undefined;
  if (arrival === "new") return "New with this change.";
  const places = new Set(sightings.flatMap(({ isNew, path }) => (isNew ? path : [])));
  return places.size === 0
    ? "There before this change."
    : `There before this change, which brings it to ${counted(places.size, "other file")}.`;
}

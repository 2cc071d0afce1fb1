/** How long a credential has been where others could take it from. */
import type { Finding } from "../finding.ts";
import { byKeys } from "../findings/compare.ts";
import type { Exposure } from "../plan.ts";

/** Days between rotations: a quarter, as a drill for the incident. */
const ROTATION_DAYS = 90;
const DAY = 24 * 3600 * 1000;

/** Undefined for what no commit brought in. Days are those that the authors' clocks showed. */
export function exposureOf({ history, sightings }: Finding): Exposure | undefined {
  if (history === undefined) return undefined;
  const [from] = daysOf(history.introducedBy);
  if (from === undefined) return undefined;
  const present =
    history.atHead || sightings.some(({ source }) => source === "worktree" || source === "index");
  return {
    from,
    removed: present ? undefined : daysOf(history.removedBy).at(-1),
    rotateBy: dayAfter(from, ROTATION_DAYS),
  };
}

/** In order of the instants, of which only those that a calendar has; git takes others, too. */
function daysOf(changes: readonly { readonly date: string }[]): readonly string[] {
  return changes
    .filter(({ date }) => /^(?:19[7-9]|2\d\d)\d-/.test(date) && !Number.isNaN(Date.parse(date)))
    .toSorted(byKeys(({ date }) => Date.parse(date)))
    .map(({ date }) => date.slice(0, 10));
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

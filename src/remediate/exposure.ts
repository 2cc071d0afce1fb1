/** How long a credential has been where others could take it from. */
import type { Finding } from "../finding.ts";
import type { Exposure } from "../plan.ts";

/** Days between rotations: a quarter, as a drill for the incident. */
const ROTATION_DAYS = 90;
const DAY = 24 * 3600 * 1000;

/** Undefined for what no commit brought in. Author dates are as their authors set them. */
export function exposureOf({ history, sightings }: Finding): Exposure | undefined {
  if (history === undefined) return undefined;
  const [first] = timesOf(history.introducedBy);
  if (first === undefined) return undefined;
  const present =
    history.atHead || sightings.some(({ source }) => source === "worktree" || source === "index");
  return {
    from: dayOf(first),
    removed: present ? undefined : timesOf(history.removedBy).map(dayOf).at(-1),
    rotateBy: dayOf(first + ROTATION_DAYS * DAY),
  };
}

/** The last instant whose day has four digits for the year: git takes dates far beyond it. */
const LATEST = Date.parse("9999-12-31") - ROTATION_DAYS * DAY;

function timesOf(changes: readonly { readonly date: string }[]): number[] {
  return changes
    .map(({ date }) => Date.parse(date))
    .filter((time) => time >= 0 && time <= LATEST)
    .sort((a, b) => a - b);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Where tools for code can point at: each of their formats wants a file and a line, and has none for a commit message. */
import type { Finding, IgnoredBy, Report, Sighting } from "../../finding.ts";
import { byKeys } from "../../findings/compare.ts";
import { groupBy } from "../../findings/group-by.ts";
import { visible } from "../visible.ts";

/** A place of a finding, as a file and a line. */
export interface Spot {
  readonly finding: Finding;
  readonly sighting: Sighting;
  /** With forward slashes; of what is in no file, the path that git itself would keep it at. */
  readonly path: string;
  /** Which of the finding's spots in this file it is; 1 for the first. */
  readonly nth: number;
  /** False when no file on disk or in the index holds it. */
  readonly isCurrent: boolean;
}

/** All spots of a report, most severe first. */
export function spotsOf({ findings }: Pick<Report, "findings">): Spot[] {
  return findings.flatMap(spotsOfFinding);
}

/** A spot, and by what it is ignored, if it is. */
export interface JudgedSpot extends Spot {
  readonly by?: IgnoredBy;
}

/** The spots of a report, and behind them those that are ignored. */
export function judgedSpotsOf(report: Pick<Report, "findings" | "ignored">): JudgedSpot[] {
  const ignored = report.ignored.flatMap(({ by, finding }) =>
    spotsOf({ findings: [finding] }).map((spot) => ({ ...spot, by })),
  );
  // Of one file, some places can be ignored and others not.
  const byFile = groupBy([...spotsOf(report), ...ignored], ({ finding, path }) =>
    JSON.stringify([finding.fingerprint, path]),
  );
  const numbered = new Map(
    [...byFile.values()].flatMap((spots) => spots.map((spot, index) => [spot, index + 1] as const)),
  );
  return [...numbered]
    .map(([spot, nth]) => ({ ...spot, nth }))
    .sort(byKeys((spot) => "by" in spot));
}

/**
 * Every place that a person can change in a file. What is in no file any more is one thing to do, however many
 * versions and paths history has of it.
 */
function spotsOfFinding(finding: Finding): Spot[] {
  const now = finding.sightings.filter(isCurrent);
  const isNow = now.length > 0;
  const sightings = isNow ? now : finding.sightings.slice(0, 1);
  const places = [...groupBy(sightings, placeOf).values()].flatMap((same) => same.slice(0, 1));
  const byPath = groupBy(places, pathOf);
  return [...byPath].flatMap(([path, seen]) =>
    seen.map((sighting, index) => ({
      finding,
      sighting,
      path,
      nth: index + 1,
      isCurrent: isNow,
    })),
  );
}

function isCurrent({ source, path }: Sighting): boolean {
  return path !== undefined && (source === "worktree" || source === "index");
}

/** The same place of the working tree and the index, or of two versions, counts once. */
export function placeOf(sighting: Sighting): string {
  return JSON.stringify([pathOf(sighting), sighting.line, sighting.column]);
}

/** The path to show a sighting at. */
export function pathOf({ source, path, blob }: Sighting): string {
  if (path !== undefined && source !== "message") return path;
  if (blob !== undefined) return `.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`;
  return source === "stdin" ? "stdin" : ".git/refs";
}

/** No path is longer; what is cut leads nowhere. */
const LONGEST_PATH = 4096;

/** The spot's path for a program: as it is, unless it has characters that are not seen or that a database refuses. */
export function shownPath({ path }: Spot): string {
  return visible(path, LONGEST_PATH);
}

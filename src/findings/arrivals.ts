/** Tells what a change brings from what was there before it. */
import type { Finding, Secret, Sighting } from "../finding.ts";
import type { Mask } from "./mask.ts";

/** What is known of each secret of a run on a change. */
export interface Arrivals {
  arrivalOf(secret: Secret): "new" | "before";
  /** The paths at which the files of the other side hold it. */
  pathsBefore(secret: Secret): ReadonlySet<string>;
  /** Every path of the change's own files. */
  readonly pathsNow: ReadonlySet<string>;
}

/** Whether a change brings it, or none is judged. */
export function isBrought({ arrival }: Finding): boolean {
  return arrival !== "before";
}

/** The finding with what is new of it: all, or the places that a change gives to what was there before. */
export function withArrival(
  finding: Finding,
  secret: Secret,
  { arrivalOf, pathsBefore, pathsNow }: Arrivals,
  mask: Mask,
): Finding {
  const arrival = arrivalOf(secret);
  if (arrival === "new") return { ...finding, arrival };
  const before = pathsBefore(secret);
  // Paths of sightings are masked.
  const added = new Set([...pathsNow].filter((path) => !before.has(path)).map(mask));
  const sightings = finding.sightings.map((sighting) =>
    isInFile(sighting) && added.has(sighting.path ?? "")
      ? { ...sighting, isNew: true as const }
      : sighting,
  );
  return { ...finding, arrival, sightings };
}

function isInFile({ source }: Sighting): boolean {
  return source === "worktree" || source === "index" || source === "history";
}

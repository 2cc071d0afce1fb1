/** Gathers what must be cleaned from what was found. */
import { isBrought } from "../findings/arrivals.ts";
import { sortedUnique } from "../findings/compare.ts";
import type { Finding, Scrub, Sighting } from "../finding.ts";

/**
 * The files that hold a secret now, the commits that brought one in, and the refs that still reach one; where a change is
 * judged, of what it brings.
 */
export function scrubListOf(findings: readonly Finding[]): Scrub {
  const toScrub = findings.filter((finding) => finding.mustScrub && isBrought(finding));
  const sightings = toScrub.flatMap((finding) => finding.sightings);
  const histories = toScrub.flatMap(({ history }) => history ?? []);
  return {
    files: sortedUnique(sightings.flatMap(fileOf)),
    commits: sortedUnique([
      ...histories.flatMap(({ introducedBy }) => introducedBy.map(({ commit }) => commit)),
      ...sightings.flatMap(commitOf),
    ]),
    refs: sortedUnique(histories.flatMap(({ refs }) => refs)),
  };
}

function fileOf({ source, path }: Sighting): readonly string[] {
  const onDisk = source === "worktree" || source === "index" || source === "gitdir";
  return onDisk && path !== undefined ? [path] : [];
}

/** A commit whose own message holds the secret. */
function commitOf({ source, path, blob }: Sighting): readonly string[] {
  return source === "message" && path === "commit" && blob !== undefined ? [blob] : [];
}

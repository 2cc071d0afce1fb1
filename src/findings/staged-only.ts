/** Tells what is about to enter history from what is in it. */
import type { Finding } from "../finding.ts";

/** Whether the index holds it and no commit ever did, so that there is no history to rewrite. */
export function isStagedOnly({ sightings, history }: Finding): boolean {
  return (
    history?.unreachable === true &&
    history.introducedBy.length === 0 &&
    sightings.some(({ source }) => source === "index") &&
    sightings.every(({ source }) => source === "index" || source === "worktree")
  );
}

/** Tells what is there now from what only was. */
import type { Finding, Sighting } from "../finding.ts";

/** Whether files of the working tree or the index, or standard input, hold it. */
export function isNow({ source }: Sighting): boolean {
  return source === "worktree" || source === "index" || source === "stdin";
}

/** Whether files hold it now; those of a bare repository are the ones that its HEAD shows. */
export function isInFiles({ sightings, history }: Finding): boolean {
  return history?.atHead === true || sightings.some(isNow);
}

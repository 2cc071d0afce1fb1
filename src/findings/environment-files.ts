/** Looks at how well a `.env` file that holds a credential is kept. */
import { lstatSync } from "node:fs";
import { posix } from "node:path";
import type { Note } from "../document.ts";
import type { Finding } from "../finding.ts";

/** Remarks on `.env` files with findings that others can read or that git tracks; `locate` turns a path into a file. */
export function environmentFileNotes(
  findings: readonly Finding[],
  locate: (path: string) => string,
): readonly Note[] {
  const sightings = findings.flatMap((finding) => finding.sightings);
  const pathsIn = (source: "worktree" | "index"): ReadonlySet<string> =>
    new Set(
      sightings.flatMap(({ source: from, path }) =>
        from === source && path && posix.basename(path).startsWith(".env") ? path : [],
      ),
    );
  const tracked = pathsIn("index");
  return [...pathsIn("worktree")]
    .toSorted()
    .flatMap((path) => [
      ...(isOpenToOthers(locate(path)) ? [{ about: path, note: OPEN_TO_OTHERS }] : []),
      ...(tracked.has(path) ? [{ about: path, note: TRACKED }] : []),
    ]);
}

const OPEN_TO_OTHERS = "can be read by other users of this machine: chmod 600";
const TRACKED = "is tracked by git: git rm --cached, and add it to .gitignore";

function isOpenToOthers(file: string): boolean {
  // Windows keeps no such mode; node makes one up there.
  if (process.platform === "win32") return false;
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats !== undefined && stats.isFile() && (stats.mode & 0o077) !== 0;
}

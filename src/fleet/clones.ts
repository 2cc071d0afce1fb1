/** Finds the repositories in a folder of clones. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A file that tells a work folder of a fleet from one that holds something else. */
export const WORK_FOLDER_MARK = "gemsweep-fleet.json";

/** Folders that are looked through below each other: `host/owner/group/name`. */
const DEEPEST = 4;

/** Whether a folder is a repository, with or without a working tree. */
export function isRepository(folder: string): boolean {
  if (existsSync(join(folder, ".git"))) return true;
  return ["HEAD", "objects", "refs"].every((name) => existsSync(join(folder, name)));
}

/** The repositories below a folder, sorted; links are not followed, and nothing in a repository is looked at. */
export function clonesBelow(folder: string, depth = DEEPEST): readonly string[] {
  if (depth === 0 || existsSync(join(folder, WORK_FOLDER_MARK))) return [];
  return foldersIn(folder).flatMap((name) => {
    const path = join(folder, name);
    return isRepository(path) ? [path] : clonesBelow(path, depth - 1);
  });
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

/** Finds the repositories in a folder of clones. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { reasonOf } from "../reason.ts";

/** A file that tells a work folder of a fleet from one that holds something else. */
export const WORK_FOLDER_MARK = "gemsweep-fleet.json";

/** Whether a folder is a repository, with or without a working tree. */
export function isRepository(folder: string): boolean {
  if (existsSync(join(folder, ".git"))) return true;
  return ["HEAD", "objects", "refs"].every((name) => existsSync(join(folder, name)));
}

/** What is below a folder. */
export interface Below {
  /** Sorted. */
  readonly repositories: readonly string[];
  /** Where there may be more. */
  readonly unseen: readonly { readonly path: string; readonly why: string }[];
}

/** Looks through a folder, however deep; links are not followed, and nothing in a repository is looked at. */
export function clonesBelow(folder: string): Below {
  const repositories: string[] = [];
  const unseen: { path: string; why: string }[] = [];
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at !== folder && isRepository(at)) {
      repositories.push(at);
      continue;
    }
    if (existsSync(join(at, WORK_FOLDER_MARK))) continue;
    try {
      for (const entry of readdirSync(at, { withFileTypes: true })) {
        const path = join(at, entry.name);
        if (entry.isDirectory()) waiting.push(path);
        else if (entry.isSymbolicLink() && isRepository(path)) unseen.push({ path, why: LINK });
      }
    } catch (thrown) {
      unseen.push({ path: at, why: `cannot be looked through: ${reasonOf(thrown)}` });
    }
  }
  return { repositories: repositories.toSorted(), unseen: unseen.toSorted(byPath) };
}

const LINK = "is a link to a repository, and links are not followed: name where it leads";

function byPath({ path: a }: { readonly path: string }, { path: b }: { readonly path: string }) {
  return a === b ? 0 : a < b ? -1 : 1;
}

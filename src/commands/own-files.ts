/** Where the files are by which an audited repository speaks of itself. */
import { posix } from "node:path";
import type { Note } from "../document.ts";
import type { Repository } from "../git/repository.ts";
import { commitFiles } from "../git/stored-files.ts";
import { CONFIG_FILE, IGNORE_FILE, type RepositoryFiles } from "../own-files.ts";
import { worktreeFiles } from "../sources/worktree-files.ts";
import type { AuditTarget } from "./audit-target.ts";

/** Those of the working tree, or else of the commit that HEAD names. */
export function ownFilesOf({ worktreeRoot, git, head }: Repository): RepositoryFiles {
  if (worktreeRoot !== undefined) return worktreeFiles(worktreeRoot);
  return commitFiles(git, head ?? "HEAD");
}

/** What is said of the files of several repositories, of which none may speak for the others. */
export async function unreadOwnFiles(targets: readonly AuditTarget[]): Promise<readonly Note[]> {
  const notes: Note[] = [];
  for (const { shownRoot, repository } of targets)
    for (const file of [CONFIG_FILE, IGNORE_FILE]) {
      const content = await ownFilesOf(repository)
        .read(file)
        .catch(() => "unreadable");
      if (content === undefined) continue;
      notes.push({ about: posix.join(shownRoot, file), note: UNREAD });
    }
  return notes;
}

const UNREAD = "was not read, because several repositories are looked at: audit each by itself";

/** Lists what a tree or an index holds, as (path, object). */
import { statSync } from "node:fs";
import { join } from "node:path";
import { withEnvironment } from "./isolation.ts";
import type { GitContext } from "./isolation.ts";
import { nulRecords } from "./nul-records.ts";
import { linkedWorktrees } from "./refs.ts";
import type { Repository } from "./repository.ts";
import { startGit } from "./run.ts";
import type { GitEnd } from "./run.ts";

/** Something a tree or an index names. Paths that are not valid UTF-8 have replacement characters. */
export interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
  readonly path: string;
}

export const SUBMODULE_MODE = "160000";
export const TREE_MODE = "040000";

/**
 * A few small trees that name each other many times over unfold to more paths than anybody can list. Entries of a
 * tree beyond this number are not visited; no real tree has as many.
 */
const MOST_ENTRIES = 2_000_000;

/** What git would have said of a tree with more than {@link MOST_ENTRIES}. */
const TOO_MANY = "it unfolds to more than 2,000,000 paths";

/** Calls `visit` with each entry of a commit's or tree's whole tree, subtrees included; tells how git ended. */
export async function forEachTreeEntry(
  git: GitContext,
  treeish: string,
  visit: (entry: TreeEntry) => void,
  signal?: AbortSignal,
): Promise<GitEnd> {
  const args = ["ls-tree", "-r", "-t", "-z", "--full-tree", treeish];
  // <mode> <type> <id>\t<path>
  return forEachRecord(git, args, /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s, visit, signal);
}

/** Calls `visit` with each entry of one index, all stages of a conflict included; tells how git ended. */
export async function forEachIndexEntry(
  git: GitContext,
  visit: (entry: TreeEntry) => void,
  options: { readonly unmergedOnly?: boolean; readonly signal?: AbortSignal } = {},
): Promise<GitEnd> {
  const args = [
    "ls-files",
    "--stage",
    ...(options.unmergedOnly ? ["--unmerged"] : []),
    "--full-name",
    "-z",
    "--",
    ":/",
  ];
  // <mode> <id> <stage>\t<path>
  return forEachRecord(git, args, /^(\d+) ([0-9a-f]+) \d\t(.*)$/s, visit, options.signal);
}

/** How to run git on each index that the repository has: its own and those of linked worktrees. */
export async function indexContexts(repository: Repository): Promise<readonly GitContext[]> {
  const { git, gitDir, commonDir } = repository;
  const linked = (await linkedWorktrees(repository)).map(({ path }) => path);
  return [...new Set([commonDir, gitDir, ...linked])]
    .map((folder) => join(folder, "index"))
    .filter(mayBeThere)
    .map((index) => withEnvironment(git, { GIT_INDEX_FILE: index }));
}

/** Of what cannot be asked about, git says why. */
function mayBeThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

async function forEachRecord(
  git: GitContext,
  args: readonly string[],
  pattern: RegExp,
  visit: (entry: TreeEntry) => void,
  signal: AbortSignal | undefined,
): Promise<GitEnd> {
  const process = startGit(git, args, { signal });
  let count = 0;
  for await (const records of nulRecords(process.stdout)) {
    count += records.length;
    if (count > MOST_ENTRIES) {
      process.stop();
      return { code: undefined, stderr: TOO_MANY };
    }
    for (const record of records) {
      const [, mode = "", oid = "", path = ""] = pattern.exec(record.toString("utf8")) ?? [];
      if (oid !== "") visit({ mode, oid, path });
    }
  }
  return process.ended;
}

/** Submodules are repositories of their own; people are told which ones there are and how to look at them. */
import type { Note } from "../document.ts";
import { SUBMODULE_MODE, forEachIndexEntry, forEachTreeEntry, indexContexts } from "./entries.ts";
import type { TreeEntry } from "./entries.ts";
import { keptSubmodules } from "./git-dir-files.ts";
import type { Repository } from "./repository.ts";
import { lastLine } from "./run.ts";

export async function submoduleNotes(
  repository: Repository,
  signal: AbortSignal,
): Promise<readonly Note[]> {
  const paths = new Set<string>();
  const visit = ({ mode, path }: TreeEntry) => {
    if (mode === SUBMODULE_MODE) paths.add(path);
  };
  for (const git of await indexContexts(repository))
    await forEachIndexEntry(git, visit, { signal });
  const unlisted = await submodulesAtHead(repository, visit, signal);

  const note =
    "is a submodule, whose history is not part of this repository; audit it where it is checked out";
  const kept = (await keptSubmodules(repository)).map((name) => ({
    about: `.git/${name}`,
    note: "is the repository of a submodule and was not searched; audit this folder as well",
  }));
  return [...[...paths].toSorted().map((path) => ({ about: path, note })), ...kept, ...unlisted];
}

/** The index lists them too, as a rule, so that an unreadable tree is worth no more than a note. */
async function submodulesAtHead(
  { git, head }: Repository,
  visit: (entry: TreeEntry) => void,
  signal: AbortSignal,
): Promise<readonly Note[]> {
  if (head === undefined) return [];
  const { code, stderr } = await forEachTreeEntry(git, head, visit, signal);
  if (code === 0) return [];
  return [{ about: "HEAD", note: `its submodules were not all listed: ${lastLine(stderr)}` }];
}

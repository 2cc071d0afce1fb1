/** Asks what commits hold: the names in their trees, and whether their history has an object. */
import { createInterface } from "node:readline";
import { forEachTreeEntry, SUBMODULE_MODE } from "./entries.ts";
import type { Repository } from "./repository.ts";
import { gitResult, startGit } from "./run.ts";

/** Blobs and trees of some commits' trees with the paths that they have there; a root tree has an empty one. */
export async function treesOf(
  { git }: Repository,
  commits: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const held = new Map<string, Set<string>>();
  const add = (oid: string, path: string) => held.set(oid, (held.get(oid) ?? new Set()).add(path));
  for (const commit of commits) {
    const root = await gitResult(git, ["rev-parse", "--verify", `${commit}^{tree}`], { signal });
    if (root.end.code === 0) add(root.output.toString("latin1").trim(), "");
    await forEachTreeEntry(
      git,
      commit,
      ({ mode, oid, path }) => {
        if (mode !== SUBMODULE_MODE) add(oid, path);
      },
      signal,
    );
  }
  return held;
}

/** Those of the objects that some commits lead to. */
export async function reachedFrom(
  { git }: Repository,
  commits: readonly string[],
  objects: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const reached = new Set<string>();
  if (commits.length === 0 || objects.size === 0) return reached;
  const args = ["rev-list", "--objects", "--no-object-names", "--missing=print", "--stdin"];
  const process = startGit(git, args, { input: [`${commits.join("\n")}\n`], signal });
  for await (const oid of createInterface({ input: process.stdout }))
    if (objects.has(oid)) reached.add(oid);
  await process.ended;
  return reached;
}

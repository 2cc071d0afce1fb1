/** Where a rewrite began: what a git host asks for when it is to clear its caches. */
import type { Repository } from "./repository.ts";
import { gitOutput } from "./run.ts";

/** Those of the changed commits, by their old ids, that have no changed parent. Sorted. */
export async function firstChanged(
  { git }: Repository,
  changed: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (changed.length === 0) return [];
  const isChanged = new Set(changed);
  const list = ["rev-list", "--no-walk=unsorted", "--parents", "--stdin"];
  const output = await gitOutput(git, list, { input: [changed.join("\n"), "\n"], signal });
  return output
    .toString("latin1")
    .split("\n")
    .flatMap((line) => {
      const [commit = "", ...parents] = line.split(" ");
      return commit === "" || parents.some((parent) => isChanged.has(parent)) ? [] : [commit];
    })
    .toSorted();
}

/** What a copy of all refs does not take along, and what is gone when the original is deleted. */
import type { Repository } from "./repository.ts";
import { gitResult } from "./run.ts";

/** Numbers of commits that no ref leads to. */
export interface LeftBehind {
  /** All that no ref leads to. */
  readonly commits: number;
  /** Those of them that a reflog still names or leads to. */
  readonly inReflogs: number;
  /** Older stashes, which are in a reflog alone. */
  readonly olderStashes: number;
}

/** `stored` is the number of all commits in the object store. */
export async function leftBehindOf(
  { git }: Repository,
  stored: number,
  signal: AbortSignal,
): Promise<LeftBehind> {
  const count = async (...args: readonly string[]): Promise<number> => {
    const { output, end } = await gitResult(git, ["rev-list", "--count", ...args], { signal });
    return end.code === 0 ? Number(output) : 0;
  };
  const [reached, inReflogs, stashes] = await Promise.all([
    count("--glob=refs/*"),
    count("--reflog", "--not", "--glob=refs/*"),
    count("--walk-reflogs", "refs/stash"),
  ]);
  return {
    commits: Math.max(stored - reached, 0),
    inReflogs,
    olderStashes: Math.max(stashes - 1, 0),
  };
}

/** One history out of several: the same secret can be in more than one repository of a run. */
import { byKeys, sortedUnique } from "./compare.ts";
import type { CommitChange, SecretHistory } from "../finding.ts";

/** What all histories together say; undefined when none says anything. Changes are in order of date. */
export function combinedHistory(
  histories: readonly (SecretHistory | undefined)[],
): SecretHistory | undefined {
  const known = histories.filter((history) => history !== undefined);
  if (known.length === 0) return undefined;
  return {
    introducedBy: inOrder(known.flatMap(({ introducedBy }) => introducedBy)),
    removedBy: inOrder(known.flatMap(({ removedBy }) => removedBy)),
    refs: sortedUnique(known.flatMap(({ refs }) => refs)),
    atHead: known.some(({ atHead }) => atHead),
    pushed: anyKnown(known.map(({ pushed }) => pushed)),
    unreachable: known.every(({ unreachable }) => unreachable),
  };
}

/** Author dates carry offsets, so that only the instant orders them. */
const byDate = byKeys<CommitChange>(
  ({ date }) => Date.parse(date) || 0,
  ({ commit }) => commit,
);

/** Two worktrees of one repository tell of the same commit twice. */
function inOrder(changes: readonly CommitChange[]): CommitChange[] {
  const byCommit = new Map<string, CommitChange>();
  for (const change of changes) {
    const paths = [...(byCommit.get(change.commit)?.paths ?? []), ...change.paths];
    byCommit.set(change.commit, { ...change, paths: sortedUnique(paths) });
  }
  return [...byCommit.values()].sort(byDate);
}

function anyKnown(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(false) ? false : undefined;
}

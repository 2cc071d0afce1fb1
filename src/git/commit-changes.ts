/** Puts names and dates to the commits that brought or removed a secret. */
import { byKeys, sortedUnique } from "../findings/compare.ts";
import type { CommitChange } from "../finding.ts";
import type { Authorship } from "./porcelain.ts";

/** The commits with their paths, oldest first. */
export function changesOf(
  changes: ReadonlyMap<string, ReadonlySet<string>>,
  authors: ReadonlyMap<string, Authorship>,
): readonly CommitChange[] {
  const listed = [...changes].map(([commit, paths]): CommitChange => {
    const { author = "", date = "" } = authors.get(commit) ?? {};
    return { commit, date, author, paths: sortedUnique(paths) };
  });
  return listed.sort(
    byKeys(
      ({ date }) => Date.parse(date) || 0,
      ({ commit }) => commit,
    ),
  );
}

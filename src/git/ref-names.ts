/** The names of refs, which people type keys into as well. */
import type { Sieve, SourceItem } from "../sources/source.ts";
import { gitDirNames } from "./git-dir-files.ts";
import type { Ref } from "./refs.ts";
import type { Repository } from "./repository.ts";

/** One document of all ref names, one a line: living ones, and those whose files git has not cleared away yet. */
export async function* refNames(
  repository: Repository,
  refs: readonly Ref[],
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  const files = await gitDirNames(repository, ["refs", "logs"]);
  const names = [
    ...refs.map(({ name }) => name),
    ...files.map((path) => path.replace(/^logs\//, "")),
  ];
  const bytes = Buffer.from([...new Set(names)].toSorted().join("\n"));
  if (!sieve.mayMatch(bytes)) return;
  const origin = { source: "name", kind: "ref", tree: undefined } as const;
  yield { document: { origin, bytes, start: { line: 1, column: 1 }, whole: true } };
}

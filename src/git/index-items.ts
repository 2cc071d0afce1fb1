/** What the indexes hold beyond the objects themselves: names, and the lack of an object. */
import type { Sieve, SourceItem } from "../sources/source.ts";
import { SUBMODULE_MODE, forEachIndexEntry, indexContexts } from "./entries.ts";
import { pathNames } from "./path-names.ts";
import type { Repository } from "./repository.ts";
import { missingOf } from "./missing-of.ts";
import { lastLine } from "./run.ts";

export async function* indexItems(
  repository: Repository,
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  const paths = new Map<string, string>();
  const names = new Set<string>();
  for (const git of await indexContexts(repository)) {
    const visit = ({ mode, oid, path }: { mode: string; oid: string; path: string }) => {
      names.add(path);
      if (mode !== SUBMODULE_MODE) paths.set(oid, path);
    };
    const { code, stderr } = await forEachIndexEntry(git, visit, { signal: sieve.signal });
    if (code !== 0)
      yield { skipped: { what: "the index", why: `git cannot read it: ${lastLine(stderr)}` } };
  }
  for (const document of pathNames(names, sieve)) yield { document };

  // A partial clone lacks what it has not checked out, and is reported as such.
  if (repository.partial) return;
  for (const oid of await missingOf(repository.git, [...paths.keys()], sieve.signal))
    yield {
      skipped: {
        what: `${paths.get(oid) ?? oid} (in the index)`,
        why: `its content ${oid} is missing`,
      },
    };
}

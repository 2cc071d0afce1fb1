/** A repository's whole history: every object it holds, reachable or not, and what git keeps beside the objects. */
import { fileBeside } from "../git/beside.ts";
import { allObjects } from "../git/all-objects.ts";
import { missingParts } from "../git/connectivity.ts";
import { gitDirFiles } from "../git/git-dir-files.ts";
import { indexItems } from "../git/index-items.ts";
import { refNames } from "../git/ref-names.ts";
import { listRefs } from "../git/refs.ts";
import type { Repository } from "../git/repository.ts";
import { submoduleNotes } from "../git/submodules.ts";
import { traceSecrets } from "../git/trace.ts";
import type { HistoryTrace } from "../git/trace.ts";
import { objectDocument, objectOrigin } from "./object-document.ts";
import type { Sieve, Source, SourceItem } from "./source.ts";

/** Looks at every object once, however many commits hold it; `trace` tells afterwards which do. */
export function historySource(repository: Repository): Source {
  let latest: HistoryTrace | undefined;
  return {
    documents: (sieve) => documents(repository, sieve),
    trace: async (secrets, sieve) =>
      (latest = await traceSecrets(repository, secrets, sieve.signal, sieve.threads?.jobs ?? 1)),
    beside: async (sighting, name) => fileBeside(repository, latest, sighting, name),
  };
}

async function* documents(repository: Repository, sieve: Sieve): AsyncGenerator<SourceItem> {
  const { refs, skipped } = await listRefs(repository, sieve.signal);
  for (const item of skipped) yield { skipped: item };

  // Takes about as long as reading the objects, and another process.
  const missing = missingParts(repository, refs, sieve.signal);
  missing.catch(() => undefined);

  for await (const item of allObjects(repository).candidates(sieve))
    if ("skipped" in item || "note" in item) yield item;
    else if ("searched" in item)
      yield { searched: { origin: objectOrigin(item.searched), ...item.searched } };
    else yield { document: objectDocument(item.object, repository.objectFormat) };
  yield* indexItems(repository, sieve);
  yield* refNames(repository, refs, sieve);
  yield* gitDirFiles(repository, sieve);
  for (const note of await submoduleNotes(repository, sieve.signal)) yield { note };
  for (const item of await missing) yield { skipped: item };
}

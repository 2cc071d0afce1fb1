/** A repository's whole history: every object it holds, reachable or not, and what git keeps beside the objects. */
import { fileBeside } from "../git/beside.ts";
import { allObjects } from "../git/all-objects.ts";
import { cutOffParts, missingObjects, neverFetched } from "../git/connectivity.ts";
import { gitDirFiles } from "../git/git-dir-files.ts";
import { indexItems } from "../git/index-items.ts";
import { refNames } from "../git/ref-names.ts";
import { listRefs } from "../git/refs.ts";
import type { Repository } from "../git/repository.ts";
import { submoduleNotes } from "../git/submodules.ts";
import { traceSecrets } from "../git/trace.ts";
import type { HistoryTrace } from "../git/trace.ts";
import { objectDocument, objectOrigin } from "./object-document.ts";
import type { Skipped } from "../document.ts";
import { started } from "./started.ts";
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
  const listed = listRefs(repository, sieve.signal);
  // Whoever reads all objects can tell whether any is missing. Which ones are is left to git, at once where some surely are.
  const { partial, shallow } = repository;
  const tips = listed.then(({ refs }) => refs.map(({ tip }) => tip));
  tips.catch(() => undefined);
  const submodules = submoduleNotes(repository, sieve.signal);
  submodules.catch(() => undefined);
  // Threads start and indexes are read while git lists refs.
  const objects = started(allObjects(repository).candidates(sieve, shallow ? undefined : tips));
  const { refs, skipped } = await listed;
  for (const item of skipped) yield { skipped: item };

  let lost: number | undefined;
  let missing: Promise<readonly Skipped[]> | undefined;
  const askGit = (): Promise<readonly Skipped[]> => {
    missing ??= missingObjects(repository, refs, sieve.signal);
    missing.catch(() => undefined);
    return missing;
  };
  if (shallow) void askGit();

  for await (const item of objects)
    if ("skipped" in item || "note" in item) yield item;
    else if ("missing" in item) {
      // Of a partial clone they are counted, of any other named.
      lost = item.missing === 0 || partial ? item.missing : undefined;
      if (lost === undefined) void askGit();
    } else if ("searched" in item)
      yield { searched: { origin: objectOrigin(item.searched), ...item.searched } };
    else yield { document: objectDocument(item.object, repository.objectFormat) };
  yield* indexItems(repository, sieve);
  yield* refNames(repository, refs, sieve);
  yield* gitDirFiles(repository, sieve);
  for (const note of await submodules) yield { note };
  for (const item of await cutOffParts(repository)) yield { skipped: item };
  if (lost === undefined) for (const item of await askGit()) yield { skipped: item };
  else if (lost > 0) yield { skipped: neverFetched(lost) };
}

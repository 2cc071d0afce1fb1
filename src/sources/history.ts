/** A repository's whole history: every object it holds, reachable or not, and what git keeps beside the objects. */
import type { Document, Origin } from "../document.ts";
import { fileBeside } from "../git/beside.ts";
import { catFileReader } from "../git/cat-file-reader.ts";
import { missingParts } from "../git/connectivity.ts";
import { gitDirFiles } from "../git/git-dir-files.ts";
import { indexItems } from "../git/index-items.ts";
import type { StoredObject } from "../git/object-reader.ts";
import { refNames } from "../git/ref-names.ts";
import { listRefs } from "../git/refs.ts";
import type { Repository } from "../git/repository.ts";
import { submoduleNotes } from "../git/submodules.ts";
import { traceSecrets } from "../git/trace.ts";
import type { HistoryTrace } from "../git/trace.ts";
import { treeNames } from "../git/tree-names.ts";
import type { Sieve, Source, SourceItem } from "./source.ts";

/** Looks at every object once, however many commits hold it; `trace` tells afterwards which do. */
export function historySource(repository: Repository): Source {
  let latest: HistoryTrace | undefined;
  return {
    documents: (sieve) => documents(repository, sieve),
    trace: async (secrets, sieve) =>
      (latest = await traceSecrets(repository, secrets, sieve.signal)),
    beside: async (sighting, name) => fileBeside(repository, latest, sighting, name),
  };
}

async function* documents(repository: Repository, sieve: Sieve): AsyncGenerator<SourceItem> {
  const { refs, skipped } = await listRefs(repository);
  for (const item of skipped) yield { skipped: item };

  // Takes about as long as reading the objects, and another process.
  const missing = missingParts(repository, refs, sieve.signal);
  missing.catch(() => undefined);

  for await (const item of catFileReader(repository).candidates(sieve))
    yield "skipped" in item ? item : { document: documentOf(item.object, repository) };
  yield* indexItems(repository, sieve);
  yield* refNames(repository, refs, sieve);
  yield* gitDirFiles(repository, sieve);
  for (const note of await submoduleNotes(repository)) yield { note };
  for (const item of await missing) yield { skipped: item };
}

function documentOf(
  { oid, type, bytes, start, whole }: StoredObject,
  { objectFormat }: Repository,
): Document {
  const origin = originOf(oid, type);
  // A window of a tree is searched as it is: names are plain text between the ids.
  if (type === "tree" && whole)
    return { origin, bytes: treeNames(bytes, objectFormat), start, whole };
  return { origin, bytes, start, whole };
}

function originOf(oid: string, type: StoredObject["type"]): Origin {
  switch (type) {
    case "blob":
      return { source: "history", blob: oid };
    case "tree":
      return { source: "name", kind: "path", tree: oid };
    case "commit":
    case "tag":
      return { source: "message", kind: type, object: oid };
  }
}

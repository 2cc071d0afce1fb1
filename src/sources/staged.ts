/** Exactly what is about to be committed: contents from the index, not from the files. */
import type { Document } from "../document.ts";
import { readBatch } from "../git/batch.ts";
import type { BatchReader } from "../git/batch.ts";
import { contentOf, pathBeside } from "../git/beside.ts";
import { hookContext } from "../git/isolation.ts";
import type { GitContext } from "../git/isolation.ts";
import type { StoredObject } from "../git/object-reader.ts";
import { pathNames } from "../git/path-names.ts";
import { GitFailure, quickGit } from "../git/run.ts";
import type { GitRun } from "../git/run.ts";
import { stagedEntries } from "../git/staged-entries.ts";
import type { StagedEntry } from "../git/staged-entries.ts";
import { trustedContext } from "../git/trusted-context.ts";
import { refuseWaitingFiles } from "../git/waiting-files.ts";
import type { Sieve, Source, SourceItem } from "./source.ts";

/** What is staged, and what it is to be committed on. */
export interface StagedSource extends Source {
  /** The commit that HEAD names, once documents have been read; undefined while there is none, and where nothing is staged. */
  head(): string | undefined;
}

/** The staged changes of the repository that `cwd` is in; inside a hook, of the commit that is being made. */
export function stagedSource(cwd: string): StagedSource {
  const git = hookContext(cwd);
  let head: string | undefined;
  return {
    documents: (sieve) => documents(git, sieve, (oid) => (head = oid)),
    head: () => head,
    beside: async ({ source, path }, name) => {
      const file = source === "index" && path !== undefined ? pathBeside(path, name) : undefined;
      return file === undefined ? undefined : contentOf(git, `:0:${file}`);
    },
  };
}

type OnHead = (oid: string) => void;

async function* documents(
  git: GitContext,
  sieve: Sieve,
  onHead: OnHead,
): AsyncGenerator<SourceItem> {
  refuseWaitingFiles(git);
  let entries: readonly StagedEntry[];
  try {
    entries = await stagedEntries(git, sieve.signal);
  } catch (thrown) {
    if (!(thrown instanceof GitFailure)) throw thrown;
    yield* documents(await trustedContext(git, thrown, "what is staged"), sieve, onHead);
    return;
  }

  sieve.coverage.files += entries.length;
  for (const document of pathNames(newPaths(entries), sieve)) yield { document };

  const blobs = groupedByBlob(entries);
  let rest = [...blobs.keys()];
  while (rest.length > 0) {
    const asked = { blobs, count: rest.length, onHead };
    const done = yield* contentsOf(catFile(git, rest, sieve), asked, sieve);
    rest = rest.slice(done);
    // git died of the next one before it said a word about it.
    if (done === 0) {
      for (const path of blobs.get(rest[0] ?? "") ?? []) yield unreadable(path);
      rest = rest.slice(1);
    }
  }
}

/** Asks for HEAD as well, and last, so that it takes no process of its own. */
function catFile(git: GitContext, ids: readonly string[], { signal }: Sieve): GitRun {
  const input = [...ids, "HEAD"].map((id) => `${id}\n`).join("");
  return quickGit(git, ["cat-file", "--batch", "--buffer"], { input, signal });
}

function groupedByBlob(entries: readonly StagedEntry[]): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, Set<string>>();
  for (const { blob, path } of entries) paths.set(blob, (paths.get(blob) ?? new Set()).add(path));
  return new Map([...paths].map(([blob, at]) => [blob, [...at]]));
}

function* newPaths(entries: readonly StagedEntry[]): Generator<string> {
  for (const { path, isNew } of entries) if (isNew) yield path;
}

interface Asked {
  readonly blobs: ReadonlyMap<string, readonly string[]>;
  /** How many blobs come before HEAD. */
  readonly count: number;
  readonly onHead: OnHead;
}

/** Yields what one cat-file reads; returns how many blobs it got through. */
async function* contentsOf(
  process: GitRun,
  { blobs, count, onHead }: Asked,
  sieve: Sieve,
): AsyncGenerator<SourceItem, number> {
  let done = 0;
  const reader: BatchReader = {
    wants: (bytes) => sieve.mayMatch(bytes),
    done: (oid, type, size) => {
      if (done === count) {
        if (type === "commit") onHead(oid);
        return;
      }
      done += 1;
      sieve.coverage.bytes += size;
      sieve.progress("files", done, blobs.size);
    },
  };
  try {
    for await (const item of readBatch(process.stdout, reader)) {
      sieve.signal.throwIfAborted();
      if ("object" in item)
        for (const path of blobs.get(item.object.oid) ?? [])
          yield { document: documentOf(item.object, path) };
      else if ("missing" in item)
        for (const path of blobs.get(item.missing) ?? []) yield unreadable(path);
      else {
        done += 1;
        for (const path of blobs.get(item.cut) ?? []) yield unreadable(path);
      }
    }
    await process.ended;
    return done;
  } finally {
    process.stop();
  }
}

function unreadable(path: string): SourceItem {
  return { skipped: { what: path, why: "git cannot read what is staged: missing or damaged" } };
}

function documentOf({ oid, bytes, start, whole }: StoredObject, path: string): Document {
  return { origin: { source: "index", path, blob: oid }, bytes, start, whole };
}

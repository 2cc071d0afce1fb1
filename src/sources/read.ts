/** Reads files and folders of a disk, in as many threads as there are, and yields what is in them in a fixed order. */
import { sep } from "node:path";
import { startThreads } from "../crew/crew.ts";
import { type Shared, share } from "../crew/share.ts";
import type { Document, Note, Skipped } from "../document.ts";
import { reasonOf } from "../reason.ts";
import { filePieces } from "./disk.ts";
import { type FileTally, type FileTask, type FoundFile, fileRunner } from "./file-task.ts";
import { entryPacker, type Root } from "./packed-entries.ts";
import type { Sieve, SourceItem } from "./source.ts";
import { type Entry, walk } from "./walk.ts";
import { windowed } from "./windows.ts";

/** What to leave out; the report names each file left out. */
export interface ReadOptions {
  /** In bytes; Infinity for no limit. */
  readonly maxFileSize: number;
  readonly limits?: ReadLimits;
}

/** How the work is cut. The results are the same with any of these. */
export interface ReadLimits {
  /** Fewer entries are read by this thread alone: the start of another would take longer. */
  readonly worthWorkers: number;
  readonly entriesPerTask: number;
  /** Files of more bytes are read in pieces, by this thread, so that only one of them is in memory at a time. */
  readonly largest: number;
}

const LIMITS: ReadLimits = {
  worthWorkers: 2_000,
  entriesPerTask: 64,
  largest: 8 * 1024 * 1024,
};

/** A folder with all below it, a file, or a link, which is not followed. */
export interface Place {
  readonly kind: "folder" | "file" | "link";
  /** An absolute path. */
  readonly location: string;
  /** What readers are shown; of a folder, empty if paths in it are to begin with nothing. */
  readonly shown: string;
}

/** What is in the contents and names of files, and of all below folders; links' targets included. */
export async function* readPlaces(
  places: readonly Place[],
  options: ReadOptions,
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  const { shared, total, notes, skipped } = listPlaces(places, options, sieve);
  for (const note of notes) yield { note };
  for (const skip of skipped) yield { skipped: skip };

  let done = 0;
  for await (const event of shared.results(sieve.signal)) {
    if ("tally" in event) {
      const { entries, files, bytes } = event.tally;
      sieve.coverage.files += files;
      sieve.coverage.bytes += bytes;
      sieve.progress("files", (done += entries), total);
    } else if ("large" in event.found) yield* readLarge(event.found.large, sieve);
    else yield event.found;
    if (sieve.signal.aborted) return;
  }
}

/** The documents of one place of any size that pass the sieve. */
export async function* sift(
  documents: AsyncIterable<Document>,
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  for await (const document of documents) {
    if (sieve.mayMatch(document.bytes)) yield { document };
    if (sieve.signal.aborted) return;
  }
}

interface Listed {
  readonly shared: Shared<FileTask, FoundFile, FileTally>;
  /** Number of entries. */
  readonly total: number;
  readonly notes: readonly Note[];
  readonly skipped: readonly Skipped[];
}

/** Lists places, while workers begin to read what has been listed. */
function listPlaces(
  places: readonly Place[],
  { maxFileSize, limits = LIMITS }: ReadOptions,
  sieve: Sieve,
): Listed {
  const threads = sieve.threads ?? startThreads(sieve.ruleSet, 0);
  const job = { maxFileSize, largest: limits.largest };
  const notes: Note[] = [];
  const skipped: Skipped[] = [];
  const first: FileTask[] = [];
  let total = 0;
  let shared: Listed["shared"] | undefined;

  function start(workers: number): Listed["shared"] {
    const crew = threads.crew(workers);
    const started = share({ job, crew, helps: true, runner: () => fileRunner(job, sieve) });
    started.add(first);
    return started;
  }
  let packer = entryPacker(SINGLE_FILES);
  function flush(): void {
    if (packer.count() === 0) return;
    total += packer.count();
    const task = packer.pack();
    if (shared !== undefined) shared.add([task]);
    else first.push(task);
    // This thread is one of them.
    if (total >= limits.worthWorkers) shared ??= start(threads.jobs - 1);
  }
  function add(kind: Entry["kind"], path: string, location?: string | Uint8Array): void {
    packer.add(kind, path, location);
    if (packer.count() >= limits.entriesPerTask) flush();
  }

  for (const { kind, location, shown } of places) {
    if (kind !== "folder") {
      add(kind, shown, location);
      continue;
    }
    const root = { location: ending(location, sep), shown: shown === "" ? "" : ending(shown, "/") };
    flush();
    packer = entryPacker(root);
    walk(root, {
      entry: add,
      note: (note) => notes.push(note),
      skipped: (skip) => skipped.push(skip),
    });
    flush();
    packer = entryPacker(SINGLE_FILES);
  }
  flush();
  return { shared: shared ?? start(0), total, notes, skipped };
}

const SINGLE_FILES: Root = { location: "", shown: "" };

function ending(path: string, end: string): string {
  return path.endsWith(end) ? path : path + end;
}

async function* readLarge({ path, location }: Entry, sieve: Sieve): AsyncGenerator<SourceItem> {
  const pieces = filePieces(location, (bytes) => (sieve.coverage.bytes += bytes));
  try {
    yield* sift(windowed({ source: "worktree", path }, pieces), sieve);
  } catch (thrown) {
    yield { skipped: { what: path, why: reasonOf(thrown) } };
  }
}

/** Reads listed entries, several at a time, and yields in the order of the list what may hold a match. */
import { posix } from "node:path";
import type { Document } from "../document.ts";
import { filePieces, linkTarget, smallFile } from "./disk.ts";
import { reasonOf } from "../reason.ts";
import type { Sieve, SourceItem } from "./source.ts";
import type { Entry } from "./walk.ts";
import { windowed } from "./windows.ts";

/** What to leave out; the report names each file left out. */
export interface ReadOptions {
  /** In bytes; Infinity for no limit. */
  readonly maxFileSize: number;
}

/** Documents from the contents and the names of entries, links' targets included. */
export async function* readEntries(
  entries: readonly Entry[],
  options: ReadOptions,
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  const readings = inOrder(entries, (entry) => readEntry(entry, options, sieve));
  let done = 0;
  for await (const { items, large } of readings) {
    if (sieve.signal.aborted) return;
    yield* items;
    if (large) yield* readLarge(large, sieve);
    sieve.progress("files", (done += 1), entries.length);
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

/** Files read at the same time: enough to hide the wait for a cold disk. */
const PARALLEL = 16;

/** What reading an entry gave; a large file is left to be read in its turn, so that memory stays bounded. */
interface Reading {
  readonly items: readonly SourceItem[];
  readonly large?: Entry;
}

async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for (const item of items) {
    running.push(work(item));
    const first = running.length < PARALLEL ? undefined : running.shift();
    if (first) yield await first;
  }
  for (const last of running) yield await last;
}

async function readEntry(entry: Entry, options: ReadOptions, sieve: Sieve): Promise<Reading> {
  const { path } = entry;
  const name: Document = {
    origin: { source: "name", kind: "path", tree: undefined, folder: posix.dirname(path) },
    ...wholeDocument(Buffer.from(posix.basename(path))),
  };
  const named = sieve.mayMatch(name.bytes) ? [{ document: name }] : [];
  try {
    const { items, large } = await readContent(entry, options, sieve);
    return { items: [...named, ...items], ...(large && { large }) };
  } catch (thrown) {
    return { items: [...named, { skipped: { what: path, why: reasonOf(thrown) } }] };
  }
}

async function readContent(entry: Entry, options: ReadOptions, sieve: Sieve): Promise<Reading> {
  const { path, location, kind } = entry;
  if (kind === "folder") return { items: [] };
  if (kind === "other") return { items: [{ note: { about: path, note: NOT_OPENED } }] };

  const content = kind === "link" ? await linkTarget(location) : await smallFile(location, options);
  if (content === "not a file") return { items: [{ note: { about: path, note: NOT_OPENED } }] };
  if (content === "too large") return { items: [{ skipped: { what: path, why: TOO_LARGE } }] };
  sieve.coverage.files += 1;
  if (content === "large") return { items: [], large: entry };

  sieve.coverage.bytes += content.length;
  if (!sieve.mayMatch(content)) return { items: [] };
  const document = { origin: { source: "worktree", path }, ...wholeDocument(content) } as const;
  return { items: [{ document }] };
}

const NOT_OPENED = "is a pipe, socket or device and was not opened";
const TOO_LARGE = "larger than --max-file-size";

async function* readLarge({ path, location }: Entry, sieve: Sieve): AsyncGenerator<SourceItem> {
  const pieces = filePieces(location, (bytes) => (sieve.coverage.bytes += bytes));
  try {
    yield* sift(windowed({ source: "worktree", path }, pieces), sieve);
  } catch (thrown) {
    yield { skipped: { what: path, why: reasonOf(thrown) } };
  }
}

function wholeDocument(bytes: Buffer): Omit<Document, "origin"> {
  return { bytes, start: { line: 1, column: 1 }, whole: true };
}

/** One share of the work on files, done the same way in a worker and on the main thread. */
import { readlinkSync } from "node:fs";
import { posix } from "node:path";
import type { TaskRunner } from "../crew/task-runner.ts";
import type { Document } from "../document.ts";
import { reasonOf } from "../reason.ts";
import type { Search, SearchedDocument } from "../search.ts";
import { smallFiles } from "./disk.ts";
import type { PackedEntries } from "./packed-entries.ts";
import { unpackEntries } from "./packed-entries.ts";
import type { SourceItem } from "./source.ts";
import type { Entry } from "./walk.ts";

/** What tasks on files are about. Plain data. */
export interface FileJob {
  /** In bytes; Infinity for no limit. */
  readonly maxFileSize: number;
  /** Files of more bytes are left to be read in pieces. */
  readonly largest: number;
}

export type FileTask = PackedEntries;

/** What there is to say of an entry; a large file is left to be read in its turn, so that memory stays bounded. */
export type FoundFile =
  | Exclude<SourceItem, { readonly document: Document }>
  | { readonly large: Entry };

/** What a task looked at; without what it left. */
export interface FileTally {
  readonly entries: number;
  readonly files: number;
  readonly bytes: number;
}

/** Reads entries and searches their contents and names, links' targets included. */
export function fileRunner(
  { maxFileSize, largest }: FileJob,
  { mayMatch, searchDocument }: Pick<Search, "mayMatch" | "searchDocument">,
): TaskRunner<FileTask, FoundFile, FileTally> {
  const small = smallFiles(largest);

  function* run(task: FileTask): Generator<FoundFile, FileTally> {
    const entries = unpackEntries(task);
    let files = 0;
    let bytes = 0;
    yield* searchNames(entries);
    for (const entry of entries) {
      const content = contentOf(entry);
      if (content === undefined) continue;
      if (!Buffer.isBuffer(content)) {
        if ("large" in content) files += 1;
        yield content;
        continue;
      }
      files += 1;
      bytes += content.length;
      if (mayMatch(content))
        yield { searched: searchWhole({ source: "worktree", path: entry.path }, content) };
    }
    return { entries: entries.length, files, bytes };
  }

  /** The content of a file or link, valid until the next call; nothing for a folder. */
  function contentOf(entry: Entry): Buffer | FoundFile | undefined {
    const { path, location, kind } = entry;
    if (kind === "folder") return undefined;
    if (kind === "other") return { note: { about: path, note: NOT_OPENED } };
    try {
      if (kind === "link") return readlinkSync(location, "buffer");
      const content = small.read(location, { maxFileSize });
      switch (content) {
        case "not a file":
          return { note: { about: path, note: NOT_OPENED } };
        case "too large":
          return { skipped: { what: path, why: TOO_LARGE } };
        case "large":
          return { large: entry };
        default:
          return content;
      }
    } catch (thrown) {
      return { skipped: { what: path, why: reasonOf(thrown) } };
    }
  }

  /** Names are content too. */
  function* searchNames(entries: readonly Entry[]): Generator<FoundFile> {
    // One question for all names of the task: what stands in one of them stands in all of them joined, too.
    if (!mayMatch(Buffer.from(entries.map(({ path }) => posix.basename(path)).join("\n")))) return;
    for (const { path } of entries) {
      const name = Buffer.from(posix.basename(path));
      if (!mayMatch(name)) continue;
      const folder = posix.dirname(path);
      yield {
        searched: searchWhole({ source: "name", kind: "path", tree: undefined, folder }, name),
      };
    }
  }

  function searchWhole(origin: Document["origin"], bytes: Buffer): SearchedDocument {
    return searchDocument({ origin, bytes, start: { line: 1, column: 1 }, whole: true });
  }

  return { run, close() {} };
}

const NOT_OPENED = "is a pipe, socket or device and was not opened";
const TOO_LARGE = "larger than --max-file-size";

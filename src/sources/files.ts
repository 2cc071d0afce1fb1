/** Files and folders that were named one by one; no git involved. */
import { createReadStream, realpathSync, type Stats, statSync } from "node:fs";
import { posix, sep } from "node:path";
import { UserError } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import { besideFile } from "./beside.ts";
import { pipePieces } from "./pipe.ts";
import { type ReadOptions, readEntries } from "./read.ts";
import type { Sieve, Source, SourceItem } from "./source.ts";
import { streamDocuments } from "./stdin.ts";
import { type Entry, walk } from "./walk.ts";

/** Each file as it is, each folder with all below it but `.git`. Paths of documents begin as they were typed. */
export function filesSource(paths: readonly string[], options: ReadOptions): Source {
  const places = paths.map(placeOf);
  return {
    async *documents(sieve) {
      for (const place of places) yield* documentsOf(place, options, sieve);
    },
    async beside({ source, path }, name) {
      if (source !== "worktree" || path === undefined) return undefined;
      const place = places.find(({ shown }) => isBelow(path, shown));
      if (!place) return undefined;
      if (place.stats.isDirectory())
        return besideFile(place.location, posix.relative(place.shown, path), name);
      const folder = posix.dirname(place.location.replaceAll(sep, "/"));
      return besideFile(folder, posix.basename(path), name);
    },
  };
}

interface Place {
  /** With forward slashes, no slash at the end; "." for the folder we are in. */
  readonly shown: string;
  /** Links that were typed are followed; those found below are not. */
  readonly location: string;
  readonly stats: Stats;
}

function placeOf(typed: string): Place {
  try {
    const stats = statSync(typed);
    const shown = posix.normalize(typed.replaceAll(sep, "/")).replace(/(?<=.)\/$/, "");
    // What /dev/fd names has no real path.
    const location = stats.isFile() || stats.isDirectory() ? realpathSync(typed) : typed;
    return { shown, location, stats };
  } catch (thrown) {
    throw new UserError(
      `cannot open ${typed}: ${reasonOf(thrown)}`,
      "name files and folders that exist, or - for standard input",
    );
  }
}

async function* documentsOf(
  { shown, location, stats }: Place,
  options: ReadOptions,
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  if (stats.isDirectory()) {
    const { entries, skipped, notes } = walk(location, shown === "." ? "" : shown);
    for (const note of notes) yield { note };
    for (const skip of skipped) yield { skipped: skip };
    yield* readEntries(entries, options, sieve);
  } else if (stats.isFile()) {
    const entry: Entry = { path: shown, location, kind: "file" };
    yield* readEntries([entry], options, sieve);
  } else {
    // What was named is opened whatever it is, for the sake of `gemsweep scan <(command)`.
    const stream = stats.isFIFO()
      ? pipePieces(location, sieve.signal)
      : createReadStream(location, { signal: sieve.signal });
    yield* streamDocuments({ source: "worktree", path: shown }, stream, shown, sieve);
  }
}

function isBelow(path: string, folder: string): boolean {
  return folder === "." || path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

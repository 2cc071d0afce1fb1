/** Files and folders that were named one by one; no git involved. */
import { createReadStream, realpathSync, statSync } from "node:fs";
import { posix, sep } from "node:path";
import { UserError } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import { besideFile } from "./beside.ts";
import { pipePieces } from "./pipe.ts";
import { type Place, type ReadOptions, readPlaces } from "./read.ts";
import type { Sieve, Source, SourceItem } from "./source.ts";
import { streamDocuments } from "./stdin.ts";

/** Each file as it is, each folder with all below it but `.git`. Paths of documents begin as they were typed. */
export function filesSource(paths: readonly string[], options: ReadOptions): Source {
  const all = paths.map(namedPlace);
  return {
    async *documents(sieve) {
      let onDisk: Place[] = [];
      for (const { shown, location, kind } of all) {
        if (kind === "file") onDisk.push({ kind, location, shown });
        else if (kind === "folder")
          onDisk.push({ kind, location, shown: shown === "." ? "" : shown });
        else {
          yield* readPlaces(onDisk, options, sieve);
          onDisk = [];
          yield* readStream({ shown, location, kind }, sieve);
        }
      }
      yield* readPlaces(onDisk, options, sieve);
    },
    async beside({ source, path }, name) {
      if (source !== "worktree" || path === undefined) return undefined;
      const place = all.find(({ shown }) => isBelow(path, shown));
      if (!place) return undefined;
      if (place.kind === "folder")
        return besideFile(place.location, posix.relative(place.shown, path), name);
      const folder = posix.dirname(place.location.replaceAll(sep, "/"));
      return besideFile(folder, posix.basename(path), name);
    },
  };
}

interface Named {
  /** With forward slashes, no slash at the end; "." for the folder we are in. */
  readonly shown: string;
  /** Links that were typed are followed; those found below are not. */
  readonly location: string;
  readonly kind: "file" | "folder" | "pipe" | "device";
}

function namedPlace(typed: string): Named {
  try {
    const stats = statSync(typed);
    const shown = posix.normalize(typed.replaceAll(sep, "/")).replace(/(?<=.)\/$/, "");
    if (stats.isFile()) return { shown, location: realpathSync(typed), kind: "file" };
    if (stats.isDirectory()) return { shown, location: realpathSync(typed), kind: "folder" };
    // What /dev/fd names has no real path.
    return { shown, location: typed, kind: stats.isFIFO() ? "pipe" : "device" };
  } catch (thrown) {
    throw new UserError(
      `cannot open ${typed}: ${reasonOf(thrown)}`,
      "name files and folders that exist, or - for standard input",
    );
  }
}

/** What was named is opened whatever it is, for the sake of `gemsweep scan <(command)`. */
function readStream({ shown, location, kind }: Named, sieve: Sieve): AsyncIterable<SourceItem> {
  const stream =
    kind === "pipe"
      ? pipePieces(location, sieve.signal)
      : createReadStream(location, { signal: sieve.signal });
  return streamDocuments({ source: "worktree", path: shown }, stream, shown, sieve);
}

function isBelow(path: string, folder: string): boolean {
  return folder === "." || path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

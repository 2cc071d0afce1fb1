/** Reads once more where an earlier report saw something; the report may be made up, and leads nowhere else. */
import { lstatSync, readdirSync, realpathSync, type Stats } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { readListed, tallyInto } from "../git/cat-file-reader.ts";
import { gitDirFiles } from "../git/git-dir-files.ts";
import { refNames } from "../git/ref-names.ts";
import { listRefs } from "../git/refs.ts";
import type { Repository } from "../git/repository.ts";
import type { Sighting } from "../finding.ts";
import { objectDocument } from "./object-document.ts";
import { type Place, readPlaces } from "./read.ts";
import type { Sieve, Source, SourceItem } from "./source.ts";

/** Where sightings are to be found. */
export interface Ground {
  /** The folder that paths are relative to. */
  readonly folder: string;
  readonly repositories: readonly Repository[];
}

/** The files and objects in which something was sighted, as they are now. */
export function againSource(sightings: readonly Sighting[], ground: Ground): Source {
  const { folder, repositories } = ground;
  const objects = distinct(sightings.flatMap(({ blob }) => blob ?? []));
  const files = sightings.filter(({ blob }) => blob === undefined);
  const pathsOf = (source: Sighting["source"]): string[] =>
    distinct(files.flatMap((one) => (one.source === source && one.path) || []));
  const inRefNames = files.some(({ source, path }) => source === "name" && path === undefined);

  return {
    async *documents(sieve) {
      const places = pathsOf("worktree").flatMap((path) => placesAt(folder, path));
      yield* readPlaces(places, { maxFileSize: Infinity }, sieve);
      for (const path of pathsOf("name")) yield* fileNames(folder, path);
      for (const repository of repositories) {
        yield* storedObjects(repository, objects, sieve);
        if (pathsOf("gitdir").length > 0) yield* gitDirFiles(repository, sieve);
        if (!inRefNames) continue;
        const { refs } = await listRefs(repository, sieve.signal);
        yield* refNames(repository, refs, sieve);
      }
    },
  };
}

/** Where a path leads to in the end, by all of its links; undefined when that is outside of `folder`, or nowhere. */
export function folderBelow(folder: string, path: string): string | undefined {
  const location = placeBelow(folder, path);
  if (location === undefined) return undefined;
  try {
    const end = realpathSync(location);
    return isWithin(realpathSync(folder), end) ? end : undefined;
  } catch {
    return undefined;
  }
}

/** Where a path is, seen from a folder; undefined when that is outside, by its words or by links, or nowhere. */
function placeBelow(folder: string, path: string): string | undefined {
  if (path.includes("\0")) return undefined;
  const location = resolve(folder, path);
  try {
    const root = realpathSync(folder);
    // A link at the very end is for the caller to see.
    const isFolder = location === resolve(folder);
    const parent = isFolder ? root : realpathSync(dirname(location));
    return isWithin(root, parent) ? location : undefined;
  } catch {
    return undefined;
  }
}

/** Both without links. */
function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function placesAt(folder: string, path: string): readonly Place[] {
  const location = placeBelow(folder, path);
  const stats = location === undefined ? undefined : statsOf(location);
  if (location === undefined || !stats) return [];
  if (stats.isSymbolicLink()) return [{ shown: path, location, kind: "link" }];
  return stats.isFile() ? [{ shown: path, location, kind: "file" }] : [];
}

/** The names in a folder, one a line. */
function* fileNames(folder: string, path: string): Generator<SourceItem> {
  const location = placeBelow(folder, path);
  if (location === undefined || !statsOf(location)?.isDirectory()) return;
  const bytes = Buffer.from(namesIn(location).join("\n"));
  const origin = { source: "name", kind: "path", tree: undefined, folder: path } as const;
  yield { document: { origin, bytes, start: { line: 1, column: 1 }, whole: true } };
}

/** Undefined for what cannot be looked at. */
function statsOf(location: string): Stats | undefined {
  try {
    return lstatSync(location);
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function* storedObjects(
  repository: Repository,
  objects: readonly string[],
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  const { git, objectFormat } = repository;
  const length = objectFormat === "sha1" ? 40 : 64;
  const ids = objects.filter((id) => id.length === length).map((id) => `${id}\n`);
  const tally = tallyInto(sieve, ids.length);
  for await (const item of readListed(git, Buffer.from(ids.join("")), sieve, tally))
    yield "object" in item ? { document: objectDocument(item.object, objectFormat) } : item;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

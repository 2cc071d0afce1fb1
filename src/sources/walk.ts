/** Lists everything below a folder: dot files, ignored files and unreadable names included, `.git` not. */
import { type Dirent, readdirSync } from "node:fs";
import { sep } from "node:path";
import fastGlob from "fast-glob";
import type { Note, Skipped } from "../document.ts";
import { reasonOf } from "../reason.ts";
import type { Root } from "./packed-entries.ts";

/** One thing in a folder. `path` is what a reader is shown, `location` what opens it. */
export interface Entry {
  readonly path: string;
  readonly location: string | Buffer;
  readonly kind: "file" | "link" | "folder" | "other";
}

/** Whoever is told what a walk comes by. */
export interface Visitor {
  /** Told of each entry by its path from the root, and of where it is if the path does not tell. */
  entry(kind: Entry["kind"], path: string, location?: Buffer): void;
  /** Told of a folder that cannot be listed. */
  skipped(skipped: Skipped): void;
  note(note: Note): void;
}

/**
 * Lists all below a folder: what is near the root first, what is in one folder by name. Links are listed, never
 * followed.
 */
export function walk(root: Root, visitor: Visitor): void {
  const shown = (path: string): string => (root.shown + path).replace(/(?<=.)\/$/, "") || ".";

  /** What a folder holds besides `.git`; `path` ends with a slash, or is empty for the root. */
  function list<Name extends string | Buffer>(
    path: string,
    read: () => Dirent<Name>[],
    isNew = true,
  ): Dirent<Name>[] {
    let children: Dirent<Name>[];
    try {
      children = read();
    } catch (thrown) {
      visitor.skipped({ what: shown(path), why: reasonOf(thrown) });
      return [];
    }
    if (isNew && path !== "" && holdsRepository(children))
      visitor.note({ about: shown(path), note: NESTED });
    return children.filter(({ name }) => String(name) !== ".git").sort(byName);
  }

  /** Stands in for fast-glob's own reading, which would drop what it cannot read and names it cannot match. */
  function readFolder(folder: string): Dirent[] {
    const path = (folder.endsWith(sep) ? folder : folder + sep).slice(root.location.length);
    // To match a name costs more time than to read the file, so that fast-glob is told of folders alone.
    const folders: Dirent[] = [];
    let odd = false;
    for (const child of list(path, () => readdirSync(folder, { withFileTypes: true }))) {
      if (ODD_NAME.test(child.name)) {
        odd = true;
        continue;
      }
      const kind = kindOf(child);
      visitor.entry(kind, path + child.name);
      if (kind === "folder") folders.push(child);
    }
    if (odd) readBytes(Buffer.from(folder), path, true);
    return folders;
  }

  /** Reads by bytes instead of text; with `oddOnly`, just what {@link readFolder} leaves out of this folder. */
  function readBytes(folder: Buffer, path: string, oddOnly: boolean): void {
    const read = () => readdirSync(folder, { withFileTypes: true, encoding: "buffer" });
    for (const child of list(path, read, !oddOnly)) {
      const name = child.name.toString();
      if (oddOnly && !ODD_NAME.test(name)) continue;
      const location = Buffer.concat([folder, Buffer.from(sep), child.name]);
      const kind = kindOf(child);
      visitor.entry(kind, path + name, location);
      if (kind === "folder") readBytes(location, `${path}${name}/`, false);
    }
  }

  fastGlob.sync("**", {
    cwd: root.location,
    dot: true,
    followSymbolicLinks: false,
    // Of the many forms of that function, fast-glob calls the one that gives entries with their types.
    fs: { readdirSync: readFolder as unknown as typeof readdirSync },
  });
}

const NESTED = "is a repository of its own: its files were searched, its history was not";

/** Names that are not valid UTF-8, and line ends, which no glob pattern matches. */
const ODD_NAME = /[\ufffd\n\r\u2028\u2029]/;

/** Runs for every name there is. */
function byName(a: Named, b: Named): number {
  const one = String(a.name);
  const other = String(b.name);
  return one === other ? 0 : one < other ? -1 : 1;
}

type Named = Pick<Dirent<string | Buffer>, "name">;

function holdsRepository(children: readonly Named[]): boolean {
  const holds = (wanted: string): boolean => children.some(({ name }) => String(name) === wanted);
  return holds(".git") || ["HEAD", "objects", "refs"].every(holds);
}

function kindOf(entry: Dirent | Dirent<Buffer>): Entry["kind"] {
  if (entry.isFile()) return "file";
  if (entry.isSymbolicLink()) return "link";
  return entry.isDirectory() ? "folder" : "other";
}

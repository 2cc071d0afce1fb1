/** Lists everything below a folder: dot files, ignored files and unreadable names included, `.git` not. */
import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import fastGlob from "fast-glob";
import { byKeys } from "../findings/compare.ts";
import type { Note, Skipped } from "../document.ts";
import { reasonOf } from "../reason.ts";

/** One thing in a folder. `path` is what a reader is shown, `location` what opens it. */
export interface Entry {
  readonly path: string;
  readonly location: string | Buffer;
  readonly kind: "file" | "link" | "folder" | "other";
}

/** What a folder holds, sorted by path, and what could not be listed. */
export interface Listing {
  readonly entries: readonly Entry[];
  readonly skipped: readonly Skipped[];
  readonly notes: readonly Note[];
}

/** Lists `root`, with `prefix` (a path; empty for none) before every path. Links are listed, never followed. */
export function walk(root: string, prefix: string): Listing {
  const problems: Problems = { skipped: [], notes: [] };
  const oddFolders: string[] = [];
  const shown = (path: string): string => posix.join(prefix, path.replaceAll(sep, "/"));

  /** Stands in for fast-glob's own reading, which would drop what it cannot read and names it cannot match. */
  const readFolder = (folder: string): Dirent[] => {
    const path = shown(relative(root, folder));
    let children: Dirent[];
    try {
      children = readdirSync(folder, { withFileTypes: true });
    } catch (thrown) {
      problems.skipped.push({ what: path, why: reasonOf(thrown) });
      return [];
    }
    const names = children.map((child) => child.name);
    if (folder !== root && holdsRepository(names))
      problems.notes.push({ about: path, note: NESTED });
    if (names.some((name) => ODD_NAME.test(name))) oddFolders.push(folder);
    return children.filter((child) => child.name !== ".git" && !ODD_NAME.test(child.name));
  };

  const found = fastGlob.sync("**", {
    cwd: root,
    dot: true,
    onlyFiles: false,
    objectMode: true,
    followSymbolicLinks: false,
    fs: { readdirSync: readFolder as unknown as typeof readdirSync, lstatSync },
  });
  const entries: Entry[] = found.map(({ path, dirent }) => ({
    path: shown(path),
    location: join(root, path),
    kind: kindOf(dirent as Dirent),
  }));
  for (const folder of oddFolders) {
    const bytes = Buffer.from(folder);
    entries.push(...walkBytes(bytes, shown(relative(root, folder)), problems, true));
  }
  return { entries: entries.toSorted(byKeys((entry) => entry.path)), ...problems };
}

interface Problems {
  readonly skipped: Skipped[];
  readonly notes: Note[];
}

const NESTED = "is a repository of its own: its files were searched, its history was not";

/** Names that are not valid UTF-8, and line ends, which no glob pattern matches. */
const ODD_NAME = /[\ufffd\n\r\u2028\u2029]/;

function holdsRepository(names: readonly string[]): boolean {
  return names.includes(".git") || ["HEAD", "objects", "refs"].every((it) => names.includes(it));
}

/** Lists by bytes instead of text; with `oddOnly`, just what {@link walk} leaves out of this folder. */
function walkBytes(folder: Buffer, path: string, problems: Problems, oddOnly: boolean): Entry[] {
  let children: Dirent<Buffer>[];
  try {
    children = readdirSync(folder, { withFileTypes: true, encoding: "buffer" });
  } catch (thrown) {
    problems.skipped.push({ what: path, why: reasonOf(thrown) });
    return [];
  }
  const names = children.map((child) => child.name.toString());
  if (!oddOnly && holdsRepository(names)) problems.notes.push({ about: path, note: NESTED });

  return children.flatMap((child) => {
    const name = child.name.toString();
    if (name === ".git" || (oddOnly && !ODD_NAME.test(name))) return [];
    const location = Buffer.concat([folder, Buffer.from(sep), child.name]);
    const entry = { path: posix.join(path, name), location, kind: kindOf(child) };
    if (entry.kind !== "folder") return [entry];
    return [entry, ...walkBytes(location, entry.path, problems, false)];
  });
}

function kindOf(entry: Dirent | Dirent<Buffer>): Entry["kind"] {
  if (entry.isFile()) return "file";
  if (entry.isSymbolicLink()) return "link";
  return entry.isDirectory() ? "folder" : "other";
}

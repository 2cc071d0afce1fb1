/** Finds where a repository keeps its objects: its own directory, those it borrows from, their packs and loose files. */
import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { listing } from "./listing.ts";
import { listPacks, type PackFiles } from "./pack-files.ts";
import { readRegular } from "./regular-file.ts";

/** An object store to read: its `objects` directory and the length of its object ids, 20 (SHA-1) or 32 (SHA-256). */
export interface ObjectStore {
  readonly objectDirectory: string;
  readonly oidBytes: 20 | 32;
}

/** One loose object. */
export interface LooseFile {
  readonly oid: string;
  readonly path: string;
}

/** Everything in the store, in an order that does not depend on the file system. */
export interface StoreContents {
  readonly packs: readonly PackFiles[];
  readonly loose: readonly LooseFile[];
}

// As deep as git follows alternates of alternates.
const ALTERNATE_DEPTH = 5;

/** Lists the store's packs and loose objects, alternates included. */
export function listStore(store: ObjectStore): StoreContents {
  const packs: PackFiles[] = [];
  const loose: LooseFile[] = [];
  for (const directory of objectDirectories(store.objectDirectory)) {
    packs.push(...listPacks(join(directory, "pack"), store.oidBytes));
    for (const file of looseFiles(directory, store.oidBytes)) loose.push(file);
  }
  return { packs, loose };
}

/** The directory itself and all it borrows from, each once. */
export function objectDirectories(first: string): string[] {
  const found = new Map<string, string>();
  const visit = (directory: string, depth: number): void => {
    // Fails on an alternate that is gone, which git has to say.
    const real = realpathSync(directory);
    if (found.has(real)) return;
    found.set(real, directory);
    for (const line of alternates(directory)) {
      if (depth > ALTERNATE_DEPTH) throw new Error("alternates are nested too deep");
      visit(resolve(directory, line), depth + 1);
    }
  };
  visit(first, 0);
  return [...found.values()];
}

function alternates(directory: string): string[] {
  const file = join(directory, "info", "alternates");
  if (!existsSync(file)) return [];
  return readRegular(file)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(unquoted);
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Undoes git's C-style quoting, which it uses for paths with unusual characters. */
function unquoted(line: string): string {
  if (!line.startsWith('"') || !line.endsWith('"') || line.length < 2) return line;
  const bytes: Buffer[] = [];
  for (const [piece, escaped] of line.slice(1, -1).matchAll(/\\([0-7]{3}|.)|[^\\]+/gsu))
    bytes.push(
      escaped === undefined
        ? Buffer.from(piece)
        : /^[0-7]{3}$/u.test(escaped)
          ? Buffer.from([Number.parseInt(escaped, 8) & 255])
          : ESCAPES[escaped] === undefined
            ? Buffer.from(escaped)
            : Buffer.from([ESCAPES[escaped]]),
    );
  return Buffer.concat(bytes).toString();
}

function* looseFiles(directory: string, oidBytes: number): Generator<LooseFile> {
  const rest = new RegExp(`^[0-9a-f]{${oidBytes * 2 - 2}}$`, "u");
  for (const prefix of listing(directory).sort()) {
    if (!/^[0-9a-f]{2}$/u.test(prefix)) continue;
    for (const name of listing(join(directory, prefix)).sort())
      if (rest.test(name)) yield { oid: prefix + name, path: join(directory, prefix, name) };
  }
}

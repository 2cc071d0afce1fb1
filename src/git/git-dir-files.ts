/** What git keeps beside its objects: reflogs, message drafts, configuration, hooks, local LFS content, rerere images. */
import { readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { filePieces, linkTarget } from "../sources/disk.ts";
import { sift } from "../sources/read.ts";
import { reasonOf } from "../reason.ts";
import type { Sieve, SourceItem } from "../sources/source.ts";
import { windowed } from "../sources/windows.ts";
import type { Repository } from "./repository.ts";

/** The object store and the indexes are read through git; submodules are repositories of their own. */
const LEFT_OUT =
  /^(objects|modules|index|sharedindex\.[0-9a-f]+|worktrees\/[^/]+\/(modules|index|sharedindex\.[0-9a-f]+))$/;

/** Yields the documents of all regular files and links that pass the sieve; nothing is followed or waited for. */
export async function* gitDirFiles(
  repository: Repository,
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  const prefix = repository.worktreeRoot === undefined ? "" : ".git";
  for await (const found of walk(repository.commonDir, "", undefined)) {
    if ("unreadable" in found) {
      yield { skipped: { what: posix.join(prefix, found.unreadable), why: found.why } };
      continue;
    }
    const path = posix.join(prefix, found.path);
    const origin = { source: "gitdir", path } as const;
    sieve.coverage.files += 1;
    const count = (bytes: number) => {
      sieve.coverage.bytes += bytes;
    };
    const content = found.link
      ? linkText(found.location, count)
      : filePieces(found.location, count);
    try {
      yield* sift(windowed(origin, content), sieve);
    } catch (thrown) {
      yield { skipped: { what: path, why: reasonOf(thrown) } };
    }
  }
}

/** Paths of the files below `folders` of the git directory, whose names can be those of refs. */
export async function gitDirNames(
  { commonDir }: Repository,
  folders: readonly string[],
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const folder of folders)
    for await (const found of walk(commonDir, folder, undefined))
      if ("path" in found) names.push(found.path);
  return names;
}

/** `submodules` of which git keeps the git directory, by name, whether they are checked out or not. */
export async function keptSubmodules({ commonDir }: Repository): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const found of walk(commonDir, "modules", ["objects", "refs", "logs", "hooks"]))
    if ("path" in found && posix.basename(found.path) === "HEAD")
      names.push(posix.dirname(found.path));
  return names.toSorted();
}

type Found =
  | { readonly path: string; readonly location: string | Buffer; readonly link: boolean }
  | { readonly unreadable: string; readonly why: string };

/** `path` is relative to the git directory; `skipFolders` are names not to enter, instead of what is usually left out. */
async function* walk(
  root: string,
  path: string,
  skipFolders: readonly string[] | undefined,
): AsyncGenerator<Found> {
  const bytes = Buffer.from(join(root, path));
  yield* walkBytes(bytes, path, (child, name) =>
    skipFolders === undefined ? LEFT_OUT.test(child) : skipFolders.includes(name),
  );
}

async function* walkBytes(
  folder: Buffer,
  path: string,
  leftOut: (path: string, name: string) => boolean,
): AsyncGenerator<Found> {
  let children;
  try {
    children = await readdir(folder, { withFileTypes: true, encoding: "buffer" });
  } catch (thrown) {
    // A folder that git has not needed yet.
    if ((thrown as NodeJS.ErrnoException).code !== "ENOENT")
      yield { unreadable: path, why: reasonOf(thrown) };
    return;
  }
  for (const child of children.toSorted((a, b) => Buffer.compare(a.name, b.name))) {
    const name = child.name.toString();
    const childPath = posix.join(path, name);
    if (leftOut(childPath, name)) continue;
    const location = Buffer.concat([folder, Buffer.from("/"), child.name]);
    if (child.isDirectory()) yield* walkBytes(location, childPath, leftOut);
    else if (child.isFile() || child.isSymbolicLink())
      yield { path: childPath, location, link: child.isSymbolicLink() };
  }
}

async function* linkText(
  location: string | Buffer,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const target = await linkTarget(location);
  count(target.length);
  yield target;
}

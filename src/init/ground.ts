/** The repository that something is installed in, as far as its working tree is read and written. */
import {
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { UserError } from "../errors.ts";
import type { Repository } from "../git/repository.ts";
import { worktreeFiles } from "../sources/worktree-files.ts";
import { reasonOf } from "../reason.ts";
import { yamlText } from "../rules/yaml-file.ts";
import { replaceFile } from "../replace-file.ts";
import type { Change } from "./change.ts";

export interface Ground {
  readonly repository: Repository;
  /** The root of the working tree: absolute, without symbolic links. */
  readonly root: string;
  /** Of gemsweep. */
  readonly version: string;
  /** How gemsweep is called in a shell in the root. */
  readonly program: string;
  /** A file of the working tree; undefined when there is none. Throws UserError for one that cannot be read or leads outside. */
  read(path: string): Promise<string | undefined>;
  /** A file of the working tree as it is to be. Throws UserError where that would be outside. */
  change(path: string, before: string | undefined, after: string): Change;
}

/** Stands on the working tree of a repository. Throws {@link UserError} where there is none. */
export async function groundOf(repository: Repository, version: string): Promise<Ground> {
  const { worktreeRoot } = repository;
  if (worktreeRoot === undefined)
    throw new UserError("a bare repository has no files and no commits to guard", CLONE);
  const root = realpathSync(worktreeRoot);
  const files = worktreeFiles(root);
  const read = async (path: string): Promise<string | undefined> => {
    const bytes = await files.read(path);
    return bytes && yamlText(bytes, path);
  };
  return {
    repository,
    root,
    version,
    program: await programIn(read),
    read,
    change: (path, before, after) => ({
      file: placeIn(root, path),
      shown: path,
      before,
      after,
    }),
  };
}

const CLONE = "run this in a clone that has a working tree";

/** A project of npm brings its own gemsweep along; elsewhere, it is on the path. */
async function programIn(read: Ground["read"]): Promise<string> {
  if ((await read("package.json")) === undefined) return "gemsweep";
  return (await read(".yarnrc.yml"))?.includes("nodeLinker: node-modules") === false
    ? "yarn gemsweep"
    : "node_modules/.bin/gemsweep";
}

/** Throws {@link UserError} where a link on the way leads out of the working tree. */
function placeIn(root: string, path: string): string {
  const file = join(root, path);
  let folder = dirname(file);
  while (lstatSync(folder, { throwIfNoEntry: false }) === undefined) folder = dirname(folder);
  try {
    if (isBelow(realpathSync(folder), root)) return file;
  } catch (thrown) {
    throw new UserError(`cannot write ${path}: ${reasonOf(thrown)}`);
  }
  throw new UserError(
    `${path} is not written: it is behind a link that leads out of the repository`,
  );
}

/** Whether a path is a folder or in it. Both are absolute and without symbolic links. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Writes what was proposed. Throws {@link UserError} that names the file. */
export async function write({ file, shown, after, executable, keptAs }: Change): Promise<void> {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (keptAs !== undefined) keep(file, keptAs);
    const mode = lstatSync(file, { throwIfNoEntry: false })?.mode ?? 0o666;
    await replaceFile(file, after, executable ? 0o777 : mode & 0o777);
  } catch (thrown) {
    throw new UserError(`cannot write ${shown}: ${reasonOf(thrown)}`);
  }
}

/** A copy, so that at no moment there is no hook. */
function keep(file: string, keptAs: string): void {
  if (lstatSync(file).isSymbolicLink()) symlinkSync(readlinkSync(file), keptAs);
  else copyFileSync(file, keptAs, constants.COPYFILE_EXCL);
}

/** The name of a file that is kept. */
export function keptName(file: string): string {
  return `${basename(file)}.before-gemsweep`;
}

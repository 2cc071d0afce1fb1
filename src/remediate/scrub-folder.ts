/** Folders that a scrub writes into: outside the repository, never through a link, and nothing there is lost. */
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { lstat, mkdir, mkdtemp, open, readdir, realpath, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve, sep } from "node:path";
import { UserError } from "../errors.ts";
import type { Repository } from "../git/repository.ts";
import { worktreeRoots } from "../git/worktrees.ts";
import { reasonOf } from "../reason.ts";

/** A folder that was named on the command line. */
export interface NamedFolder {
  /** As typed. */
  readonly shown: string;
  /** Absolute, without links. */
  readonly path: string;
  /** What is in it; undefined while it does not exist. */
  readonly entries: readonly string[] | undefined;
}

/** Finds out where `typed` leads. Throws {@link UserError} unless it is, or could be, a folder outside the repository. */
export async function folderOutside(
  repository: Repository,
  typed: string,
  flag: string,
): Promise<NamedFolder> {
  const refuse = (why: string, remedy = NAME_ANOTHER): never => {
    throw new UserError(`${flag} ${typed}: ${why}`, remedy);
  };
  const parent = await realpath(dirname(resolve(typed))).catch((thrown: unknown) =>
    refuse(
      `cannot open ${dirname(typed)}: ${reasonOf(thrown)}`,
      "the last folder of the path is made, those above it must exist",
    ),
  );
  const path = join(parent, basename(resolve(typed)));
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isSymbolicLink()) refuse("it is a symbolic link");
  if (stats && !stats.isDirectory()) refuse("it is not a folder");
  const { gitDir, commonDir } = repository;
  for (const taken of [gitDir, commonDir, ...(await worktreeRoots(repository))])
    if (`${path}${sep}`.startsWith(`${taken}${sep}`)) refuse("it is inside the repository");
  const entries =
    stats && (await readdir(path).catch((thrown: unknown) => refuse(reasonOf(thrown))));
  return { shown: typed, path, entries };
}

const NAME_ANOTHER = "name a folder outside the repository; it need not exist";

/** Makes the folder unless it is there; nobody else may look into a new one. */
export async function makeFolder({ path, shown, entries }: NamedFolder): Promise<void> {
  if (entries !== undefined) return;
  await mkdir(path, { mode: 0o700 }).catch((thrown: unknown) => {
    throw new UserError(`cannot make ${shown}: ${reasonOf(thrown)}`);
  });
}

/** Lends a new folder that nobody else can look into, outside the repository, and removes it with all in it. */
export async function withPrivateFolder<T>(
  repository: Repository,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const { path } = await folderOutside(repository, join(tmpdir(), "gemsweep-"), "TMPDIR");
  const folder = await mkdtemp(path);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Whoever does not wait for the end, or closes the terminal, leaves no keys lying about either.
  process.once("exit", remove).once("SIGHUP", leave);
  try {
    return await work(folder);
  } finally {
    process.off("exit", remove).off("SIGHUP", leave);
    remove();
  }
}

function leave(): void {
  process.exit(2);
}

/**
 * Writes a file that its owner alone can read. What has the name already is refused, or, with `overwrite`, replaced by a
 * new file, so that a link that somebody laid there leads nowhere.
 */
export async function writePrivate(
  file: string,
  content: Buffer,
  overwrite: boolean,
): Promise<void> {
  const place = overwrite ? join(dirname(file), `.${randomBytes(8).toString("hex")}`) : file;
  try {
    // "wx" neither opens what is there nor follows a link.
    const handle = await open(place, "wx", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (place !== file) await rename(place, file);
  } catch (thrown) {
    if (place !== file) await rm(place, { force: true });
    throw new UserError(`cannot write ${basename(file)}: ${reasonOf(thrown)}`);
  }
}

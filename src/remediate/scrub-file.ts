/** Reads a file of a working tree and puts another in its place, completely or not at all. */
import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, realpath, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { WHOLE_LIMIT } from "../sources/windows.ts";

/** A file as it was when it was read. */
export interface ReadFile {
  readonly location: string;
  readonly bytes: Buffer;
  readonly stats: Stats;
}

/** What stands at the path may have been replaced by a link or a pipe since it was found. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The file at `path` below `root`, or why it is not edited. */
export async function readForEdit(root: string, path: string): Promise<ReadFile | string> {
  const location = join(root, path);
  if ((await realpath(dirname(location))) !== dirname(location))
    return "a folder on its way is a link";
  if ((await lstat(location)).isSymbolicLink())
    return "a symbolic link whose target is a key: remove it";
  const handle = await open(location, FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return "not a file";
    if (stats.size > WHOLE_LIMIT) return "too large to edit";
    return { location, bytes: await handle.readFile(), stats };
  } finally {
    await handle.close();
  }
}

/** Replaces the file, or says why not. Mode stays, and the owner as far as the system allows. */
export async function replaceFile(file: ReadFile, bytes: Buffer): Promise<string | undefined> {
  const { location, stats } = file;
  const temporary = join(dirname(location), `.gemsweep-${randomBytes(6).toString("hex")}`);
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(bytes);
      await keepOwner(handle, stats);
      await handle.chmod(stats.mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!isSame(await lstat(location), stats)) return "changed meanwhile: try again";
    await rename(temporary, location);
    return undefined;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function keepOwner(handle: FileHandle, { uid, gid }: Stats): Promise<void> {
  const now = await handle.stat();
  // Only root may give a file away.
  if (now.uid !== uid || now.gid !== gid) await handle.chown(uid, gid).catch(() => undefined);
}

function isSame(now: Stats, then: Stats): boolean {
  return (
    now.isFile() &&
    now.ino === then.ino &&
    now.dev === then.dev &&
    now.size === then.size &&
    now.mtimeMs === then.mtimeMs &&
    now.ctimeMs === then.ctimeMs
  );
}

/** The folder in which a fleet is at work: for its owner alone, and for one run at a time. */
import {
  chmod,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { existsSync, realpathSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join, resolve, sep } from "node:path";
import { randomBytes } from "node:crypto";
import { UserError } from "../errors.ts";
import type { FleetTarget } from "./sources.ts";
import { reasonOf } from "../reason.ts";
import { WORK_FOLDER_MARK } from "./clones.ts";

export interface WorkFolder {
  /** Absolute. */
  readonly path: string;
  /** Bytes that are free where it is. */
  readonly free: number;
  /** Lets others have it. */
  release(): Promise<void>;
}

const LOCK = "lock";

const NAME_ANOTHER = "name another folder with --work; one that does not exist is made";

/** Node's own `recursive` never comes back where a file system lets nobody make folders, as `/proc`. */
async function makeFolders(path: string): Promise<void> {
  if (existsSync(path)) return;
  await makeFolders(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== "EEXIST") throw thrown;
  });
}

/** Makes the folder, or takes it over from a run that has ended; nothing half cloned is left in it. Throws {@link UserError}. */
export async function openWorkFolder(folder: string): Promise<WorkFolder> {
  const path = resolve(folder);
  const refuse = (why: string, remedy = NAME_ANOTHER): UserError =>
    new UserError(`cannot work in ${folder}: ${why}`, remedy);
  try {
    await makeFolders(path);
    const stats = await lstat(path);
    if (stats.isSymbolicLink()) throw refuse("it is a symbolic link");
    if (process.getuid !== undefined && stats.uid !== process.getuid())
      throw refuse("it belongs to another user");
    const entries = await readdir(path, { withFileTypes: true });
    const content = entries.map(({ name }) => name);
    if (content.length > 0 && !content.includes(WORK_FOLDER_MARK))
      throw refuse("it holds something else");
    const strange = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
    if (strange) throw refuse(`${strange.name} in it is neither a file nor a folder`);
    await chmod(path, 0o700);
    if (content.length === 0) {
      await writeFile(
        join(path, WORK_FOLDER_MARK),
        `${JSON.stringify({ format: "gemsweep fleet 1" })}\n`,
      );
      // Nobody commits it by mistake.
      await writeFile(join(path, ".gitignore"), "*\n");
    }
    const unlock = await lock(path, refuse);
    await rm(join(path, "clones"), { recursive: true, force: true });
    for (const name of ["clones", "kept"])
      await mkdir(join(path, name), { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(path);
    return {
      path,
      free: bavail * bsize,
      release: unlock,
    };
  } catch (thrown) {
    throw thrown instanceof UserError ? thrown : refuse(reasonOf(thrown));
  }
}

/** Throws {@link UserError} for a work folder in a repository that is to be audited: its clones would be taken for files of that. */
export function refuseWorkIn(folder: string, targets: readonly FleetTarget[]): void {
  const path = withRealParent(resolve(folder));
  const around = targets.find(
    ({ repository: { kind, location } }) =>
      kind === "path" && `${path}${sep}`.startsWith(`${realpathSync(location)}${sep}`),
  );
  if (around)
    throw new UserError(
      `the work folder ${folder} is in a repository that is to be audited: ${around.repository.name}`,
      "name a folder elsewhere with --work",
    );
}

function withRealParent(path: string): string {
  const parent = dirname(path);
  if (existsSync(path) || parent === path) return realpathSync(path);
  return join(withRealParent(parent), basename(path));
}

/** Milliseconds between signs of life of whoever holds the folder, and of silence after which nobody does. */
const BEAT = 30_000;
const SILENCE = 300_000;

/** Held by the process that the file names; one that has ended holds it no more. */
async function lock(
  path: string,
  refuse: (why: string, remedy: string) => UserError,
): Promise<() => Promise<void>> {
  const file = join(path, LOCK);
  const own = join(path, `${LOCK}-${randomBytes(6).toString("hex")}`);
  const name = `${process.pid} ${hostname()}\n`;
  const handle = await open(own, "wx", 0o600);
  try {
    await handle.write(name, 0);
    for (const isLast of [false, true]) {
      // A link is made whole or not at all, and never over another file.
      const taken = await link(own, file).catch((thrown: unknown) => thrown);
      if (taken === undefined) break;
      if ((taken as NodeJS.ErrnoException).code !== "EEXIST") throw taken;
      const holder = await readFile(file, "utf8").catch(() => "");
      // By the clock of whoever keeps both files.
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
      const silence = (await handle.stat()).mtimeMs - mtimeMs;
      if (isLast || isHeld(holder, silence)) {
        const [pid, host] = holder.trim().split(" ");
        throw refuse(
          `another run is at work in it (process ${pid} on ${host})`,
          `wait for it, or give this one its own folder with --work; if there is none, remove ${file}`,
        );
      }
      await rm(file, { force: true });
    }
  } catch (thrown) {
    await handle.close();
    throw thrown;
  } finally {
    await rm(own, { force: true });
  }
  const beat = setInterval(() => void handle.write(name, 0).catch(() => {}), BEAT).unref();
  return async () => {
    clearInterval(beat);
    await handle.close();
    await rm(file, { force: true });
  };
}

/** Whether a process lives can be seen on its own machine; of another it is told by its signs of life. */
function isHeld(holder: string, silence: number): boolean {
  const [pid, host] = holder.trim().split(" ");
  if (host === undefined) return false;
  if (host !== hostname()) return silence < SILENCE;
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}

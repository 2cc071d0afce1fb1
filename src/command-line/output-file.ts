/** Writes reports into files: completely or not at all, and never through a link. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, lstat, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UserError } from "../errors.ts";
import { reasonOf } from "../reason.ts";

/** Throws {@link UserError} for a file that {@link writeOutput} could not write, before there is anything to write. */
export async function checkOutput(file: string): Promise<void> {
  const refuse = (why: string): never => {
    throw new UserError(
      `cannot write --output ${file}: ${why}`,
      "name a file in a folder that you can write to",
    );
  };
  const folder = dirname(file);
  const stats = await lstat(file).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code !== "ENOENT") refuse(reasonOf(thrown));
    return undefined;
  });
  if (stats?.isSymbolicLink()) refuse("it is a symbolic link");
  if (stats && !stats.isFile()) refuse("it is not a file");
  await access(folder, constants.W_OK).catch((thrown: unknown) => refuse(reasonOf(thrown)));
}

/** Puts a new file in the place of `file`, so that a reader sees the old or the new one and nothing between. */
export async function writeOutput(file: string, text: string): Promise<void> {
  await checkOutput(file);
  const name = `.${basename(file)}.${randomBytes(6).toString("hex")}`;
  const temporary = join(dirname(file), name);
  try {
    // "wx" creates the file or fails, so that nothing laid there beforehand is written to.
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw new UserError(`cannot write --output ${file}: ${reasonOf(thrown)}`);
  }
}

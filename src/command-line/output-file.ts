/** Writes reports into files: completely or not at all, and never through a link. */
import { constants } from "node:fs";
import { access, lstat } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import { replaceFile } from "../replace-file.ts";

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

/** Puts the report in the place of `file`; throws {@link UserError} when that cannot be done. */
export async function writeOutput(file: string, text: string): Promise<void> {
  await checkOutput(file);
  try {
    await replaceFile(file, text);
  } catch (thrown) {
    throw new UserError(`cannot write --output ${file}: ${reasonOf(thrown)}`);
  }
}

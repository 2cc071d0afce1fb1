/** Writes whole files. */
import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Puts a new file in the place of `file`, so that a reader sees the old or the new one and nothing between. */
export async function replaceFile(file: string, text: string, mode = 0o666): Promise<void> {
  const name = `.${basename(file)}.${randomBytes(6).toString("hex")}`;
  const temporary = join(dirname(file), name);
  try {
    // "wx" creates the file or fails, so that nothing laid there beforehand is written to.
    const handle = await open(temporary, "wx", mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}

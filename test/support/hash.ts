/** Whether a folder is bit for bit what it was. */
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** A hash of everything in a folder: names, kinds, modes, times of change and contents. */
export function hashOf(folder: string): string {
  const hash = createHash("sha256");
  const visit = (path: string): void => {
    const { mode, mtimeMs } = lstatSync(path);
    hash.update(`${path}\0${mode}\0${mtimeMs}\0`);
    if (lstatSync(path).isDirectory())
      for (const name of readdirSync(path).toSorted()) visit(join(path, name));
    else if (lstatSync(path).isSymbolicLink()) hash.update(readlinkSync(path));
    else hash.update(readFileSync(path));
  };
  visit(folder);
  return hash.digest("hex");
}

import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { filePieces } from "./disk.ts";
import { WHOLE_LIMIT } from "./windows.ts";

/**
 * The file called `name` seen from the file at `path`, which is relative to `root`; undefined when there is none.
 * The name comes from a scanned file, so that it must not lead out of `root`, through a link neither.
 */
export async function besideFile(
  root: string,
  path: string,
  name: string,
): Promise<Buffer | undefined> {
  try {
    const location = join(root, dirname(path), name);
    const folder = realpathSync(dirname(location));
    if (!`${folder}${sep}`.startsWith(`${realpathSync(root)}${sep}`)) return undefined;

    const pieces: Buffer[] = [];
    let left = WHOLE_LIMIT;
    for await (const piece of filePieces(location, (bytes) => (left -= bytes))) {
      if (left < 0) return undefined;
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } catch {
    return undefined;
  }
}

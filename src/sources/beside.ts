import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { filePieces, smallFile } from "./disk.ts";
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

    const content = await smallFile(location, { maxFileSize: WHOLE_LIMIT });
    if (content === "large") return await wholeFile(location);
    return typeof content === "string" ? undefined : content;
  } catch {
    return undefined;
  }
}

async function wholeFile(location: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of filePieces(location, () => {})) pieces.push(piece);
  return Buffer.concat(pieces);
}

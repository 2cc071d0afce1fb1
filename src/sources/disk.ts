/** Opens files of a tree that may be hostile: no link is followed, no pipe or device is waited for. */
import { closeSync, constants, fstatSync, open, read, readlink } from "node:fs";
import { promisify } from "node:util";

/** Files up to this many bytes are read in one go. */
const SMALL = 1024 * 1024;

/** Bytes read at a time from larger ones. */
const PIECE = 1024 * 1024;

/** What stands at the path may have been replaced since it was listed. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const openAsync = promisify(open);
const readAsync = promisify(read);
const readLinkAsync = promisify(readlink);

/** The text of a symbolic link. */
export async function linkTarget(location: string | Buffer): Promise<Buffer> {
  return await readLinkAsync(location, "buffer");
}

/** The content of a file unless it is above the limit ("too large") or better read in pieces ("large"). */
export async function smallFile(
  location: string | Buffer,
  limit: { readonly maxFileSize: number },
): Promise<Buffer | "large" | "too large" | "not a file"> {
  const descriptor = await openAsync(location, FLAGS);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return "not a file";
    if (stats.size > limit.maxFileSize) return "too large";
    if (stats.size > SMALL) return "large";
    return (await readToEnd(descriptor, stats.size)) ?? "large";
  } finally {
    closeSync(descriptor);
  }
}

/** A file in pieces, whatever its size; `count` is told how many bytes each has. */
export async function* filePieces(
  location: string | Buffer,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const descriptor = await openAsync(location, FLAGS);
  try {
    if (!fstatSync(descriptor).isFile()) throw new Error("was replaced while it was being read");
    for (;;) {
      const { bytesRead, buffer } = await readAsync(
        descriptor,
        Buffer.allocUnsafe(PIECE),
        0,
        PIECE,
        null,
      );
      if (bytesRead === 0) return;
      count(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined when there is more than expected: the file grew, or is one of /proc that all say 0. */
async function readToEnd(descriptor: number, expected: number): Promise<Buffer | undefined> {
  const buffer = Buffer.allocUnsafe(Math.max(expected, 4096) + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await readAsync(descriptor, buffer, length, buffer.length - length, null);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
  }
  return undefined;
}

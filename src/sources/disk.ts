/** Opens files of a tree that may be hostile: no link is followed, no pipe or device is waited for. */
import { closeSync, constants, fstatSync, openSync, readlink, readSync } from "node:fs";
import { promisify } from "node:util";

/** Bytes of the smallest buffer. */
const LEAST = 64 * 1024;

/** Bytes read at a time from larger ones. */
const PIECE = 1024 * 1024;

/** Bytes asked for at least: most files beside git's objects have fewer, and some of /proc say that they have none. */
const SMALL_PIECE = 4096;

/** What stands at the path may have been replaced since it was listed. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const readLinkAsync = promisify(readlink);

/** The text of a symbolic link. */
export async function linkTarget(location: string | Buffer): Promise<Buffer> {
  return await readLinkAsync(location, "buffer");
}

/** Reads one small file after the other, without a buffer for each. */
export interface SmallFiles {
  /**
   * The content of a file, valid until the next call, unless it is above the limit ("too large") or better read in
   * pieces ("large").
   */
  read(
    location: string | Uint8Array,
    limit: { readonly maxFileSize: number },
  ): Buffer | "large" | "too large" | "not a file";
}

/** A reader of files up to `most` bytes, which is what it holds in memory at the most. */
export function smallFiles(most: number): SmallFiles {
  let buffer = Buffer.alloc(0);
  return {
    read(location, { maxFileSize }) {
      const descriptor = openSync(location as string | Buffer, FLAGS);
      try {
        const stats = fstatSync(descriptor);
        if (!stats.isFile()) return "not a file";
        if (stats.size > maxFileSize) return "too large";
        if (stats.size > most) return "large";
        if (buffer.length <= stats.size)
          buffer = Buffer.allocUnsafeSlow(Math.max(stats.size + 1, 2 * buffer.length, LEAST));
        return readToEnd(descriptor, stats.size, buffer) ?? "large";
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

/** A file in pieces, whatever its size; `count` is told how many bytes each has. */
export async function* filePieces(
  location: string | Buffer,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  // Not waited for in node's thread pool, which takes longer than the reading: what is opened is a regular file.
  const descriptor = openSync(location, FLAGS);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new Error("was replaced while it was being read");
    for (let left = stats.size; ;) {
      const buffer = Buffer.allocUnsafe(Math.min(PIECE, Math.max(left + 1, SMALL_PIECE)));
      const bytesRead = readSync(descriptor, buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      left -= bytesRead;
      count(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined when there is more than room for: the file grew, or is one of /proc that all say 0. */
function readToEnd(descriptor: number, expected: number, buffer: Buffer): Buffer | undefined {
  let length = 0;
  while (length < buffer.length) {
    const bytesRead = readSync(descriptor, buffer, length, buffer.length - length, null);
    length += bytesRead;
    // Of a file, less is read than there is room for only at its end.
    if (bytesRead === 0 || length === expected) return buffer.subarray(0, length);
  }
  return undefined;
}

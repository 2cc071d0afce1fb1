/** Search of bytes that stand outside the kernel's memory. */
import type { Kernel } from "./kernel.ts";
import { SLACK } from "./kernel.ts";

// Small enough to stay in the processor's cache between the copy and the search.
const PIECE = 128 * 1024;

/** Returns a test whether any literal occurs in some bytes; at most `longest` bytes each. */
export function searcher(kernel: Kernel, longest: number): (bytes: Uint8Array) => boolean {
  const at = kernel.freeFrom;
  kernel.reserve(at + PIECE + SLACK);
  const overlap = longest - 1;
  return (bytes) => {
    const memory = kernel.bytes();
    for (let from = 0; from < bytes.length; from += PIECE - overlap) {
      const piece = bytes.subarray(from, from + PIECE);
      memory.set(piece, at);
      if (kernel.exports.search(at, at + piece.length) !== 0) return true;
      if (from + PIECE >= bytes.length) return false;
    }
    return false;
  };
}

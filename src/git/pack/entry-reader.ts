/** Reads single entries of packs into the kernel's memory. */
import { closeSync, readSync } from "node:fs";
import { SLACK, type Kernel } from "../../kernel/kernel.ts";
import type { Arena } from "./arena.ts";
import type { PackLayout } from "./layout.ts";
import { OFFSET_DELTA, REFERENCE_DELTA } from "./scan.ts";
import { openRegular } from "./regular-file.ts";

/** Where the compressed bytes of an entry stand, and the inflated size that its header says. */
export interface CompressedEntry {
  readonly address: number;
  readonly length: number;
  readonly size: number;
}

// An entry that fits is read with what follows it, which often is what comes next.
const ROOM = 256 * 1024;
const READ_AHEAD = 4 * 1024;
const MOST_AHEAD = 64 * 1024;
const LONGEST_HEADER = 64;
const OPEN_PACKS = 16;

export interface EntryReader {
  /** Reads an entry; undefined when it is cut short or its header is nonsense. Valid until the next call. */
  read(layout: PackLayout, entry: number): CompressedEntry | undefined;
  /** Gives back what was allocated. */
  release(): void;
  close(): void;
}

/** A reader that uses {@link ENTRY_ROOM} bytes of the kernel's memory at `at`; longer entries go to the arena. */
export function entryReader(kernel: Kernel, at: number, arena: Arena): EntryReader {
  const packs = new Map<string, number>();
  let path = "";
  let fd = -1;
  let start = 0;
  let end = 0;
  let large = -1;
  let ahead = READ_AHEAD;

  const select = (layout: PackLayout): void => {
    if (path === layout.path) return;
    path = "";
    start = end = 0;
    if (layout.content !== undefined) {
      path = layout.path;
      return;
    }
    const open = packs.get(layout.path);
    if (open === undefined) {
      const [oldest] = packs;
      if (packs.size >= OPEN_PACKS && oldest !== undefined) {
        closeSync(oldest[1]);
        packs.delete(oldest[0]);
      }
      fd = openRegular(layout.path);
      packs.set(layout.path, fd);
    } else fd = open;
    path = layout.path;
  };

  const readTo = (address: number, layout: PackLayout, length: number, offset: number): number => {
    if (layout.content === undefined) return readSync(fd, kernel.bytes(), address, length, offset);
    const part = layout.content.subarray(offset, offset + length);
    kernel.bytes().set(part, address);
    return part.length;
  };

  const release = (): void => {
    if (large >= 0) arena.free(large);
    large = -1;
  };

  return {
    release,
    read(layout, entry) {
      select(layout);
      release();
      const offset = layout.offsets[entry] ?? 0;
      const stored = (layout.offsets[entry + 1] ?? 0) - offset;
      if (stored <= 0) return undefined;
      let address = at + offset - start;
      let available = end - offset;
      if (offset < start || offset + Math.min(stored, ROOM) > end) {
        // Twice as far each time that one entry follows the other.
        ahead = offset <= end && offset > start ? Math.min(ahead * 2, MOST_AHEAD) : READ_AHEAD;
        const least = layout.content === undefined ? ahead : 0;
        const wanted = Math.min(ROOM, Math.max(stored, least));
        available = readTo(at, layout, wanted, offset);
        start = offset;
        end = offset + available;
        address = at;
      }
      const header = parseHeader(kernel.bytes(), address, layout);
      const headerLength = header.end - address;
      let length = stored - headerLength;
      if (length <= 0 || header.end - address > available) return undefined;
      if (stored > available) {
        if (available < ROOM) return undefined;
        // Nothing that deflate makes of `size` bytes is longer; a gap in the pack is not worth memory.
        length = Math.min(length, header.size + (header.size >> 8) + 1024);
        large = arena.allocate(length);
        if (readTo(large, layout, length, offset + headerLength) < length) return undefined;
        return { address: large, length, size: header.size };
      }
      return { address: header.end, length, size: header.size };
    },
    close() {
      for (const open of packs.values()) closeSync(open);
    },
  };
}

/** Bytes of kernel memory that an {@link entryReader} needs. */
export const ENTRY_ROOM = ROOM + LONGEST_HEADER + SLACK;

function parseHeader(
  bytes: Buffer,
  address: number,
  layout: PackLayout,
): { end: number; size: number } {
  let at = address;
  let byte = bytes[at++] ?? 0;
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  let unit = 16;
  for (let i = 0; byte >= 128 && i < 9; i++) {
    byte = bytes[at++] ?? 0;
    size += (byte & 127) * unit;
    unit *= 128;
  }
  if (type === OFFSET_DELTA) {
    byte = bytes[at++] ?? 0;
    for (let i = 0; byte >= 128 && i < 9; i++) byte = bytes[at++] ?? 0;
  } else if (type === REFERENCE_DELTA) at += layout.oidBytes;
  return { end: at, size };
}

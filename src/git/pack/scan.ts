/** Reads the headers of a pack's entries: what each is, and what it derives from. */
import { closeSync, readSync } from "node:fs";
import { entryAt, LOST_BASE, NO_BASE, type PackLayout } from "./layout.ts";
import { openRegular } from "./regular-file.ts";

/** Type numbers of the pack format. */
export const OFFSET_DELTA = 6;
export const REFERENCE_DELTA = 7;

/** A delta whose base is named by its id. */
export interface Reference {
  readonly entry: number;
  readonly base: string;
}

const PIECE = 1 << 17;
// Type and size, then an offset or an id: no header is longer.
const LONGEST_HEADER = 64;

/** Fills in types and bases of entries from..to and returns the deltas whose base is named by id. */
export function scanEntries(layout: PackLayout, from: number, to: number): Reference[] {
  const references: Reference[] = [];
  const { offsets, types, bases, oidBytes } = layout;
  withFile(layout.path, (fd) => {
    const { content } = layout;
    if (content !== undefined) fill(content, fd, from === 0 ? 0 : offsets[from], offsets[to]);
    const piece = Buffer.alloc(PIECE + LONGEST_HEADER);
    let start = 0;
    let end = 0;
    for (let entry = from; entry < to; entry++) {
      const offset = offsets[entry] ?? 0;
      if (offset + LONGEST_HEADER > end) {
        start = offset;
        end =
          start +
          (content === undefined
            ? readSync(fd, piece, 0, PIECE, start)
            : copyTo(piece, content, start));
        // At the end of the file nothing follows; what a short header would run into is never read.
        piece.fill(0, end - start, end - start + LONGEST_HEADER);
      }
      let at = offset - start;
      let byte = piece[at++] ?? 0;
      const type = (byte >> 4) & 7;
      for (let i = 0; byte >= 128 && i < 9; i++) byte = piece[at++] ?? 0;
      let base = NO_BASE;
      if (type === OFFSET_DELTA) {
        byte = piece[at++] ?? 0;
        let distance = byte & 127;
        for (let i = 0; byte >= 128 && i < 9; i++) {
          byte = piece[at++] ?? 0;
          distance = (distance + 1) * 128 + (byte & 127);
        }
        base = entryAt(layout, offset - distance);
        if (base === entry) base = LOST_BASE;
      } else if (type === REFERENCE_DELTA) {
        base = LOST_BASE;
        references.push({ entry, base: piece.toString("hex", at, at + oidBytes) });
      }
      types[entry] = offset < end && type !== 5 ? type : 0;
      bases[entry] = base;
    }
  });
  return references;
}

/** Reads a part of a pack into its place in memory. */
function fill(content: Uint8Array, fd: number, from = 0, to = content.length): void {
  const end = Math.min(to, content.length);
  for (let at = from, got = 1; at < end && got > 0; at += got)
    got = readSync(fd, content, at, end - at, at);
}

function copyTo(piece: Buffer, content: Uint8Array, start: number): number {
  const part = content.subarray(start, start + PIECE);
  piece.set(part);
  return part.length;
}

/** Whether a pack's own header says a version that is known: 2, or 3, which is the same. */
export function isKnownPack(path: string): boolean {
  const header = Buffer.alloc(8);
  withFile(path, (fd) => readSync(fd, header, 0, 8, 0));
  return header.toString("latin1", 0, 4) === "PACK" && [2, 3].includes(header.readUInt32BE(4));
}

/** How many objects a pack's own header says it holds; undefined for what cannot be read. */
export function packedCount(path: string): number | undefined {
  const header = Buffer.alloc(12);
  let got = 0;
  withFile(path, (fd) => void (got = readSync(fd, header, 0, 12, 0)));
  return got === header.length ? header.readUInt32BE(8) : undefined;
}

/** Reads a file as far as it can be read: entries that have not been scanned stay lost, and git is asked for them. */
function withFile(path: string, read: (fd: number) => void): void {
  let fd: number | undefined;
  try {
    fd = openRegular(path);
    read(fd);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

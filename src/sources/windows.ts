/** Cuts what is too large to hold into overlapping windows, so that memory stays bounded whatever the size. */
import { bytePositions, textPositions } from "../decode/positions.ts";
import type { Document, Origin, Position } from "../document.ts";

/** Up to this many bytes a document stays whole; structure such as a notebook's is read from whole ones only. */
export const WHOLE_LIMIT = 64 * 1024 * 1024;

/** Bytes in one window of a larger document. */
export const WINDOW = 16 * 1024 * 1024;

/** Bytes that a window shares with the one before, so that whatever the cut divides is whole in one of the two. */
export const OVERLAP = 64 * 1024;

/** The documents of one place: a single whole one, or windows that each say where they begin. */
export async function* windowed(
  origin: Origin,
  stream: AsyncIterable<Buffer>,
): AsyncGenerator<Document> {
  let pieces: Buffer[] = [];
  let size = 0;
  let start: Position = { line: 1, column: 1 };
  let encoding: Encoding | undefined;

  for await (const piece of stream) {
    pieces.push(piece);
    size += piece.length;
    if (size <= (encoding === undefined ? WHOLE_LIMIT : WINDOW)) continue;

    let bytes = Buffer.concat(pieces);
    encoding ??= encodingOf(bytes);
    while (bytes.length > WINDOW) {
      yield { origin, bytes: bytes.subarray(0, WINDOW), start, whole: false };
      const next = characterStart(bytes, WINDOW - OVERLAP, encoding);
      start = positionOf(next, bytes, start, encoding);
      bytes = bytes.subarray(next);
    }
    // A copy, because a subarray would keep the whole 64 MiB alive.
    pieces = [Buffer.from(bytes)];
    size = bytes.length;
  }
  yield { origin, bytes: Buffer.concat(pieces), start, whole: encoding === undefined };
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/** The nearest place at or before `offset` that does not lie inside a character. */
function characterStart(bytes: Buffer, offset: number, encoding: Encoding): number {
  if (encoding !== "utf-8") return offset - (offset % 2);
  for (let at = offset; at > offset - 4; at -= 1)
    if (((bytes[at] ?? 0) & 0b1100_0000) !== 0b1000_0000) return at;
  return offset;
}

/** Where the byte at `offset` is, counted as places within a window are: only then do both add up. */
function positionOf(offset: number, bytes: Buffer, start: Position, encoding: Encoding): Position {
  if (encoding === "utf-8") return bytePositions(bytes, start)(offset);
  const text = textOf(bytes.subarray(0, bytes.length & ~1), encoding);
  const marked = text.startsWith("\ufeff") ? 1 : 0;
  return textPositions(text.slice(marked), start)(offset / 2 - marked);
}

function textOf(bytes: Buffer, encoding: "utf-16le" | "utf-16be"): string {
  if (encoding === "utf-16le") return bytes.toString("utf16le");
  return Buffer.from(bytes).swap16().toString("utf16le");
}

/** Finds literals in what stands outside the kernel's memory. */
import type { Finder, Literal, Occurrence, Screen } from "../match/finder.ts";
import { type Kernel, SLACK } from "./kernel.ts";
import type { LiteralTable } from "./table.ts";

// Small enough to stay in the processor's cache between the copy and the search.
const PIECE = 128 * 1024;
/** A stream is inflated here if it and what comes out of it fit into so many bytes together. */
const INFLATE_ROOM = 32 * 1024 * 1024;
/** Occurrences that there is room for at first. */
const ROOM = 4096;

/** Tells whether some literal that the table was compiled from occurs, in what is packed too. */
export function kernelScreen(kernel: Kernel, { longest }: LiteralTable): Screen {
  const { exports, freeFrom: textAt } = kernel;
  const overlap = longest - 1;
  kernel.reserve(textAt + PIECE + SLACK);

  function occursIn(bytes: Uint8Array): boolean {
    const memory = kernel.bytes();
    for (let from = 0; from < bytes.length; from += PIECE - overlap) {
      const piece = bytes.subarray(from, from + PIECE);
      memory.set(piece, textAt);
      if (exports.search(textAt, textAt + piece.length) !== 0) return true;
      if (from + PIECE >= bytes.length) return false;
    }
    return false;
  }

  function inflate(deflated: Uint8Array, size: number): Buffer | undefined {
    const output = textAt + deflated.length + SLACK;
    const end = output + size;
    if (end + SLACK - textAt > INFLATE_ROOM) return undefined;
    kernel.reserve(end + SLACK);
    kernel.bytes().set(deflated, textAt);
    if (exports.inflateRaw(textAt, deflated.length, output, size) < 0) return undefined;
    const found = exports.search(output, end) !== 0;
    return Buffer.from(kernel.bytes().subarray(output, found ? end : output));
  }

  return { occursIn, inflate };
}

/** A finder for the literals that the table was compiled from. */
export function kernelFinder(
  kernel: Kernel,
  table: LiteralTable,
  literals: readonly Literal[],
): Finder {
  const { exports, literalsAt } = kernel;
  const textAt = kernel.freeFrom;
  const foundAt = textAt + PIECE + SLACK;
  let room = ROOM;
  kernel.reserve(foundAt + room * 8);
  const overlap = table.longest - 1;
  const numbers = new Map<number, number>();
  for (const [number, address] of table.addresses.entries()) numbers.set(address, number);

  function* occurrences(text: string): Generator<Occurrence> {
    let behind = 0;
    for (let from = 0; from < text.length; from += PIECE - overlap) {
      const length = kernel.bytes().write(text.slice(from, from + PIECE), textAt, "latin1");
      // The others were in the piece before.
      yield* collected(length, from, behind).sort(byEnd);
      behind = from + length;
      if (behind >= text.length) return;
    }
  }

  /** What lies in the piece that begins at offset `from` of the text and ends behind offset `behind`. */
  function collected(length: number, from: number, behind: number): Occurrence[] {
    let count = exports.collect(textAt, textAt + length, foundAt, room);
    while (count < 0) {
      room *= 2;
      kernel.reserve(foundAt + room * 8);
      count = exports.collect(textAt, textAt + length, foundAt, room);
    }
    const memory = kernel.bytes();
    const found: Occurrence[] = [];
    for (let at = foundAt; at < foundAt + count * 8; at += 8) {
      const literal = numbers.get(memory.readUInt32LE(at + 4) - literalsAt) ?? 0;
      const end = memory.readUInt32LE(at) - textAt + from + lengthOf(literal);
      if (end > behind) found.push({ literal, end });
    }
    return found;
  }

  function lengthOf(literal: number): number {
    return literals[literal]?.text.length ?? 0;
  }

  function byEnd(a: Occurrence, b: Occurrence): number {
    return a.end - b.end || lengthOf(b.literal) - lengthOf(a.literal) || a.literal - b.literal;
  }

  return { literals, ...kernelScreen(kernel, table), occurrences };
}

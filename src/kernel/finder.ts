/** Finds literals in what stands outside the kernel's memory. */
import type { Finder, Literal, Occurrence, Screen, SearchingInflate } from "../match/finder.ts";
import { type Kernel, SLACK } from "./kernel.ts";
import { recentStreams } from "./recent-streams.ts";
import type { LiteralTable } from "./table.ts";

// Small enough to stay in the processor's cache between the copy and the search.
const PIECE = 128 * 1024;
/** A stream is inflated here if it and what comes out of it fit into so many bytes together. */
const INFLATE_ROOM = 32 * 1024 * 1024;
/** Occurrences that there is room for at first. */
const ROOM = 4096;

/** Tells whether some literal that the table was compiled from occurs. */
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

  return { occursIn };
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

  function* occurrences(text: string | Uint8Array): Generator<Occurrence> {
    let behind = 0;
    for (let from = 0; from < text.length; from += PIECE - overlap) {
      const length = load(text, from);
      // The others were in the piece before.
      for (const { literal, end } of collected(length))
        if (from + end > behind) yield { literal, end: from + end };
      behind = from + length;
      if (behind >= text.length) return;
    }
  }

  /** Writes the piece that begins at an offset of the text to `textAt`, and returns its length. */
  function load(text: string | Uint8Array, from: number): number {
    const memory = kernel.bytes();
    if (typeof text === "string")
      return memory.write(text.slice(from, from + PIECE), textAt, "latin1");
    const piece = text.subarray(from, from + PIECE);
    memory.set(piece, textAt);
    return piece.length;
  }

  /** What lies in the piece. */
  function collected(length: number): Occurrence[] {
    let count = exports.collect(textAt, textAt + length, foundAt, room);
    while (count < 0) {
      room *= 2;
      kernel.reserve(foundAt + room * 8);
      count = exports.collect(textAt, textAt + length, foundAt, room);
    }
    return found(count, textAt);
  }

  /** The occurrences that the kernel wrote down, in the text that begins at `start`. */
  function found(count: number, start: number): Occurrence[] {
    const memory = kernel.bytes();
    const all: Occurrence[] = [];
    for (let at = foundAt; at < foundAt + count * 8; at += 8) {
      const literal = numbers.get(memory.readUInt32LE(at + 4) - literalsAt) ?? 0;
      all.push({ literal, end: memory.readUInt32LE(at) - start + lengthOf(literal) });
    }
    return all.sort(byEnd);
  }

  const barren = recentStreams();

  const inflate: SearchingInflate = (deflated, size, isWorthReading) => {
    if (barren.has(deflated, size)) return Buffer.alloc(0);
    // Behind the place of what may be searched while somebody looks at what was inflated.
    const input = foundAt + room * 8;
    const output = input + deflated.length + SLACK;
    const end = output + size;
    if (end + SLACK - input > INFLATE_ROOM) return undefined;
    kernel.reserve(end + SLACK);
    kernel.bytes().set(deflated, input);
    if (exports.inflateRaw(input, deflated.length, output, size) < 0) return undefined;
    const count = exports.collect(output, end, foundAt, room);
    const bytes = kernel.bytes().subarray(output, end);
    if (count < 0 || (count > 0 && isWorthReading(bytes, found(count, output))))
      return Buffer.from(bytes);
    barren.add(deflated, size);
    return Buffer.alloc(0);
  };

  function lengthOf(literal: number): number {
    return literals[literal]?.text.length ?? 0;
  }

  function byEnd(a: Occurrence, b: Occurrence): number {
    return a.end - b.end || lengthOf(b.literal) - lengthOf(a.literal) || a.literal - b.literal;
  }

  return { literals, ...kernelScreen(kernel, table), occurrences, inflate };
}

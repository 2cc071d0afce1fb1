/** Lays literals out as a table for the module's memory. */
import { UserError } from "../errors.ts";
import type { Literal } from "../match/finder.ts";
import { ENTRY_WORDS, type LiteralTable } from "./table.ts";
import { placeLiterals, variants, WINDOW, type Placed } from "./windows.ts";

// These four are the same in assembly/search.ts.
const HASH_BITS = 15;
const HEAD_BITS = 12;
const HASH_FACTOR = 0x9e3779b1;
const FOLD = 0x20202020;

/** Longer literals would make the stretch around each seam of a delta too long. */
const LONGEST_LITERAL = 4096;

// Numbers of entries have 16 bits.
const MOST_ENTRIES = 0xffff;

/** Compiles literals of 3 to 4,096 bytes each; throws a UserError for others, and when they are too many. */
export function compileLiterals(literals: readonly Literal[]): LiteralTable {
  for (const { text } of literals)
    if (text.length < 3 || text.length > LONGEST_LITERAL)
      throw new UserError(
        `an anchor would be looked for by ${text.length} bytes, not 3 to ${LONGEST_LITERAL}`,
        "Choose an anchor of another length.",
      );

  const placed = placeLiterals(literals);
  const hashes = new Uint8Array(1 << (HASH_BITS - 3));
  const heads = new Uint16Array(1 << HEAD_BITS);
  const entries: number[] = [0, 0, 0, 0, 0];
  const bytes: number[] = [];
  const addresses = new Map<Literal, number>();
  for (const place of placed) {
    const address = bytes.length;
    addresses.set(place.literal, address);
    const plain = Buffer.from(place.literal.text, "latin1");
    const folds = foldMask(place.literal);
    bytes.push(...plain.map((byte, i) => byte | (folds[i] ?? 0)), ...folds);
    for (const window of foldedWindows(place)) {
      const hash = Math.imul(window, HASH_FACTOR) >>> (32 - HASH_BITS);
      hashes[hash >> 3] = (hashes[hash >> 3] ?? 0) | (1 << (hash & 7));
      const head = hash >> (HASH_BITS - HEAD_BITS);
      const number = entries.length / ENTRY_WORDS;
      entries.push(window, heads[head] ?? 0, place.offset, plain.length, address);
      heads[head] = number;
    }
  }
  if (entries.length / ENTRY_WORDS > MOST_ENTRIES)
    throw new UserError("there are too many anchors", "Use fewer rules or longer anchors.");
  return {
    nibbles: nibbleTables(placed),
    hashes,
    heads,
    entries: Uint32Array.from(entries),
    bytes: Uint8Array.from(bytes),
    addresses: Uint32Array.from(literals, (literal) => addresses.get(literal) ?? 0),
    longest: Math.max(3, ...literals.map(({ text }) => text.length)),
  };
}

/** 0x20 at every letter that matches in both cases. */
function foldMask(literal: Literal): number[] {
  return Array.from(literal.text, (_, position) =>
    variants(literal, position).length > 1 ? 0x20 : 0,
  );
}

/** What a window looks like, little-endian, once each byte is folded as the kernel does it. */
function foldedWindows({ literal, offset }: Placed): number[] {
  const word = [0, 1, 2, 3].reduce(
    (sum, i) => sum | ((literal.text.charCodeAt(offset + i) || 0) << (i * 8)),
    0,
  );
  if (offset + WINDOW <= literal.text.length) return [(word | FOLD) >>> 0];
  const folded = new Set(
    Array.from({ length: 256 }, (_, last) => (word | (last << 24) | FOLD) >>> 0),
  );
  return [...folded];
}

function nibbleTables(placed: readonly Placed[]): Uint8Array {
  const tables = new Uint8Array(WINDOW * 32);
  for (const { literal, offset, bucket } of placed)
    for (let i = 0; i < WINDOW; i++)
      for (const byte of variants(literal, offset + i))
        for (const slot of [i * 32 + (byte & 15), i * 32 + 16 + (byte >> 4)])
          tables[slot] = (tables[slot] ?? 0) | (1 << bucket);
  return tables;
}

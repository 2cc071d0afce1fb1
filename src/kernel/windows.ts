/** Chooses by which four bytes each literal is recognised, and which of eight buckets it goes into. */
import { CONTEXTS, type Context } from "./contexts.ts";
import type { Literal } from "../match/finder.ts";

/** Bytes in the window by which a literal is recognised. In a literal of three, the fourth may be any. */
export const WINDOW = 4;

const BUCKETS = 8;
const ANY_BYTE = Array.from({ length: 256 }, (_, byte) => byte);

/** A literal's place in the filter. */
export interface Placed {
  readonly literal: Literal;
  /** Offset of the window in the literal. */
  readonly offset: number;
  readonly bucket: number;
}

/**
 * Places the literals so that as few positions of ordinary content as possible pass the filter. A bucket lets through
 * all combinations of its nibbles, so windows that share nibbles belong together. Greedy, shortest literals first
 * because they have the least choice; then families of windows that begin alike, and single windows, move to where
 * they do less harm.
 */
export function placeLiterals(literals: readonly Literal[]): Placed[] {
  const windows = new Map<string, Window>();
  const chosen = literals
    .toSorted((a, b) => a.text.length - b.text.length)
    .map((literal) => {
      const masks = masksOf(literal);
      const choice =
        knownWindow(masks, windows) ?? bestWindow(masks, bucketsOf([...windows.values()]));
      windows.set(keyOf(choice.window.masks), choice.window);
      return { literal, ...choice };
    });
  improve([...windows.values()]);
  return chosen.map(({ literal, offset, window }) => ({ literal, offset, bucket: window.bucket }));
}

/** Moves windows between buckets, whole families first: one of many would not find the way out alone. */
function improve(windows: readonly Window[]): void {
  for (let position = 0; position < WINDOW; position++)
    for (const mask of new Set(windows.map(({ masks }) => masks[position])))
      moveTogether(
        windows.filter(({ masks }) => masks[position] === mask),
        windows,
      );
  for (const window of windows) moveTogether([window], windows);
}

/** Puts windows into the one bucket that is best for them, unless they do well where they are. */
function moveTogether(family: readonly Window[], windows: readonly Window[]): void {
  const before = family.map(({ bucket }) => bucket);
  const now = total(bucketsOf(windows));
  for (const window of family) window.bucket = -1;
  const without = bucketsOf(windows);
  const rest = total(without);
  const union = [0, 1, 2, 3].map((i) =>
    family.reduce((bits, { masks }) => (bits | (masks[i] ?? 0)) >>> 0, 0),
  );
  const best = bestBucket(union, without);
  const better = rest + best.cost < now;
  family.forEach((window, i) => (window.bucket = better ? best.bucket : (before[i] ?? 0)));
}

function total(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, { chance }) => sum + chance, 0);
}

/** The bytes that may stand at a position of a literal: one, or a letter's two cases; all of them behind its end. */
export function variants(literal: Literal, position: number): readonly number[] {
  if (position >= literal.text.length) return ANY_BYTE;
  const byte = literal.text.charCodeAt(position);
  const letter = byte | 0x20;
  return literal.ignoreCase && letter >= 0x61 && letter <= 0x7a ? [letter, letter - 0x20] : [byte];
}

/** Nibbles of each of four bytes: a bit for each low nibble, and above them for each high one. */
type Masks = readonly number[];

interface Window {
  readonly masks: Masks;
  bucket: number;
}

interface Bucket {
  readonly masks: Masks;
  /** How likely a position passes. */
  readonly chance: number;
}

/** The nibbles of each position of a literal. */
function masksOf(literal: Literal): number[] {
  return Array.from({ length: Math.max(WINDOW, literal.text.length) }, (_, position) =>
    variants(literal, position).reduce(
      (bits, byte) => (bits | (1 << (byte & 15)) | (1 << (16 + (byte >> 4)))) >>> 0,
      0,
    ),
  );
}

function keyOf(masks: Masks): string {
  return masks.join();
}

function bucketsOf(windows: readonly Window[]): Bucket[] {
  const masks = Array.from({ length: BUCKETS }, () => [0, 0, 0, 0]);
  for (const window of windows) {
    const widened = masks[window.bucket];
    if (widened === undefined) continue;
    for (let i = 0; i < WINDOW; i++) widened[i] = (widened[i] ?? 0) | (window.masks[i] ?? 0);
  }
  return masks.map((each) => ({ masks: each, chance: chanceOf(each, NOTHING) }));
}

const NOTHING: Masks = [0, 0, 0, 0];

/** A window that another literal has brought in already costs nothing. */
function knownWindow(
  masks: Masks,
  windows: ReadonlyMap<string, Window>,
): { offset: number; window: Window } | undefined {
  for (let offset = 0; offset + WINDOW <= masks.length; offset++) {
    const window = windows.get(keyOf(masks.slice(offset, offset + WINDOW)));
    if (window !== undefined) return { offset, window };
  }
  return undefined;
}

function bestWindow(masks: Masks, buckets: readonly Bucket[]): { offset: number; window: Window } {
  let best = { offset: 0, window: { masks: masks.slice(0, WINDOW), bucket: 0 } };
  let least = Infinity;
  for (let offset = 0; offset + WINDOW <= masks.length; offset++) {
    const window = masks.slice(offset, offset + WINDOW);
    const { bucket, cost } = bestBucket(window, buckets);
    if (cost < least) {
      least = cost;
      best = { offset, window: { masks: window, bucket } };
    }
  }
  return best;
}

function bestBucket(window: Masks, buckets: readonly Bucket[]): { bucket: number; cost: number } {
  let best = { bucket: 0, cost: Infinity };
  for (const [bucket, { masks, chance }] of buckets.entries()) {
    const cost = chanceOf(masks, window) - chance;
    if (cost < best.cost) best = { bucket, cost };
  }
  return best;
}

/** How likely a position passes a bucket to which a window is added: neighbours are of one kind of content mostly. */
function chanceOf(
  [a = 0, b = 0, c = 0, d = 0]: Masks,
  [e = 0, f = 0, g = 0, h = 0]: Masks,
): number {
  let sum = 0;
  for (const context of CONTEXTS)
    sum +=
      context.weight *
      share(context, a | e) *
      share(context, b | f) *
      share(context, c | g) *
      share(context, d | h);
  return sum;
}

/** The share of bytes that have one of these low and one of these high nibbles. */
function share({ rowSums }: Context, mask: number): number {
  let sum = 0;
  for (let rows = mask >>> 16; rows !== 0; rows &= rows - 1) {
    const row = (31 - Math.clz32(rows & -rows)) << 9;
    sum += (rowSums[row | (mask & 255)] ?? 0) + (rowSums[row | 256 | ((mask >>> 8) & 255)] ?? 0);
  }
  return sum;
}

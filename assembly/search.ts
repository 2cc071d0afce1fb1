/**
 * Search for many literals in one pass.
 *
 * Each literal is known by four neighbouring bytes of it, its window. The literals are spread over eight buckets, a bit
 * each; eight tables of sixteen bytes say which buckets a low or high nibble suits as first, second, third or fourth byte
 * of a window. Where all eight agree on a bucket the window is looked up by hash, and then the whole literal is compared.
 */

const HASH_BITS: u32 = 15;
const HEAD_BITS: u32 = 12;
const FOLD: u32 = 0x20202020;
const ENTRY_SIZE: usize = 20;
const WINDOW: usize = 4;

const nibbles: usize = memory.data(128, 16);
const hashes: usize = memory.data(1 << (HASH_BITS - 3), 16);
const heads: usize = memory.data((1 << HEAD_BITS) * 2, 16);
// Blocks of 32 bytes that are to be looked at more closely: where windows begin, and a bit for each that suits.
const BATCH: usize = 1024;
const queue: usize = memory.data(264, 16);
let entries: usize = 0;

/** Length of the longest literal, less one: as far as an occurrence can reach to either side of a byte it touches. */
export let reach: usize = 0;
/** Address and length of what `search` found last. */
export let foundAt: usize = 0;
export let foundLength: usize = 0;

// Where `collect` writes next, 0 while nothing is collected, and where its room ends.
let collected: usize = 0;
let collectedEnd: usize = 0;

/** Where the eight nibble tables are to be written: low and high nibble of the first byte, of the second, and so on. */
export function nibblesAt(): usize {
  return nibbles;
}

/** Where the bits of the hashes that occur are to be written: 32,768 of them. */
export function hashesAt(): usize {
  return hashes;
}

/** Where the hash table is to be written, by the upper bits of the hash: 4096 16-bit numbers of entries, 0 for none. */
export function headsAt(): usize {
  return heads;
}

/**
 * Sets the literals. An entry is five 32-bit words: folded window, number of the next entry with the same
 * hash, offset of the window in the literal, length of the literal, and address of its bytes, behind which as many bytes
 * stand that are OR-ed to the text before it is compared (0x20 for a letter of either case). Entry 0 is not used.
 */
export function setLiterals(address: usize, longest: usize): void {
  entries = address;
  reach = longest - 1;
}

/** Looks for a literal that lies within start..end; leaves it in `foundAt` and `foundLength`. Reads up to 48 bytes past the end. */
export function search(start: usize, end: usize): bool {
  const low0 = v128.load(nibbles);
  const high0 = v128.load(nibbles, 16);
  const low1 = v128.load(nibbles, 32);
  const high1 = v128.load(nibbles, 48);
  const low2 = v128.load(nibbles, 64);
  const high2 = v128.load(nibbles, 80);
  const low3 = v128.load(nibbles, 96);
  const high3 = v128.load(nibbles, 112);
  let earlier0 = i64x2.splat(0);
  let earlier1 = i64x2.splat(0);
  let earlier2 = i64x2.splat(0);
  let at = start;
  // One byte more than there are: the fourth byte of a window may lie behind a literal of three.
  while (at <= end) {
    const stop = min(end + 1, at + BATCH);
    let queued = queue;
    for (; at < stop; at += 32) {
      let bytes = v128.load(at);
      let low = v128.and(bytes, i8x16.splat(15));
      let high = i8x16.shr_u(bytes, 4);
      const former0 = suits(low0, high0, low, high);
      const former1 = suits(low1, high1, low, high);
      const former2 = suits(low2, high2, low, high);
      const former3 = suits(low3, high3, low, high);
      bytes = v128.load(at, 16);
      low = v128.and(bytes, i8x16.splat(15));
      high = i8x16.shr_u(bytes, 4);
      const latter0 = suits(low0, high0, low, high);
      const latter1 = suits(low1, high1, low, high);
      const latter2 = suits(low2, high2, low, high);
      const latter3 = suits(low3, high3, low, high);
      const misses =
        noWindowEnds(earlier0, former0, earlier1, former1, earlier2, former2, former3) |
        (noWindowEnds(former0, latter0, former1, latter1, former2, latter2, latter3) << 16);
      earlier0 = latter0;
      earlier1 = latter1;
      earlier2 = latter2;
      // Put down always and kept if need be: a branch here would be mispredicted too often.
      store<u32>(queued, at - (WINDOW - 1));
      store<u32>(queued, ~misses, 4);
      queued += ((misses != -1) as usize) << 3;
    }
    for (let place = queue; place < queued; place += 8) {
      const first = load<u32>(place) as usize;
      let bits = load<u32>(place, 4);
      do {
        const window = first + ctz(bits);
        const folded = load<u32>(window) | FOLD;
        const hash = (folded * 0x9e3779b1) >>> (32 - HASH_BITS);
        if ((load<u8>(hashes + (hash >> 3)) >>> (hash & 7)) & 1) {
          if (verify(window, folded, hash, start, end)) return true;
        }
        bits &= bits - 1;
      } while (bits);
    }
  }
  return false;
}

/**
 * Finds every literal that lies within start..end: writes pairs of 32-bit words to `output`, the address of the
 * occurrence and that of the literal's bytes. Returns how many pairs, or -1 when there is no room for all of them.
 */
export function collect(start: usize, end: usize, output: usize, room: usize): i32 {
  collected = output;
  collectedEnd = output + (room << 3);
  const full = search(start, end);
  const pairs = (collected - output) >> 3;
  collected = 0;
  return full ? -1 : <i32>pairs;
}

/** The buckets that each byte suits at one position of the window. */
// @ts-ignore: decorator
@inline
function suits(lowTable: v128, highTable: v128, low: v128, high: v128): v128 {
  return v128.and(i8x16.swizzle(lowTable, low), i8x16.swizzle(highTable, high));
}

/** A bit for each byte at which no window ends that suits a bucket; `earlier` is of the sixteen bytes before. */
// @ts-ignore: decorator
@inline
function noWindowEnds(
  earlier0: v128,
  now0: v128,
  earlier1: v128,
  now1: v128,
  earlier2: v128,
  now2: v128,
  now3: v128,
): i32 {
  const first = i8x16.shuffle(earlier0, now0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
  const second = i8x16.shuffle(earlier1, now1, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
  const third = i8x16.shuffle(earlier2, now2, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
  const all = v128.and(v128.and(first, second), v128.and(third, now3));
  return i8x16.bitmask(i8x16.eq(all, i64x2.splat(0)));
}

/** Whether the search may end at `window`: a literal lies there within start..end, and it is not to be collected. */
function verify(window: usize, folded: u32, hash: u32, start: usize, end: usize): bool {
  let entry = load<u16>(heads + ((hash >> (HASH_BITS - HEAD_BITS)) << 1)) as usize;
  while (entry != 0) {
    const address = entries + entry * ENTRY_SIZE;
    entry = load<u32>(address, 4);
    if (load<u32>(address) != folded) continue;
    const from = window - load<u32>(address, 8);
    const length = load<u32>(address, 12) as usize;
    if (from < start || from + length > end) continue;
    const literal = load<u32>(address, 16) as usize;
    let i: usize = 0;
    while (i < length && (load<u8>(from + i) | load<u8>(literal + length + i)) == load<u8>(literal + i)) i++;
    if (i != length) continue;
    if (collected == 0) {
      foundAt = from;
      foundLength = length;
      return true;
    }
    if (collected == collectedEnd) return true;
    store<u32>(collected, from);
    store<u32>(collected, literal, 4);
    collected += 8;
  }
  return false;
}

/**
 * Inflate (RFC 1950, 1951) for streams whose size is known beforehand, as git's are.
 *
 * The decoder keeps 56 bits or more at hand, decodes with one table look-up a symbol, and copies matches sixteen
 * bytes at a time. It reads up to 8 bytes past the input and writes up to SLACK bytes past the output: the caller
 * leaves that much room, which spares every bound check but two.
 */
import { adler32 } from "./adler32";

/** Bytes behind an output buffer that may be overwritten. */
export const SLACK: usize = 320;

const LITERAL: u32 = 0x80000000;
const EXCEPTIONAL: u32 = 0x8000;
const SUBTABLE: u32 = 0x4000;
const INVALID: u32 = 0x1000;

const LITERAL_BITS: u32 = 11;
const DISTANCE_BITS: u32 = 8;
const PRECODE_BITS: u32 = 7;
const FIXED_LITERAL_BITS: u32 = 9;
const FIXED_DISTANCE_BITS: u32 = 5;

// Sizes are the largest that zlib's "enough" program finds for these table bits.
const literalTable: usize = memory.data(2342 * 4, 64);
const distanceTable: usize = memory.data(402 * 4, 64);
const fixedLiteralTable: usize = memory.data(512 * 4, 64);
const fixedDistanceTable: usize = memory.data(32 * 4, 64);
const precodeTable: usize = memory.data(128 * 4, 64);

const literalResults: usize = memory.data(288 * 4, 16);
const distanceResults: usize = memory.data(32 * 4, 16);
const precodeResults: usize = memory.data(19 * 4, 16);

const lengths: usize = memory.data(512, 16);
const precodeLengths: usize = memory.data(32, 16);
const counts: usize = memory.data(16 * 4, 16);
const places: usize = memory.data(17 * 4, 16);
const sorted: usize = memory.data(288 * 2, 16);
// The order in which the lengths of the code length code are sent, RFC 1951 3.2.7.
const precodeOrder: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

// Where the stream is being read and written. Functions that go through many symbols keep these in variables of their own.
let inputEnd: usize = 0;
let outputStart: usize = 0;
let outputEnd: usize = 0;
let readAt: usize = 0;
let writeAt: usize = 0;
let bitsAhead: u64 = 0;
let bitsLeft: u64 = 0;

/** Fills the tables that never change. Called once when the module starts. */
export function prepareInflate(): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++) store<u32>(literalResults + symbol * 4, LITERAL | (symbol << 16));
  store<u32>(literalResults + 256 * 4, EXCEPTIONAL);
  let base: u32 = 3;
  for (let symbol: u32 = 257; symbol < 285; symbol++) {
    const extra = symbol < 265 ? 0 : (symbol - 261) >> 2;
    store<u32>(literalResults + symbol * 4, (base << 16) | extra);
    base += 1 << extra;
  }
  store<u32>(literalResults + 285 * 4, 258 << 16);
  for (let symbol: u32 = 286; symbol < 288; symbol++) store<u32>(literalResults + symbol * 4, EXCEPTIONAL | INVALID);
  base = 1;
  for (let symbol: u32 = 0; symbol < 30; symbol++) {
    const extra = symbol < 4 ? 0 : (symbol - 2) >> 1;
    store<u32>(distanceResults + symbol * 4, (base << 16) | extra);
    base += 1 << extra;
  }
  // Distance symbols 30 and 31 stand for distance 0, which no match may have.
  for (let symbol: u32 = 30; symbol < 32; symbol++) store<u32>(distanceResults + symbol * 4, 0);
  for (let symbol: u32 = 0; symbol < 19; symbol++) store<u32>(precodeResults + symbol * 4, symbol << 16);

  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  buildTable(fixedLiteralTable, lengths, 288, literalResults, FIXED_LITERAL_BITS, 9);
  memory.fill(lengths, 5, 32);
  buildTable(fixedDistanceTable, lengths, 32, distanceResults, FIXED_DISTANCE_BITS, 5);
}

/**
 * Makes the look-up table of a canonical Huffman code. Codes longer than `tableBits` go through a second table
 * behind the first. Returns false for a code that is no code.
 */
function buildTable(
  table: usize,
  lens: usize,
  symbols: u32,
  results: usize,
  tableBits: u32,
  longest: u32,
): bool {
  memory.fill(counts, 0, 64);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const slot = counts + ((load<u8>(lens + symbol) as usize) << 2);
    store<u32>(slot, load<u32>(slot) + 1);
  }
  while (longest > 1 && load<u32>(counts + (longest << 2)) == 0) longest--;

  let used: u32 = 0;
  store<u32>(places, 0);
  store<u32>(places, load<u32>(counts), 4);
  for (let length: u32 = 1; length < longest; length++) {
    const count = load<u32>(counts + (length << 2));
    store<u32>(places + ((length + 1) << 2), load<u32>(places + (length << 2)) + count);
    used = (used << 1) + count;
  }
  used = (used << 1) + load<u32>(counts + (longest << 2));
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const slot = places + ((load<u8>(lens + symbol) as usize) << 2);
    const place = load<u32>(slot);
    store<u32>(slot, place + 1);
    store<u16>(sorted + (place << 1), symbol as u16);
  }
  let next: usize = sorted + (load<u32>(counts) << 1);

  const full: u32 = 1 << longest;
  if (used > full) return false;
  if (used < full) {
    // The one incomplete code that is allowed: a single symbol of one bit (or none at all).
    let symbol: u32 = 0;
    if (used != 0) {
      if (used != full >> 1 || load<u32>(counts + 4) != 1) return false;
      symbol = load<u16>(next);
    }
    const entry = load<u32>(results + (symbol << 2)) + 0x101;
    for (let i: u32 = 0; i < (1 as u32) << tableBits; i++) store<u32>(table + (i << 2), entry);
    return true;
  }

  let codeword: u32 = 0;
  let length: u32 = 1;
  let count: u32;
  while ((count = load<u32>(counts + (length << 2))) == 0) length++;
  let end: u32 = 1 << length;
  while (length <= tableBits) {
    do {
      const symbol = load<u16>(next) as u32;
      next += 2;
      store<u32>(table + (codeword << 2), load<u32>(results + (symbol << 2)) + ((length << 8) | length));
      if (codeword == end - 1) {
        for (; length < tableBits; length++) {
          double(table, end);
          end <<= 1;
        }
        return true;
      }
      const bit: u32 = 1 << (31 - clz(codeword ^ (end - 1)));
      codeword = (codeword & (bit - 1)) | bit;
    } while (--count);
    do {
      if (++length <= tableBits) {
        double(table, end);
        end <<= 1;
      }
    } while ((count = load<u32>(counts + (length << 2))) == 0);
  }

  const mask: u32 = (1 << tableBits) - 1;
  end = 1 << tableBits;
  let prefix: u32 = 0xffffffff;
  let start: u32 = 0;
  while (true) {
    if ((codeword & mask) != prefix) {
      prefix = codeword & mask;
      start = end;
      let bits = length - tableBits;
      used = count;
      while (used < (1 as u32) << bits) {
        bits++;
        used = (used << 1) + load<u32>(counts + ((tableBits + bits) << 2));
      }
      end = start + (1 << bits);
      store<u32>(table + (prefix << 2), (start << 16) | EXCEPTIONAL | SUBTABLE | (bits << 8) | tableBits);
    }
    const symbol = load<u16>(next) as u32;
    next += 2;
    const rest = length - tableBits;
    const entry = load<u32>(results + (symbol << 2)) + ((rest << 8) | rest);
    const stride: u32 = 1 << rest;
    for (let i = start + (codeword >> tableBits); i < end; i += stride) store<u32>(table + (i << 2), entry);
    const last: u32 = (1 << length) - 1;
    if (codeword == last) return true;
    const bit: u32 = 1 << (31 - clz(codeword ^ last));
    codeword = (codeword & (bit - 1)) | bit;
    count--;
    while (count == 0) count = load<u32>(counts + (++length << 2));
  }
}

/** Repeats the first `entries` entries of a table behind themselves. */
// @ts-ignore: decorator
@inline
function double(table: usize, entries: u32): void {
  const bytes = (entries as usize) << 2;
  if (bytes < 16) {
    for (let i: usize = 0; i < bytes; i += 4) store<u32>(table + bytes + i, load<u32>(table + i));
  } else {
    for (let i: usize = 0; i < bytes; i += 16) v128.store(table + bytes + i, v128.load(table + i));
  }
}

/**
 * Inflates one zlib stream of exactly `size` bytes to `output`.
 * Returns the bytes of input it took, or -1 when the stream is broken, too short or of another size.
 */
export function inflate(input: usize, inputLength: usize, output: usize, size: usize): i32 {
  if (inputLength < 6) return -1;
  const header = ((load<u8>(input) as u32) << 8) | (load<u8>(input, 1) as u32);
  if (header % 31 != 0 || (header & 0x0f20) != 0x0800) return -1;
  const taken = inflateRaw(input + 2, inputLength - 6, output, size);
  if (taken < 0) return -1;
  const end = input + 2 + (taken as usize);
  return bswap(load<u32>(end)) == adler32(output, size) ? taken + 6 : -1;
}

/** The same for a deflate stream without header and checksum, as in zip files. */
export function inflateRaw(input: usize, inputLength: usize, output: usize, size: usize): i32 {
  inputEnd = input + inputLength;
  outputStart = output;
  outputEnd = output + size;
  let read = input;
  let write = output;
  let bits: u64 = 0;
  // Only the low six bits count; shifts ignore the others.
  let left: u64 = 0;
  let last = false;

  while (!last) {
    bits |= load<u64>(read) << left;
    read += 7 - (((left >> 3) & 7) as usize);
    left |= 56;
    last = (bits & 1) != 0;
    const kind = (bits >> 1) & 3;
    bits >>= 3;
    left -= 3;

    if (kind == 2) {
      const literalCount = ((bits & 31) as u32) + 257;
      const distanceCount = (((bits >> 5) & 31) as u32) + 1;
      const precodeCount = (((bits >> 10) & 15) as u32) + 4;
      bits >>= 14;
      left -= 14;
      v128.store(precodeLengths, i64x2.splat(0));
      v128.store(precodeLengths, i64x2.splat(0), 16);
      bits |= load<u64>(read) << left;
      read += 7 - (((left >> 3) & 7) as usize);
      left |= 56;
      for (let i: u32 = 0; i < precodeCount; i++) {
        store<u8>(precodeLengths + (load<u8>(precodeOrder + i) as usize), (bits & 7) as u8);
        bits >>= 3;
        left -= 3;
        if (i == 15) {
          bits |= load<u64>(read) << left;
          read += 7 - (((left >> 3) & 7) as usize);
          left |= 56;
        }
      }
      if (!buildTable(precodeTable, precodeLengths, 19, precodeResults, PRECODE_BITS, 7)) return -1;
      const total = literalCount + distanceCount;
      let i: u32 = 0;
      while (i < total) {
        bits |= load<u64>(read) << left;
        read += 7 - (((left >> 3) & 7) as usize);
        left |= 56;
        const entry = load<u32>(precodeTable + (((bits & ((1 << PRECODE_BITS) - 1)) as usize) << 2));
        bits >>= entry as u64;
        left -= entry as u64;
        const symbol = entry >> 16;
        if (symbol < 16) {
          store<u8>(lengths + i, symbol as u8);
          i++;
          continue;
        }
        if (read > inputEnd + 8) return -1;
        let repeat: u32;
        let value: u8 = 0;
        if (symbol == 16) {
          if (i == 0) return -1;
          value = load<u8>(lengths + i - 1);
          repeat = 3 + ((bits & 3) as u32);
          bits >>= 2;
          left -= 2;
        } else if (symbol == 17) {
          repeat = 3 + ((bits & 7) as u32);
          bits >>= 3;
          left -= 3;
        } else {
          repeat = 11 + ((bits & 127) as u32);
          bits >>= 7;
          left -= 7;
        }
        // At most 319 + 138 bytes, which `lengths` has room for.
        memory.fill(lengths + i, value, repeat);
        i += repeat;
      }
      if (i != total) return -1;
      if (!buildTable(distanceTable, lengths + literalCount, distanceCount, distanceResults, DISTANCE_BITS, 15)) return -1;
      if (!buildTable(literalTable, lengths, literalCount, literalResults, LITERAL_BITS, 15)) return -1;
    } else if (kind == 0) {
      // Stored: give back the whole bytes that were taken in advance.
      read -= ((left & 63) >> 3) as usize;
      bits = 0;
      left = 0;
      if (read + 4 > inputEnd) return -1;
      const length = load<u16>(read) as usize;
      if (((length ^ (load<u16>(read, 2) as usize)) & 0xffff) != 0xffff) return -1;
      read += 4;
      if (read + length > inputEnd || write + length > outputEnd) return -1;
      memory.copy(write, read, length);
      read += length;
      write += length;
      continue;
    } else if (kind == 3) return -1;

    readAt = read;
    writeAt = write;
    bitsAhead = bits;
    bitsLeft = left;
    if (!(kind == 1 ? fixedSymbols() : dynamicSymbols())) return -1;
    read = readAt;
    write = writeAt;
    bits = bitsAhead;
    left = bitsLeft;
  }

  read -= ((left & 63) >> 3) as usize;
  return write == outputEnd && read <= inputEnd ? ((read - input) as i32) : -1;
}

// Each with the places of its tables and their sizes as constants.
function fixedSymbols(): bool {
  return symbols(fixedLiteralTable, FIXED_LITERAL_BITS, fixedDistanceTable, FIXED_DISTANCE_BITS);
}

function dynamicSymbols(): bool {
  return symbols(literalTable, LITERAL_BITS, distanceTable, DISTANCE_BITS);
}

/** Goes through the symbols of a block up to its end; false when it is broken. */
// @ts-ignore: decorator
@inline
function symbols(literals: usize, literalBits: u64, distances: usize, distanceBits: u64): bool {
  let read = readAt;
  let write = writeAt;
  let bits = bitsAhead;
  let left = bitsLeft;
  bits |= load<u64>(read) << left;
  read += 7 - (((left >> 3) & 7) as usize);
  left |= 56;
  let entry = load<u32>(literals + (((bits & (((1 as u64) << literalBits) - 1)) as usize) << 2));
  while (true) {
    if (read > inputEnd + 8 || write > outputEnd) return false;
    let before = bits;
    bits >>= entry as u64;
    left -= entry as u64;
    if (entry & LITERAL) {
      let literal = entry >> 16;
      entry = load<u32>(literals + (((bits & (((1 as u64) << literalBits) - 1)) as usize) << 2));
      before = bits;
      bits >>= entry as u64;
      left -= entry as u64;
      store<u8>(write++, literal as u8);
      if (entry & LITERAL) {
        literal = entry >> 16;
        entry = load<u32>(literals + (((bits & (((1 as u64) << literalBits) - 1)) as usize) << 2));
        before = bits;
        bits >>= entry as u64;
        left -= entry as u64;
        store<u8>(write++, literal as u8);
        if (entry & LITERAL) {
          literal = entry >> 16;
          bits |= load<u64>(read) << left;
          read += 7 - (((left >> 3) & 7) as usize);
          left |= 56;
          entry = load<u32>(literals + (((bits & (((1 as u64) << literalBits) - 1)) as usize) << 2));
          store<u8>(write++, literal as u8);
          continue;
        }
      }
    }
    if (entry & EXCEPTIONAL) {
      if ((entry & SUBTABLE) == 0) {
        if (entry & INVALID) return false;
        break;
      }
      const mask = ((1 as u64) << ((entry >> 8) as u64 & 63)) - 1;
      entry = load<u32>(literals + (((entry >> 16) as usize + ((bits & mask) as usize)) << 2));
      before = bits;
      bits >>= entry as u64;
      left -= entry as u64;
      if (entry & LITERAL) {
        const literal = entry >> 16;
        bits |= load<u64>(read) << left;
        read += 7 - (((left >> 3) & 7) as usize);
        left |= 56;
        entry = load<u32>(literals + (((bits & (((1 as u64) << literalBits) - 1)) as usize) << 2));
        store<u8>(write++, literal as u8);
        continue;
      }
      if (entry & EXCEPTIONAL) {
        if (entry & INVALID) return false;
        break;
      }
    }
    const length = ((entry >> 16) as usize) + (((before & (((1 as u64) << (entry as u64)) - 1)) >> ((entry >> 8) as u64)) as usize);
    if ((left & 63) < 28) {
    bits |= load<u64>(read) << left;
    read += 7 - (((left >> 3) & 7) as usize);
    left |= 56;
    }
    entry = load<u32>(distances + (((bits & (((1 as u64) << distanceBits) - 1)) as usize) << 2));
    if (entry & EXCEPTIONAL) {
      bits >>= entry as u64;
      left -= entry as u64;
      const mask = ((1 as u64) << ((entry >> 8) as u64 & 63)) - 1;
      entry = load<u32>(distances + (((entry >> 16) as usize + ((bits & mask) as usize)) << 2));
    }
    before = bits;
    bits >>= entry as u64;
    left -= entry as u64;
    const distance = ((entry >> 16) as usize) + (((before & (((1 as u64) << (entry as u64)) - 1)) >> ((entry >> 8) as u64)) as usize);
    if (distance - 1 >= write - outputStart) return false;
    bits |= load<u64>(read) << left;
    read += 7 - (((left >> 3) & 7) as usize);
    left |= 56;
    entry = load<u32>(literals + (((bits & (((1 as u64) << literalBits) - 1)) as usize) << 2));

    let from = write - distance;
    let to = write;
    write += length;
    if (distance >= 16) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      if (length > 32) {
        do {
          from += 32;
          to += 32;
          v128.store(to, v128.load(from));
          v128.store(to, v128.load(from, 16), 16);
        } while (to + 32 < write);
      }
    } else if (distance >= 8) {
      do {
        store<u64>(to, load<u64>(from));
        from += 8;
        to += 8;
      } while (to < write);
    } else if (distance == 1) {
      const repeated = i8x16.splat(load<u8>(from) as i8);
      do {
        v128.store(to, repeated);
        to += 16;
      } while (to < write);
    } else {
      do {
        store<u64>(to, load<u64>(from));
        from += distance;
        to += distance;
      } while (to < write);
    }
  }
  readAt = read;
  writeAt = write;
  bitsAhead = bits;
  bitsLeft = left;
  return true;
}

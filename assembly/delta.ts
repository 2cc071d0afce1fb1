/**
 * Git's deltas (gitformat-pack), applied and searched at once.
 *
 * Where the parent holds no literal, one in the child must touch inserted bytes or span a seam between two copies:
 * else all of it were copied from one place of the parent. So only inserts and seams are searched, each with as many bytes
 * to both sides as a literal can reach. Where a literal of the parent is known, it is enough to see it copied whole.
 */
import { foundAt, foundLength, reach, search } from "./search";

/** A literal of the object that was made or probed last: offset and length. */
export let hitAt: u32 = 0;
export let hitLength: u32 = 0;

/** Sizes that the header of the last delta gave. */
export let parentSize: f64 = 0;
export let childSize: f64 = 0;

const pieces: usize = memory.data(32768 + 512, 16);
const PIECES_ROOM: usize = 32768;

let cursor: usize = 0;

/** Reads a delta's header; returns the address of its first operation, 0 for a broken one. */
export function openDelta(delta: usize, length: usize): usize {
  cursor = delta;
  parentSize = size(delta + length);
  childSize = size(delta + length);
  return parentSize < 0 || childSize < 0 ? 0 : cursor;
}

function size(end: usize): f64 {
  let value: u64 = 0;
  let shift: u64 = 0;
  while (cursor < end && shift < 49) {
    const byte = load<u8>(cursor++) as u64;
    value |= (byte & 127) << shift;
    if (byte < 128) return value as f64;
    shift += 7;
  }
  return -1;
}

/**
 * Applies operations from..end to the parent and searches what is new. `known` is the offset of a literal of the parent, or -1
 * when it holds none. Returns 1 when the child holds a literal (see `hitAt`), 0 when it holds none, -1 when the delta is broken.
 */
export function applyDelta(
  from: usize,
  end: usize,
  parent: usize,
  parentLength: usize,
  output: usize,
  outputLength: usize,
  known: i32,
  knownLength: u32,
): i32 {
  const outputEnd = output + outputLength;
  const margin = reach;
  let write = output;
  let hit = false;
  // The part of the output that is to be searched once it is written.
  let dirtyStart = output;
  let dirtyEnd: usize = output;
  let copiedTo: usize = 0xffffffff;
  const watching = known < 0;
  while (from < end) {
    const op = load<u8>(from++) as u32;
    const start = write;
    let seam = true;
    if (op & 128) {
      let offset: usize = 0;
      let size: usize = 0;
      if (op & 1) offset = load<u8>(from++);
      if (op & 2) offset |= (load<u8>(from++) as usize) << 8;
      if (op & 4) offset |= (load<u8>(from++) as usize) << 16;
      if (op & 8) offset |= (load<u8>(from++) as usize) << 24;
      if (op & 16) size = load<u8>(from++);
      if (op & 32) size |= (load<u8>(from++) as usize) << 8;
      if (op & 64) size |= (load<u8>(from++) as usize) << 16;
      if (size == 0) size = 0x10000;
      if (from > end || offset > parentLength || size > parentLength - offset || size > outputEnd - write) return -1;
      copy(write, parent + offset, size);
      write += size;
      if (!watching) {
        if (!hit && (known as usize) >= offset && (known as usize) + knownLength <= offset + size) {
          hit = true;
          hitAt = (start - output + ((known as usize) - offset)) as u32;
          hitLength = knownLength;
        }
        continue;
      }
      seam = offset != copiedTo && start != output;
      copiedTo = offset + size;
      if (!seam) continue;
      const left = start - output > margin ? start - margin : output;
      if (left > dirtyEnd) {
        if (!hit && dirtyEnd > dirtyStart && search(dirtyStart, dirtyEnd)) hit = note(output);
        dirtyStart = left;
      }
      dirtyEnd = start + margin;
    } else {
      const size = op as usize;
      if (size == 0 || size > end - from || size > outputEnd - write) return -1;
      copy(write, from, size);
      from += size;
      write += size;
      if (!watching) continue;
      copiedTo = 0xffffffff;
      const left = start - output > margin ? start - margin : output;
      if (left > dirtyEnd) {
        if (!hit && dirtyEnd > dirtyStart && search(dirtyStart, dirtyEnd)) hit = note(output);
        dirtyStart = left;
      }
      dirtyEnd = write + margin;
    }
  }
  if (write != outputEnd) return -1;
  if (watching) {
    if (!hit && dirtyEnd > dirtyStart && search(dirtyStart, min(dirtyEnd, outputEnd))) hit = note(output);
  } else if (!hit && search(output, outputEnd)) hit = note(output);
  return hit ? 1 : 0;
}

/**
 * Searches what a delta makes new without making the child: for one that nobody derives from. Same answer as
 * {@link applyDelta} where the parent holds no literal, but without `hitAt`.
 */
export function probeDelta(from: usize, end: usize, parent: usize, parentLength: usize, outputLength: usize): i32 {
  const margin = reach;
  let write = pieces;
  let made: usize = 0;
  let hit = false;
  // Up to here the pieces are known: searched, or the end of a long copy.
  let known = pieces;
  while (from < end) {
    const op = load<u8>(from++) as u32;
    let source: usize;
    let size: usize = 0;
    if (op & 128) {
      let offset: usize = 0;
      if (op & 1) offset = load<u8>(from++);
      if (op & 2) offset |= (load<u8>(from++) as usize) << 8;
      if (op & 4) offset |= (load<u8>(from++) as usize) << 16;
      if (op & 8) offset |= (load<u8>(from++) as usize) << 24;
      if (op & 16) size = load<u8>(from++);
      if (op & 32) size |= (load<u8>(from++) as usize) << 8;
      if (op & 64) size |= (load<u8>(from++) as usize) << 16;
      if (size == 0) size = 0x10000;
      if (from > end || offset > parentLength || size > parentLength - offset || size > outputLength - made) return -1;
      source = parent + offset;
    } else {
      size = op as usize;
      if (size == 0 || size > end - from || size > outputLength - made) return -1;
      source = from;
      from += size;
    }
    made += size;
    if ((op & 128) != 0 && size > margin << 1) {
      // Of a long copy only the ends can be part of something new.
      if (write > pieces) {
        copy(write, source, margin);
        write += margin;
        if (!hit && search(pieces, write)) hit = true;
      }
      copy(pieces, source + size - margin, margin);
      write = pieces + margin;
      known = write;
    } else {
      while (size > 0) {
        const step = min(size, pieces + PIECES_ROOM - write);
        copy(write, source, step);
        write += step;
        source += step;
        size -= step;
        if (write == pieces + PIECES_ROOM) {
          if (!hit && search(pieces, write)) hit = true;
          copy(pieces, write - margin, margin);
          write = pieces + margin;
          known = write;
        }
      }
    }
    if (write + margin > pieces + PIECES_ROOM) {
      if (!hit && search(pieces, write)) hit = true;
      copy(pieces, write - margin, margin);
      write = pieces + margin;
      known = write;
    }
  }
  if (made != outputLength) return -1;
  if (!hit && write > known && search(pieces, write)) hit = true;
  return hit ? 1 : 0;
}

function note(output: usize): bool {
  hitAt = (foundAt - output) as u32;
  hitLength = foundLength as u32;
  return true;
}

/** Copies `size` bytes that do not overlap; may write up to 15 bytes more. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, size: usize): void {
  if (size > 256) {
    memory.copy(to, from, size);
    return;
  }
  for (let i: usize = 0; i < size; i += 16) v128.store(to + i, v128.load(from + i));
}

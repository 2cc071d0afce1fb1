/**
 * What commits, trees and tags name, for telling whether a store lacks any of it.
 *
 * Versions of a tree name mostly the same, so that what was named a short while ago is not listed again.
 */

const COMMIT: u32 = 1;
const TREE: u32 = 2;
const BLOB: u32 = 3;
const TAG: u32 = 4;

// A slot holds the id that was listed last of those that fall into it, and behind it the type.
const SLOTS: u32 = 16384;
const SLOT_SIZE: usize = 40;
const TYPE_AT: usize = 32;
const listed: usize = memory.data(16384 * 40, 16);

const parsed: usize = memory.data(32, 16);

let idBytes: usize = 20;
let written: usize = 0;

/**
 * Lists what the object of type `type` at start..end names: writes a byte for the type that it must have, and its id,
 * for each. They take no more bytes than the object. Returns how many bytes were written, -1 for an object that is not as git writes them.
 */
export function links(type: u32, start: usize, end: usize, idLength: usize, output: usize): i32 {
  idBytes = idLength;
  written = output;
  const understood =
    type == TREE ? tree(start, end) : type == COMMIT ? commit(start, end) : type == TAG ? tag(start, end) : false;
  return understood ? ((written - output) as i32) : -1;
}

function tree(start: usize, end: usize): bool {
  let at = start;
  while (at < end) {
    let mode: u32 = 0;
    let digits = 0;
    for (let byte = load<u8>(at++) as u32; byte != 0x20; byte = load<u8>(at++) as u32) {
      const digit = byte - 0x30;
      if (digit > 7 || ++digits > 6) return false;
      mode = (mode << 3) | digit;
    }
    const name = at;
    let zeros = i8x16.bitmask(i8x16.eq(v128.load(at), i64x2.splat(0)));
    while (zeros == 0) {
      at += 16;
      if (at >= end) return false;
      zeros = i8x16.bitmask(i8x16.eq(v128.load(at), i64x2.splat(0)));
    }
    at += ctz(zeros);
    const id = at + 1;
    if (at == name || id + idBytes > end) return false;
    at = id + idBytes;
    switch (mode >>> 12) {
      case 0o04:
        list(TREE, id);
        break;
      case 0o10:
      case 0o12:
        list(BLOB, id);
        break;
      // A submodule's commit is in its own repository.
      case 0o16:
        break;
      default:
        return false;
    }
  }
  return true;
}

function commit(start: usize, end: usize): bool {
  // "tree "
  if (end - start < 5 || load<u32>(start) != 0x65657274 || load<u8>(start, 4) != 0x20) return false;
  let at = hexId(start + 5, end);
  if (at == 0) return false;
  list(TREE, parsed);
  // "parent "
  while (end - at > 7 && (load<u64>(at) & 0x00ffffffffffffff) == 0x0020746e65726170) {
    at = hexId(at + 7, end);
    if (at == 0) return false;
    list(COMMIT, parsed);
  }
  return true;
}

function tag(start: usize, end: usize): bool {
  // "object "
  if (end - start < 7 || (load<u64>(start) & 0x00ffffffffffffff) != 0x00207463656a626f) return false;
  const at = hexId(start + 7, end);
  // "type "
  if (at == 0 || end - at < 5 || load<u32>(at) != 0x65707974 || load<u8>(at, 4) != 0x20) return false;
  const word = load<u64>(at, 5);
  const room = end - at - 5;
  // Each with its line end.
  if (room >= 7 && (word & 0x00ffffffffffffff) == 0x000a74696d6d6f63) list(COMMIT, parsed);
  else if (room >= 5 && (word & 0x000000ffffffffff) == 0x0000000a65657274) list(TREE, parsed);
  else if (room >= 5 && (word & 0x000000ffffffffff) == 0x0000000a626f6c62) list(BLOB, parsed);
  else if (room >= 4 && (word & 0x00000000ffffffff) == 0x000000000a676174) list(TAG, parsed);
  else return false;
  return true;
}

/** Reads an id and the line end behind it into `parsed`; returns where the next line begins, 0 when there is none such. */
function hexId(at: usize, end: usize): usize {
  if (at + (idBytes << 1) >= end) return 0;
  for (let i: usize = 0; i < idBytes; i++) {
    const high = digitOf(load<u8>(at++));
    const low = digitOf(load<u8>(at++));
    if ((high | low) > 15) return 0;
    store<u8>(parsed + i, (high << 4) | low);
  }
  return load<u8>(at) == 0x0a ? at + 1 : 0;
}

// @ts-ignore: decorator
@inline
function digitOf(byte: u32): u32 {
  return byte - 0x30 < 10 ? byte - 0x30 : byte - 0x61 < 6 ? byte - 0x61 + 10 : 16;
}

/** Lists an id unless its slot says that it was already. Reads and writes up to 32 bytes, whatever the length of ids. */
function list(type: u32, id: usize): void {
  const slot = listed + ((load<u32>(id) & (SLOTS - 1)) as usize) * SLOT_SIZE;
  const first = v128.load(id);
  const second = v128.load(id, 16);
  if (load<u32>(slot, TYPE_AT) == type && i8x16.all_true(i8x16.eq(first, v128.load(slot)))) {
    const same = idBytes == 20 ? load<u32>(id, 16) == load<u32>(slot, 16) : i8x16.all_true(i8x16.eq(second, v128.load(slot, 16)));
    if (same) return;
  }
  v128.store(slot, first);
  v128.store(slot, second, 16);
  store<u32>(slot, type, TYPE_AT);
  store<u8>(written, type as u8);
  v128.store(written, first, 1);
  v128.store(written, second, 17);
  written += idBytes + 1;
}

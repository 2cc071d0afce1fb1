/** Pack indexes (gitformat-pack), versions 1 and 2. Tables are read when needed; only the fan-out is kept. */
import { closeSync, fstatSync, readSync } from "node:fs";
import { openRegular } from "./regular-file.ts";

/** An open index. Positions count objects in the order of their ids. */
export interface PackIndex {
  readonly count: number;
  /** How many objects have an id whose first byte is at most this one. */
  readonly fanout: Uint32Array;
  /** The ids at positions from..to, one after the other. */
  oids(from: number, to: number): Buffer;
  /** Offsets in the pack by position. */
  offsets(): Float64Array;
  close(): void;
}

const MAGIC = 0xff744f63;
const FANOUT_BYTES = 1024;

/** Opens an index; throws an Error that says what is wrong with one that cannot be read. */
export function openIndex(path: string, oidBytes: number): PackIndex {
  const fd = openRegular(path);
  try {
    return readIndex(fd, oidBytes);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function readIndex(fd: number, oidBytes: number): PackIndex {
  const head = readExactly(fd, 0, 8 + FANOUT_BYTES);
  const modern = head.readUInt32BE(0) === MAGIC;
  if (modern && head.readUInt32BE(4) !== 2)
    throw new Error(`the index has version ${head.readUInt32BE(4)}`);
  const fanoutAt = modern ? 8 : 0;
  const fanout = Uint32Array.from({ length: 256 }, (_, i) => head.readUInt32BE(fanoutAt + i * 4));
  if (fanout.some((count, i) => i > 0 && count < (fanout[i - 1] ?? 0)))
    throw new Error("the index is damaged");
  const count = fanout[255] ?? 0;

  const tableAt = fanoutAt + FANOUT_BYTES;
  // Version 1 has a four-byte offset before each id, version 2 separate tables of ids, checksums and offsets.
  const stride = modern ? oidBytes : oidBytes + 4;
  const offsetsAt = tableAt + count * (oidBytes + 4);
  const smallest = tableAt + count * (modern ? oidBytes + 8 : stride) + 2 * oidBytes;
  if (fstatSync(fd).size < smallest) throw new Error("the index is cut short");

  const oids = (from: number, to: number): Buffer => {
    const table = readExactly(fd, tableAt + from * stride, (to - from) * stride);
    if (modern) return table;
    const ids = Buffer.alloc((to - from) * oidBytes);
    for (let i = 0; i < to - from; i++)
      table.copy(ids, i * oidBytes, i * stride + 4, (i + 1) * stride);
    return ids;
  };

  return {
    count,
    fanout,
    oids,
    offsets: () =>
      modern ? modernOffsets(fd, offsetsAt, count) : oldOffsets(fd, tableAt, stride, count),
    close: () => closeSync(fd),
  };
}

function modernOffsets(fd: number, at: number, count: number): Float64Array {
  const table = readExactly(fd, at, count * 4);
  const offsets = new Float64Array(count);
  const view = new DataView(table.buffer, table.byteOffset, table.length);
  for (let i = 0; i < count; i++) {
    const offset = view.getUint32(i * 4);
    // The high bit marks the number of an eight-byte offset in the table behind.
    offsets[i] =
      offset < 0x80000000
        ? offset
        : Number(readExactly(fd, at + count * 4 + (offset - 0x80000000) * 8, 8).readBigUInt64BE());
  }
  return offsets;
}

function oldOffsets(fd: number, at: number, stride: number, count: number): Float64Array {
  const table = readExactly(fd, at, count * stride);
  return Float64Array.from({ length: count }, (_, i) => table.readUInt32BE(i * stride));
}

/** Reads all of the bytes that are asked for; throws an Error when the file ends before. */
export function readExactly(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const got = readSync(fd, buffer, done, length - done, position + done);
    if (got === 0) throw new Error("the index is cut short");
    done += got;
  }
  return buffer;
}

/** The position of an id in an index, or -1. */
export function positionOf({ fanout, oids }: PackIndex, oid: Buffer): number {
  const first = oid[0] ?? 0;
  let low = first === 0 ? 0 : (fanout[first - 1] ?? 0);
  let high = fanout[first] ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = oids(middle, middle + 1).compare(oid);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}

/** Multi-pack indexes (gitformat-pack), version 1: for packs whose own index is gone. */
import { closeSync } from "node:fs";
import { readExactly } from "./index-file.ts";
import type { PackIndex } from "./index-file.ts";
import { openRegular } from "./regular-file.ts";

/** What a multi-pack index knows of each pack. An object that several packs have is listed for one of them. */
export interface MultiIndex {
  /** Names of the packs' own indexes, `pack-….idx`. */
  readonly packs: readonly string[];
  /** The index of the pack with that number in `packs`. */
  indexOf(pack: number): PackIndex;
}

const MAGIC = "MIDX";
const HEADER_BYTES = 12;
const CHUNK_BYTES = 12;
const MOST_PACK_NAME_BYTES = 64 * 1024 * 1024;
// Rows that are read at a time.
const BLOCK = 65_536;

/** Reads which packs there are; throws an Error that says what is wrong with a file that cannot be read. */
export function openMultiIndex(path: string, oidBytes: number): MultiIndex {
  return withFile(path, (fd) => {
    const chunks = chunksOf(fd, oidBytes);
    const { at, end } = chunkAt(chunks, "PNAM");
    if (end - at > MOST_PACK_NAME_BYTES) throw new Error("the index is damaged");
    const packs = readExactly(fd, at, end - at)
      .toString("latin1")
      .split("\0")
      .filter((name) => name !== "");
    return {
      packs,
      indexOf: (pack) => withFile(path, (again) => readPack(again, chunks, pack, oidBytes)),
    };
  });
}

type Chunks = ReadonlyMap<string, { readonly at: number; readonly end: number }>;

function chunksOf(fd: number, oidBytes: number): Chunks {
  const header = readExactly(fd, 0, HEADER_BYTES);
  if (header.toString("latin1", 0, 4) !== MAGIC) throw new Error("the index is damaged");
  if (header[4] !== 1) throw new Error(`the index has version ${header[4]}`);
  if (header[5] !== (oidBytes === 32 ? 2 : 1)) throw new Error("the index is of other ids");
  const count = header[6] ?? 0;
  // One more row says where the last chunk ends.
  const table = readExactly(fd, HEADER_BYTES, (count + 1) * CHUNK_BYTES);
  const offsetOf = (row: number) => Number(table.readBigUInt64BE(row * CHUNK_BYTES + 4));
  return new Map(
    Array.from({ length: count }, (_, row) => [
      table.toString("latin1", row * CHUNK_BYTES, row * CHUNK_BYTES + 4),
      { at: offsetOf(row), end: offsetOf(row + 1) },
    ]),
  );
}

function chunkAt(chunks: Chunks, name: string, bytes = 0): { at: number; end: number } {
  const chunk = chunks.get(name);
  if (chunk === undefined || chunk.end - chunk.at < bytes) throw new Error("the index is damaged");
  return chunk;
}

function readPack(fd: number, chunks: Chunks, pack: number, oidBytes: number): PackIndex {
  const total = readExactly(fd, chunkAt(chunks, "OIDF", 1024).at + 1020, 4).readUInt32BE();
  const ids = chunkAt(chunks, "OIDL", total * oidBytes).at;
  const rows = chunkAt(chunks, "OOFF", total * 8).at;
  const oids: Buffer[] = [];
  const offsets: number[] = [];
  const fanout = new Uint32Array(256);
  for (let from = 0; from < total; from += BLOCK) {
    const length = Math.min(BLOCK, total - from);
    const someIds = readExactly(fd, ids + from * oidBytes, length * oidBytes);
    const someRows = readExactly(fd, rows + from * 8, length * 8);
    const kept: Buffer[] = [];
    for (let i = 0; i < length; i++) {
      if (someRows.readUInt32BE(i * 8) !== pack) continue;
      const oid = someIds.subarray(i * oidBytes, (i + 1) * oidBytes);
      kept.push(oid);
      fanout[oid[0] ?? 0] = (fanout[oid[0] ?? 0] ?? 0) + 1;
      offsets.push(offsetOf(fd, chunks, someRows.readUInt32BE(i * 8 + 4)));
    }
    oids.push(Buffer.concat(kept));
  }
  for (let byte = 1; byte < 256; byte++)
    fanout[byte] = (fanout[byte] ?? 0) + (fanout[byte - 1] ?? 0);
  return inMemory(Buffer.concat(oids), Float64Array.from(offsets), fanout, oidBytes);
}

/** The high bit marks the number of an eight-byte offset, but only where there are such. */
function offsetOf(fd: number, chunks: Chunks, offset: number): number {
  const large = chunks.get("LOFF");
  if (large === undefined || offset < 0x80000000) return offset;
  return Number(readExactly(fd, large.at + (offset - 0x80000000) * 8, 8).readBigUInt64BE());
}

function inMemory(
  ids: Buffer,
  offsets: Float64Array,
  fanout: Uint32Array,
  oidBytes: number,
): PackIndex {
  const oids = (from: number, to: number) => ids.subarray(from * oidBytes, to * oidBytes);
  return {
    count: offsets.length,
    fanout,
    oids,
    offsets: () => offsets,
    close() {},
  };
}

function withFile<T>(path: string, read: (fd: number) => T): T {
  const fd = openRegular(path);
  try {
    return read(fd);
  } finally {
    closeSync(fd);
  }
}

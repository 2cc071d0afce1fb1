/** How the tables of the built-in rules are stored with the program: as bytes that need no reading. */
import type { LiteralTable } from "./table.ts";

/** The length of the longest literal, then each part with its length in bytes before it; words are little-endian. */
export function storeTable({ longest, ...table }: LiteralTable): Buffer {
  const { entries, addresses, heads, nibbles, hashes, bytes } = table;
  const parts = [entries, addresses, heads, nibbles, hashes, bytes].flatMap((part) => [
    Uint32Array.of(part.byteLength),
    part,
  ]);
  return Buffer.concat([Uint32Array.of(longest), ...parts].map(bytesOf));
}

/** Reverses {@link storeTable}. */
export function restoreTable(stored: Uint8Array): LiteralTable {
  const { buffer, byteOffset } = stored;
  const view = new DataView(buffer, byteOffset);
  let at = 4;
  // Copied into memory of its own, where words are aligned.
  const part = (): ArrayBuffer => {
    const start = at + 4;
    at = start + view.getUint32(at, true);
    return new Uint8Array(stored.subarray(start, at)).buffer;
  };
  return {
    longest: view.getUint32(0, true),
    entries: new Uint32Array(part()),
    addresses: new Uint32Array(part()),
    heads: new Uint16Array(part()),
    nibbles: new Uint8Array(part()),
    hashes: new Uint8Array(part()),
    bytes: new Uint8Array(part()),
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Uint32Array) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

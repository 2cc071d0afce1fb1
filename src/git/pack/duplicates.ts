/** Finds objects that stand more than once in a store, so that each is read once. */
import type { PackIndex } from "./index-file.ts";
import type { LooseFile } from "./store.ts";

/** Which copies are not to be read: by pack and index position, and which loose files. */
export interface Duplicates {
  readonly packs: readonly Uint8Array[];
  readonly loose: readonly LooseFile[];
}

/** The first pack that has an object keeps it; a loose copy counts only where no pack has the object. */
export function findDuplicates(
  indexes: readonly PackIndex[],
  loose: readonly LooseFile[],
  oidBytes: number,
): Duplicates {
  const packs = indexes.map((index) => new Uint8Array(index.count));
  if (indexes.length + loose.length < 2 || (indexes.length === 1 && loose.length === 0))
    return { packs, loose };

  const kept: LooseFile[] = [];
  const looseByByte: LooseFile[][] = Array.from({ length: 256 }, () => []);
  for (const file of loose) looseByByte[Number.parseInt(file.oid.slice(0, 2), 16)]?.push(file);
  // One first byte after the other, so that a small part of the ids is in memory at a time.
  for (let byte = 0; byte < 256; byte++) {
    const ranges = indexes.map(({ fanout }) => ({
      from: byte === 0 ? 0 : (fanout[byte - 1] ?? 0),
      to: fanout[byte] ?? 0,
    }));
    const looseHere = looseByByte[byte] ?? [];
    const seen = oidSet(
      ranges.reduce((sum, { from, to }) => sum + to - from, looseHere.length),
      oidBytes,
    );
    for (const [pack, { from, to }] of ranges.entries()) {
      if (to === from) continue;
      const oids = indexes[pack]?.oids(from, to) ?? Buffer.alloc(0);
      for (let i = 0; i < to - from; i++)
        if (!seen.add(oids, i * oidBytes)) {
          const duplicates = packs[pack];
          if (duplicates !== undefined) duplicates[from + i] = 1;
        }
    }
    for (const file of looseHere) if (seen.add(Buffer.from(file.oid, "hex"), 0)) kept.push(file);
  }
  return { packs, loose: kept };
}

/** A set of at most `capacity` ids. */
function oidSet(capacity: number, oidBytes: number): { add(from: Buffer, at: number): boolean } {
  const mask = 2 ** Math.ceil(Math.log2(capacity * 2 + 1)) - 1;
  const slots = new Int32Array(mask + 1).fill(-1);
  const oids = Buffer.allocUnsafe(capacity * oidBytes);
  let count = 0;
  return {
    /** Whether the id was new. */
    add(from, at) {
      // Ids are hashes: any four bytes but the first, which all here share, spread them evenly.
      for (let slot = from.readUInt32LE(at + 4) & mask; ; slot = (slot + 1) & mask) {
        const other = slots[slot] ?? -1;
        if (other < 0) {
          slots[slot] = count;
          from.copy(oids, count * oidBytes, at, at + oidBytes);
          count++;
          return true;
        }
        if (from.compare(oids, other * oidBytes, (other + 1) * oidBytes, at, at + oidBytes) === 0)
          return false;
      }
    },
  };
}

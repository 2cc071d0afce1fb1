/** A pack as its entries lie in it: typed arrays in shared memory, so that all workers see the same without a copy. */
import type { PackIndex } from "./index-file.ts";
import type { PackFiles } from "./pack-files.ts";

/** Values of {@link PackLayout.bases} for entries without a base to be found in the same pack. */
export const NO_BASE = -1;
export const LOST_BASE = -2;

/** Entries are numbered in the order of their offsets. */
export interface PackLayout {
  readonly path: string;
  readonly oidBytes: number;
  readonly count: number;
  /** Where each entry begins; one more for the end of the last. */
  readonly offsets: Float64Array;
  /** Position of each entry's id in the index. */
  readonly positions: Int32Array;
  /** Type of each entry as the pack says it (1 commit, 2 tree, 3 blob, 4 tag, 6 and 7 delta), 0 for unreadable. */
  readonly types: Uint8Array;
  /** The entry that each delta derives from. */
  readonly bases: Int32Array;
  /** For each slice of `sliceBytes` of the pack, the first entry that begins in it or after it. */
  readonly slices: Int32Array;
  readonly sliceBytes: number;
  /** The whole pack, filled in by `scanEntries`; undefined for one that is read piece by piece. */
  readonly content: Uint8Array | undefined;
  /** 1 for an object that is read from elsewhere; here it only serves as a base. */
  readonly elsewhere: Uint8Array;
}

/** Lays out a pack; types and bases are yet to be filled in by `scanEntries`. */
export function layOut(
  files: PackFiles,
  index: PackIndex,
  oidBytes: number,
  keep = false,
): PackLayout {
  const { count } = index;
  const raw = index.offsets();
  const positions = shared(Int32Array, count);
  positions.set(sortedByOffset(raw));
  const offsets = shared(Float64Array, count + 1);
  for (let i = 0; i < count; i++) offsets[i] = raw[positions[i] ?? 0] ?? 0;
  offsets[count] = files.size - oidBytes;

  const sliceBytes = Math.max(256, Math.ceil((files.size + 1) / (count + 1)));
  const slices = shared(Int32Array, Math.ceil(files.size / sliceBytes) + 1);
  let entry = 0;
  for (let slice = 0, start = 0; slice < slices.length; slice++, start += sliceBytes) {
    while (entry < count && (offsets[entry] ?? 0) < start) entry++;
    slices[slice] = entry;
  }
  return {
    path: files.pack,
    oidBytes,
    count,
    offsets,
    positions,
    types: shared(Uint8Array, count),
    bases: shared(Int32Array, count).fill(LOST_BASE),
    slices,
    sliceBytes,
    content: keep ? shared(Uint8Array, files.size) : undefined,
    elsewhere: shared(Uint8Array, count),
  };
}

/** The entry that begins at an offset, or {@link LOST_BASE}. */
export function entryAt(layout: PackLayout, offset: number): number {
  const { offsets, slices, sliceBytes, count } = layout;
  if (offset < 0) return LOST_BASE;
  let entry = slices[Math.floor(offset / sliceBytes)] ?? count;
  while (entry < count && (offsets[entry] ?? 0) < offset) entry++;
  return entry < count && offsets[entry] === offset ? entry : LOST_BASE;
}

/** A typed array in memory that worker threads share. */
export function shared<T>(
  kind: { new (buffer: SharedArrayBuffer): T; readonly BYTES_PER_ELEMENT: number },
  length: number,
): T {
  return new kind(new SharedArrayBuffer(length * kind.BYTES_PER_ELEMENT));
}

/** Index positions in the order of their offsets: a radix sort, sixteen bits a pass. */
function sortedByOffset(offsets: Float64Array): Int32Array {
  const count = offsets.length;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  let highest = 0;
  for (let i = 0; i < count; i++) {
    const offset = offsets[i] ?? 0;
    low[i] = offset;
    if (offset >= 2 ** 32) high[i] = offset / 2 ** 32;
    if (offset > highest) highest = offset;
  }
  let order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let sorted = new Int32Array(count);
  for (let bit = 0; 2 ** bit <= highest; bit += 16) {
    const words = bit < 32 ? low : high;
    const shift = bit % 32;
    const starts = new Int32Array(65_537);
    for (let i = 0; i < count; i++) {
      const slot = (((words[i] ?? 0) >>> shift) & 65_535) + 1;
      starts[slot] = (starts[slot] ?? 0) + 1;
    }
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    for (let i = 0; i < count; i++) {
      const position = order[i] ?? 0;
      const slot = ((words[position] ?? 0) >>> shift) & 65_535;
      const place = starts[slot] ?? 0;
      starts[slot] = place + 1;
      sorted[place] = position;
    }
    [order, sorted] = [sorted, order];
  }
  return order;
}

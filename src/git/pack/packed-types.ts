/** Tells of which type an object is that some pack holds. */
import type { PackIndex } from "./index-file.ts";
import type { PackLayout } from "./layout.ts";

export interface PackedTypes {
  /** The type number (1 to 4) of the object whose id stands in `ids` at `at`; 0 when no pack holds it, or only broken. */
  typeOf(ids: DataView, at: number): number;
  /** Whether every object in a pack has been asked about. */
  allAsked(): boolean;
}

/** Loads the ids of all packs, whose entries have been scanned. */
export function packedTypes(
  indexes: readonly PackIndex[],
  layouts: readonly PackLayout[],
): PackedTypes {
  const tables = layouts.flatMap((layout, i) => {
    const index = indexes[i];
    return index === undefined ? [] : [tableOf(index, layout)];
  });
  return {
    typeOf(ids, at) {
      for (const table of tables) {
        const position = positionIn(table, ids, at);
        const type = position < 0 ? 0 : (table.types[position] ?? 0);
        if (position >= 0) table.asked[position] = 1;
        if (type !== 0) return type;
      }
      return 0;
    },
    allAsked: () => tables.every(({ asked }) => !asked.includes(0)),
  };
}

interface Table {
  readonly oidBytes: number;
  /** In ascending order. */
  readonly oids: DataView;
  /** The position of the first id with each two bytes to begin with, or of what comes behind. */
  readonly starts: Uint32Array;
  readonly types: Uint8Array;
  /** 1 for those that were asked about, and for those that another pack answers for. */
  readonly asked: Uint8Array;
}

const PREFIXES = 65_536;

function tableOf(index: PackIndex, layout: PackLayout): Table {
  const { count, oidBytes } = layout;
  const oids = viewOf(index.oids(0, count));
  const starts = new Uint32Array(PREFIXES + 1);
  let prefix = 0;
  for (let position = 0; position < count; position++) {
    const here = oids.getUint16(position * oidBytes);
    while (prefix <= here) starts[prefix++] = position;
  }
  starts.fill(count, prefix);
  const asked = new Uint8Array(count);
  for (let entry = 0; entry < count; entry++)
    asked[layout.positions[entry] ?? 0] = layout.elsewhere[entry] ?? 0;
  return { oidBytes, oids, starts, types: typesByPosition(layout), asked };
}

/** A delta is of the type of what it derives from; one that leads nowhere of none. */
function typesByPosition({ count, types, bases, positions }: PackLayout): Uint8Array {
  const resolved = new Uint8Array(count);
  const byPosition = new Uint8Array(count);
  const chain: number[] = [];
  for (let first = 0; first < count; first++) {
    let entry = first;
    // A ring of deltas is longer than any chain.
    while (resolved[entry] === 0 && (bases[entry] ?? -1) >= 0 && chain.length <= count) {
      chain.push(entry);
      entry = bases[entry] ?? 0;
    }
    const stored = types[entry] ?? 0;
    const type = resolved[entry] || (stored <= 4 ? stored : 0);
    resolved[entry] = type;
    for (const derived of chain) resolved[derived] = type;
    chain.length = 0;
    byPosition[positions[first] ?? 0] = type;
  }
  return byPosition;
}

function positionIn({ oidBytes, oids, starts }: Table, ids: DataView, at: number): number {
  const prefix = ids.getUint16(at);
  let low = starts[prefix] ?? 0;
  let high = starts[prefix + 1] ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compare(oids, middle * oidBytes, ids, at, oidBytes);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}

/** Compares ids, four bytes at a time: each lookup ends with one that is compared to its last byte. */
function compare(a: DataView, atA: number, b: DataView, atB: number, oidBytes: number): number {
  for (let i = 0; i < oidBytes; i += 4) {
    const order = a.getUint32(atA + i) - b.getUint32(atB + i);
    if (order !== 0) return order;
  }
  return 0;
}

/** A view of the same bytes. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Tells whether a store holds everything that its own objects, and refs, name. */
import { BLOB, type Links } from "./links.ts";
import { viewOf, type PackedTypes } from "./packed-types.ts";

export interface Closure {
  /** Takes what objects of the store name. */
  note(links: Links): void;
  /** Takes the type number of a loose object. */
  noteLoose(oid: string, type: number): void;
  /**
   * How many contents of files are missing of all that was noted. Undefined where something else is, these objects among it, or
   * is of another type than it must have, and where not all that names something can be reached from these objects.
   */
  missing(tips: readonly string[]): number | undefined;
}

/** How often an object may be named that is in no pack: such are only few, loose ones or what was never fetched. */
const MOST_WAITS = 2_000_000;

/** A closure over packs whose types are asked for when they are needed first. */
export function closureOf(loadTypes: () => PackedTypes, oidBytes: number): Closure {
  let types: PackedTypes | undefined;
  let understood = true;
  const loose = new Map<string, number>();
  const waiting = new Map<string, number>();
  let waits = 0;

  function wait(oid: string, type: number): void {
    const other = waiting.get(oid);
    if (other === undefined) waiting.set(oid, type);
    if ((other ?? type) !== type || ++waits > MOST_WAITS) understood = false;
  }

  return {
    note({ named, understood: all }) {
      if (!all) understood = false;
      if (!understood) return;
      const { typeOf } = (types ??= loadTypes());
      const records = viewOf(named);
      for (let at = 0; at < named.length; at += oidBytes + 1) {
        const wanted = named[at] ?? 0;
        const type = typeOf(records, at + 1);
        if (type === 0) wait(hexOf(named.subarray(at + 1, at + 1 + oidBytes)), wanted);
        else if (type !== wanted) understood = false;
      }
    },
    noteLoose: (oid, type) => void loose.set(oid, type),
    missing(tips) {
      const { typeOf, allAsked } = (types ??= loadTypes());
      const isThere = (oid: string): boolean =>
        typeOf(viewOf(Buffer.from(oid, "hex")), 0) !== 0 || loose.has(oid);
      if (!understood || !tips.every((oid) => isThere(oid))) return undefined;
      const lost = [...waiting].filter(([oid, type]) => loose.get(oid) !== type);
      if (lost.length === 0) return 0;
      if (lost.some(([oid, type]) => type !== BLOB || loose.has(oid))) return undefined;
      // Ids are hashes, so nothing names itself round about: where everything is named, a tip leads to everything.
      const ofTips = new Set(tips);
      const isLed =
        allAsked() && [...loose.keys()].every((oid) => waiting.has(oid) || ofTips.has(oid));
      return isLed ? lost.length : undefined;
    },
  };
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("hex");
}

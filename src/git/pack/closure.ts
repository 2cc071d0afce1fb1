/** Tells whether a store holds everything that its own objects, and refs, name. */
import type { Links } from "./links.ts";
import { viewOf, type PackedTypes } from "./packed-types.ts";

export interface Closure {
  /** Takes what objects of the store name. */
  note(links: Links): void;
  /** Takes the type number of a loose object. */
  noteLoose(oid: string, type: number): void;
  /** Whether everything that was noted, and these objects, are there and of the type that they must have. */
  isClosed(tips: readonly string[]): boolean;
}

/** Objects that are named and in no pack: more are not waited for to turn up as loose ones. */
const MOST_WAITING = 1_000_000;

/** A closure over packs whose types are asked for when they are needed first. */
export function closureOf(loadTypes: () => PackedTypes, oidBytes: number): Closure {
  let types: PackedTypes | undefined;
  let understood = true;
  const loose = new Map<string, number>();
  const waiting = new Map<string, number>();

  function wait(oid: string, type: number): void {
    const other = waiting.get(oid);
    if (other === undefined) waiting.set(oid, type);
    if ((other ?? type) !== type || waiting.size > MOST_WAITING) understood = false;
  }

  return {
    note({ named, understood: all }) {
      if (!all) understood = false;
      if (!understood) return;
      const typeOf = (types ??= loadTypes());
      const records = viewOf(named);
      for (let at = 0; at < named.length; at += oidBytes + 1) {
        const wanted = named[at] ?? 0;
        const type = typeOf(records, at + 1);
        if (type === 0) wait(hexOf(named.subarray(at + 1, at + 1 + oidBytes)), wanted);
        else if (type !== wanted) understood = false;
      }
    },
    noteLoose: (oid, type) => void loose.set(oid, type),
    isClosed(tips) {
      const typeOf = (types ??= loadTypes());
      return (
        understood &&
        [...waiting].every(([oid, type]) => loose.get(oid) === type) &&
        tips.every((oid) => loose.has(oid) || typeOf(viewOf(Buffer.from(oid, "hex")), 0) !== 0)
      );
    },
  };
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("hex");
}

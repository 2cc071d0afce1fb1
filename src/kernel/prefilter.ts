/** What rules come down to for the prefilter: plain data, compiled once, stored with the program and sent to workers. */
import type { AnchorForm } from "../match/anchor-forms.ts";
import { compileAnchors, type Anchors } from "../match/anchors.ts";
import { kernelFinder } from "./finder.ts";
import { startKernel } from "./kernel.ts";
import type { LiteralTable } from "./table.ts";

/** The forms of all anchors, and the table by which the kernel finds their literals. */
export interface Prefilter {
  readonly forms: readonly AnchorForm[];
  readonly table: LiteralTable;
}

/** Starts a prefilter in the kernel, or in JavaScript where `module` is undefined. */
export function startPrefilter(
  { forms, table }: Prefilter,
  module: WebAssembly.Module | undefined,
): Anchors {
  if (module === undefined) return compileAnchors(forms);
  return compileAnchors(forms, (literals) =>
    kernelFinder(startKernel(module, table), table, literals),
  );
}

type Stored<Field> = Field extends Uint8Array | Uint16Array | Uint32Array ? string : Field;

/** A {@link Prefilter} as JSON can hold it: tables in base64, words of them little-endian. */
export interface StoredPrefilter {
  readonly forms: readonly AnchorForm[];
  readonly table: { readonly [Key in keyof LiteralTable]: Stored<LiteralTable[Key]> };
}

export function storePrefilter({ forms, table }: Prefilter): StoredPrefilter {
  return {
    forms,
    table: {
      nibbles: toBase64(table.nibbles),
      hashes: toBase64(table.hashes),
      heads: toBase64(table.heads),
      entries: toBase64(table.entries),
      bytes: toBase64(table.bytes),
      addresses: toBase64(table.addresses),
      longest: table.longest,
    },
  };
}

/** Reverses {@link storePrefilter}. */
export function restorePrefilter({ forms, table }: StoredPrefilter): Prefilter {
  return {
    // JSON drops the fields that are undefined.
    forms: forms.map((form) => ({ ...form, decoding: form.decoding })),
    table: {
      nibbles: fromBase64(table.nibbles),
      hashes: fromBase64(table.hashes),
      heads: new Uint16Array(fromBase64(table.heads).buffer),
      entries: new Uint32Array(fromBase64(table.entries).buffer),
      bytes: fromBase64(table.bytes),
      addresses: new Uint32Array(fromBase64(table.addresses).buffer),
      longest: table.longest,
    },
  };
}

function toBase64({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Uint32Array) {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

/** Bytes in memory of their own, where words are aligned. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, "base64"));
}

/** What rules come down to for the prefilter: plain data, compiled once, stored with the program and sent to workers. */
import { literalsOf, type AnchorForm } from "../match/anchor-forms.ts";
import { compileAnchors, type Anchors } from "../match/anchors.ts";
import { automatonFinder } from "../match/automaton.ts";
import type { Finder, Literal } from "../match/finder.ts";
import { markLiterals, remembering } from "../match/marks.ts";
import type { RuleData } from "../match/rule.ts";
import { kernelFinder } from "./finder.ts";
import { startKernel } from "./kernel.ts";
import type { LiteralTable } from "./table.ts";

/** The forms of all anchors, and tables by which the kernel finds literals. */
export interface Prefilter {
  readonly forms: readonly AnchorForm[];
  /** For the literals of the forms. */
  readonly table: LiteralTable;
  /** For those of {@link markLiterals}, which candidates are searched for. */
  readonly marks: LiteralTable;
}

/** What finds candidates, and the marks in them. */
export interface Started {
  readonly anchors: Anchors;
  readonly marks: Finder;
}

/** Starts a prefilter in the kernel, or in JavaScript where `module` is undefined. */
export function startPrefilter(
  { forms, table, marks: markTable }: Prefilter,
  rules: readonly RuleData[],
  module: WebAssembly.Module | undefined,
): Started {
  const start = (literals: readonly Literal[], from: LiteralTable): Finder =>
    module === undefined
      ? automatonFinder(literals)
      : kernelFinder(startKernel(module, from), from, literals);
  const marks = remembering(lazy(markLiterals(forms, rules), (all) => start(all, markTable)));
  return {
    anchors: compileAnchors(forms, start(literalsOf(forms).literals, table), marks),
    marks,
  };
}

/** A finder that is only started for the first text: most runs of a hook see no candidate. */
function lazy(
  literals: readonly Literal[],
  start: (literals: readonly Literal[]) => Finder,
): Finder {
  let finder: Finder | undefined;
  const started = (): Finder => (finder ??= start(literals));
  return {
    literals,
    occursIn: (bytes) => started().occursIn(bytes),
    occurrences: (text) => started().occurrences(text),
  };
}

type Stored<Field> = Field extends Uint8Array | Uint16Array | Uint32Array ? string : Field;

/** A {@link Prefilter} as JSON can hold it: tables in base64, words of them little-endian. */
export interface StoredPrefilter {
  readonly forms: readonly AnchorForm[];
  readonly table: StoredTable;
  readonly marks: StoredTable;
}

type StoredTable = { readonly [Key in keyof LiteralTable]: Stored<LiteralTable[Key]> };

export function storePrefilter({ forms, table, marks }: Prefilter): StoredPrefilter {
  return { forms, table: storeTable(table), marks: storeTable(marks) };
}

function storeTable(table: LiteralTable): StoredTable {
  return {
    nibbles: toBase64(table.nibbles),
    hashes: toBase64(table.hashes),
    heads: toBase64(table.heads),
    entries: toBase64(table.entries),
    bytes: toBase64(table.bytes),
    addresses: toBase64(table.addresses),
    longest: table.longest,
  };
}

/** Reverses {@link storePrefilter}. */
export function restorePrefilter({ forms, table, marks }: StoredPrefilter): Prefilter {
  return {
    // JSON drops the fields that are undefined.
    forms: forms.map((form) => ({ ...form, decoding: form.decoding })),
    table: restoreTable(table),
    marks: restoreTable(marks),
  };
}

function restoreTable(table: StoredTable): LiteralTable {
  return {
    nibbles: fromBase64(table.nibbles),
    hashes: fromBase64(table.hashes),
    heads: new Uint16Array(fromBase64(table.heads).buffer),
    entries: new Uint32Array(fromBase64(table.entries).buffer),
    bytes: fromBase64(table.bytes),
    addresses: new Uint32Array(fromBase64(table.addresses).buffer),
    longest: table.longest,
  };
}

function toBase64({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Uint32Array) {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

/** Bytes in memory of their own, where words are aligned. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, "base64"));
}

/** The WebAssembly kernel: inflates, applies deltas and searches in one memory, so that no byte is copied in between. */
import { readFileSync } from "node:fs";
import { KERNEL_FILE } from "../installed.ts";
import { ADDRESS_WORD, ENTRY_WORDS, type LiteralTable } from "./table.ts";

/** Bytes behind every buffer handed to the kernel that it may read or overwrite. */
export const SLACK = 320;

const PAGE = 65_536;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly foundAt: WebAssembly.Global;
  readonly foundLength: WebAssembly.Global;
  readonly hitAt: WebAssembly.Global;
  readonly hitLength: WebAssembly.Global;
  readonly parentSize: WebAssembly.Global;
  readonly childSize: WebAssembly.Global;
  freeFrom(): number;
  nibblesAt(): number;
  hashesAt(): number;
  headsAt(): number;
  setLiterals(entries: number, longest: number): void;
  search(start: number, end: number): number;
  collect(start: number, end: number, output: number, room: number): number;
  inflate(input: number, inputLength: number, output: number, size: number): number;
  inflateRaw(input: number, inputLength: number, output: number, size: number): number;
  links(type: number, start: number, end: number, idLength: number, output: number): number;
  openDelta(delta: number, length: number): number;
  applyDelta(
    from: number,
    end: number,
    parent: number,
    parentLength: number,
    output: number,
    outputLength: number,
    known: number,
    knownLength: number,
  ): number;
  probeDelta(
    from: number,
    end: number,
    parent: number,
    parentLength: number,
    outputLength: number,
  ): number;
}

/** One instance of the module with its memory and a set of literals. */
export interface Kernel {
  readonly exports: Exports;
  /** Where the bytes of the table's literals stand. */
  readonly literalsAt: number;
  /** First address that is free for buffers. */
  readonly freeFrom: number;
  /** The memory; another Buffer after each growth, so it is never kept. */
  bytes(): Buffer;
  /** Makes the memory reach up to an address. */
  reserve(end: number): void;
}

/** Compiles the module, or returns undefined where WebAssembly SIMD is not to be had. */
export function compileKernel(): WebAssembly.Module | undefined {
  const binary = readFileSync(KERNEL_FILE);
  try {
    return new WebAssembly.Module(binary);
  } catch {
    return undefined;
  }
}

/** Starts an instance that looks for the literals of a table. */
export function startKernel(module: WebAssembly.Module, table: LiteralTable): Kernel {
  const exports = new WebAssembly.Instance(module).exports as Exports;
  let view = Buffer.from(exports.memory.buffer);
  const reserve = (end: number): void => {
    if (end <= view.length) return;
    exports.memory.grow(Math.ceil((end - view.length) / PAGE));
    view = Buffer.from(exports.memory.buffer);
  };

  const entriesAt = align(exports.freeFrom());
  const literalsAt = align(entriesAt + table.entries.byteLength);
  const freeFrom = align(literalsAt + table.bytes.length);
  reserve(freeFrom);
  const entries = table.entries.slice();
  // A hook waits for this, so nothing is called for each word.
  for (let i = ADDRESS_WORD; i < entries.length; i += ENTRY_WORDS)
    entries[i] = (entries[i] ?? 0) + literalsAt;
  view.set(table.nibbles, exports.nibblesAt());
  view.set(table.hashes, exports.hashesAt());
  view.set(bytesOf(table.heads), exports.headsAt());
  view.set(bytesOf(entries), entriesAt);
  view.set(table.bytes, literalsAt);
  exports.setLiterals(entriesAt, table.longest);
  return { exports, literalsAt, freeFrom, bytes: () => view, reserve };
}

function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}

function bytesOf(words: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

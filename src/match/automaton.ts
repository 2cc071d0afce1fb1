/** Finds many literals in one pass (Aho-Corasick), at the same speed however many there are. */
import type { Finder, Literal, Occurrence } from "./finder.ts";

/** A set of literals, compiled. */
interface Automaton {
  /**
   * Looks for the next place at or behind `from` where some literal ends, going on from `state` (0 at first).
   * Letters compare without case: the caller checks those literals that mind.
   */
  next(bytes: Uint8Array, from: number, state: number): Found | undefined;
}

/** The literals that end before the offset `end`, by their index; `state` is to be handed back. */
export interface Found {
  readonly end: number;
  readonly state: number;
  readonly literals: readonly number[];
}

/** Compiles literals, each of which has at least one byte. A hook waits for this, so it makes few objects. */
function compileAutomaton(literals: readonly Buffer[]): Automaton {
  const classes = byteClasses(literals);
  const width = Math.max(...classes) + 1;
  const tree = plantTree(literals, classes);
  const { table, fallback } = linkTree(tree, width);
  const known = new Map<number, readonly number[]>();

  /** The literals that end at a node: its own, then those that its fallbacks stand for. */
  const endsAt = (node: number): readonly number[] => {
    const ends: number[] = [];
    for (let at = node; at !== 0; at = fallback[at] ?? 0) ends.push(...(tree.ends.get(at) ?? []));
    known.set(node, ends);
    return ends;
  };

  return {
    next(bytes, from, state) {
      let row = state;
      for (let i = from; i < bytes.length; i++) {
        const entry = table[row + (classes[bytes[i] ?? 0] ?? 0)] ?? 0;
        if (entry >= 0) {
          row = entry;
          continue;
        }
        const node = ~entry / width;
        return { end: i + 1, state: ~entry, literals: known.get(node) ?? endsAt(node) };
      }
      return undefined;
    },
  };
}

/** A finder for where the WebAssembly kernel cannot run. */
export function automatonFinder(literals: readonly Literal[]): Finder {
  const wanted = literals.map(({ text }) => Buffer.from(text, "latin1"));
  const automaton = compileAutomaton(wanted);

  function* occurrences(bytes: Uint8Array): Generator<Occurrence> {
    for (let at = automaton.next(bytes, 0, 0); at; at = automaton.next(bytes, at.end, at.state))
      for (const literal of at.literals)
        if (standsBefore(bytes, at.end, literal)) yield { literal, end: at.end };
  }

  /** The automaton minds no case. */
  function standsBefore(bytes: Uint8Array, end: number, literal: number): boolean {
    const exact = wanted[literal];
    if (exact === undefined || literals[literal]?.ignoreCase === true) return true;
    return exact.compare(bytes, end - exact.length, end) === 0;
  }

  return {
    literals,
    occursIn: (bytes) => occurrences(bytes).next().done !== true,
    occurrences: (text) =>
      occurrences(typeof text === "string" ? Buffer.from(text, "latin1") : text),
  };
}

/** Bytes that no literal uses are all of class 0, which keeps the table small. */
function byteClasses(literals: readonly Buffer[]): Uint8Array {
  const classes = new Uint8Array(256);
  let count = 0;
  for (const literal of literals)
    for (const byte of literal) {
      const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
      if (classes[lower] === 0) classes[lower] = ++count;
    }
  for (let byte = 0x41; byte <= 0x5a; byte++) classes[byte] = classes[byte + 0x20] ?? 0;
  return classes;
}

/** The literals as paths from node 0. By node, where 0 stands for none. */
interface Tree {
  readonly size: number;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /** The class of byte that leads to the node. */
  readonly kind: Uint8Array;
  /** The literals that end there, for nodes that have any. */
  readonly ends: ReadonlyMap<number, number[]>;
}

function plantTree(literals: readonly Buffer[], classes: Uint8Array): Tree {
  const mostNodes = literals.reduce((sum, literal) => sum + literal.length, 1);
  const firstChild = new Int32Array(mostNodes);
  const nextSibling = new Int32Array(mostNodes);
  const kind = new Uint8Array(mostNodes);
  const ends = new Map<number, number[]>();
  let size = 1;
  literals.forEach((literal, index) => {
    let node = 0;
    for (const byte of literal) {
      const wanted = classes[byte] ?? 0;
      let child = firstChild[node] ?? 0;
      while (child !== 0 && kind[child] !== wanted) child = nextSibling[child] ?? 0;
      if (child === 0) {
        child = size++;
        kind[child] = wanted;
        nextSibling[child] = firstChild[node] ?? 0;
        firstChild[node] = child;
      }
      node = child;
    }
    const others = ends.get(node);
    if (others === undefined) ends.set(node, [index]);
    else others.push(index);
  });
  return { size, firstChild, nextSibling, kind, ends };
}

/**
 * Makes the tree a table without dead ends: where a node has no child it goes on as its fallback does, the longest
 * other node that its text ends with. An entry is the next row, or its complement where a literal ends.
 */
function linkTree(
  { size, firstChild, nextSibling, kind, ends }: Tree,
  width: number,
): { table: Int32Array; fallback: Int32Array } {
  const table = new Int32Array(size * width);
  const fallback = new Int32Array(size);
  const isEnd = new Uint8Array(size);
  // By ascending length of text, so that a fallback is complete before it is needed.
  const queue = new Int32Array(size);
  let queued = 1;
  for (const node of queue) {
    const row = node * width;
    const fall = (fallback[node] ?? 0) * width;
    if (node !== 0) table.copyWithin(row, fall, fall + width);
    for (let child = firstChild[node] ?? 0; child !== 0; child = nextSibling[child] ?? 0) {
      const cell = row + (kind[child] ?? 0);
      const beside = table[cell] ?? 0;
      const shorter = (beside < 0 ? ~beside : beside) / width;
      fallback[child] = shorter;
      if (ends.has(child) || isEnd[shorter] === 1) isEnd[child] = 1;
      table[cell] = isEnd[child] === 1 ? ~(child * width) : child * width;
      queue[queued++] = child;
    }
  }
  return { table, fallback };
}

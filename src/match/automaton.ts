/** Finds many literals in one pass (Aho-Corasick), at the same speed however many there are. */

/** A set of literals, compiled. */
export interface Automaton {
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

/** Compiles literals, each of which has at least one byte. */
export function compileAutomaton(literals: readonly Buffer[]): Automaton {
  const classes = byteClasses(literals);
  const width = Math.max(...classes) + 1;
  const tree = buildTree(literals, classes, width);
  linkTree(tree, width);
  const { table, ends } = tree;

  return {
    next(bytes, from, state) {
      let row = state;
      for (let i = from; i < bytes.length; i++) {
        const entry = table[row + (classes[bytes[i] ?? 0] ?? 0)] ?? 0;
        if (entry >= 0) {
          row = entry;
          continue;
        }
        return { end: i + 1, state: ~entry, literals: ends[~entry / width] ?? [] };
      }
      return undefined;
    },
  };
}

/** Bytes that no literal uses are all of class 0, which keeps the table small. */
function byteClasses(literals: readonly Buffer[]): Uint8Array {
  const classes = new Uint8Array(256);
  let count = 0;
  for (const byte of new Set(literals.flatMap((literal) => [...literal].map(folded)))) {
    classes[byte] = ++count;
  }
  for (let byte = 0x41; byte <= 0x5a; byte++) classes[byte] = classes[byte + 0x20] ?? 0;
  return classes;
}

function folded(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

/** Rows of next nodes by class of byte, where 0 stands for none. */
interface Tree {
  readonly table: Int32Array;
  /** For each node, the literals that end there. */
  readonly ends: number[][];
}

function buildTree(literals: readonly Buffer[], classes: Uint8Array, width: number): Tree {
  const mostNodes = literals.reduce((sum, literal) => sum + literal.length, 1);
  const table = new Int32Array(mostNodes * width);
  const ends: number[][] = [[]];
  literals.forEach((literal, index) => {
    let node = 0;
    for (const byte of literal) {
      const cell = node * width + (classes[byte] ?? 0);
      if (table[cell] === 0) table[cell] = ends.push([]) - 1;
      node = table[cell] ?? 0;
    }
    ends[node]?.push(index);
  });
  return { table: table.subarray(0, ends.length * width), ends };
}

/** Makes the tree a table without dead ends. An entry is the next row, or its complement where a literal ends. */
function linkTree({ table, ends }: Tree, width: number): void {
  const fallback = new Uint32Array(ends.length);
  const queue = [0];
  for (const node of queue) {
    const row = node * width;
    const fall = fallback[node] ?? 0;
    if (node !== 0) ends[node]?.push(...(ends[fall] ?? []));
    for (let kind = 0; kind < width; kind++) {
      const child = table[row + kind] ?? 0;
      const beside = node === 0 ? 0 : (table[fall * width + kind] ?? 0);
      if (child === 0) table[row + kind] = beside;
      else {
        fallback[child] = beside;
        queue.push(child);
      }
    }
  }
  for (let i = 0; i < table.length; i++) {
    const node = table[i] ?? 0;
    table[i] = (ends[node]?.length ?? 0) > 0 ? ~(node * width) : node * width;
  }
}

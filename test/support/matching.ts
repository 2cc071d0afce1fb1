/** Chunks made in memory, and what the built-in rules find in them. */
import type { Chunk } from "../../src/document.ts";
import type { Match } from "../../src/finding.ts";
import { compileMatcher } from "../../src/match/match.ts";
import { loadRules } from "../../src/rules/load.ts";

const matcher = compileMatcher((await loadRules([])).rules);

/** A chunk of plain text whose positions are offsets: line 1, column offset + 1. */
export function chunkOf(text: string): Chunk {
  return {
    text,
    part: undefined,
    decodings: [],
    bundle: false,
    sourceMapUrl: undefined,
    locate: (offset) => ({ line: 1, column: offset + 1 }),
    bytesOf: (start, end) => ({ start, end }),
    original: () => undefined,
    outer: undefined,
  };
}

/** What the built-in rules find in a text. */
export function matches(text: string): Match[] {
  return matcher(chunkOf(text));
}

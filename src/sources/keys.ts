/** Keys that somebody hands over: text that has keys in it, or nothing but keys, one a line. */
import type { Document } from "../document.ts";
import type { Match } from "../finding.ts";
import { startSearch } from "../search.ts";
import type { Source } from "./source.ts";
import { streamDocuments } from "./stdin.ts";

/** What is in a stream: all that the rules find, and lines that are one word each, whatever its form. */
export function keysSource(stream: AsyncIterable<Buffer>): Source {
  return {
    async *documents(sieve) {
      const { searchDocument } = startSearch(sieve.ruleSet);
      const all = { ...sieve, mayMatch: () => true };
      for await (const item of streamDocuments({ source: "stdin" }, stream, INPUT, all)) {
        if (!("document" in item)) {
          yield item;
          continue;
        }
        const { document } = item;
        const searched = searchDocument(document);
        // A window may begin or end within a word.
        if (!document.whole) yield { note: { about: INPUT, note: TOO_LARGE } };
        const words = document.whole ? loneWords(document, searched.matches) : [];
        yield { searched: { ...searched, matches: [...searched.matches, ...words] } };
      }
    },
  };
}

const INPUT = "standard input";
const TOO_LARGE = "too large to take single words for keys: only what has the form of one was";

/** No key that Google ever issued has other characters, and sentences, addresses and paths have. */
const LONE_WORD = /^[\w.~+=-]{16,200}$/;

/** The lines in which the rules saw nothing, but which are a single word. */
function loneWords({ bytes }: Document, matches: readonly Match[]): readonly Match[] {
  const matched = new Set(matches.map(({ position }) => position.line));
  return bytes
    .toString("latin1")
    .split("\n")
    .map((line, index) => ({ word: line.trim(), line: index + 1, column: line.search(/\S/) + 1 }))
    .filter(({ word, line }) => LONE_WORD.test(word) && !matched.has(line))
    .map(({ word, line, column }) => ({
      ...GIVEN,
      value: word,
      position: { line, column },
    }));
}

const GIVEN: Omit<Match, "value" | "position"> = {
  bytes: undefined,
  ruleId: "gemini-key-by-name",
  title: "Value given as a Gemini key",
  credential: "gemini-key-by-name",
  family: "gemini-key-by-name",
  confidence: "medium",
  wellFormed: undefined,
  usage: "gemini",
  knownPublic: undefined,
  assignedTo: undefined,
  account: undefined,
  part: undefined,
  decodings: [],
  bundle: false,
  sourceMapUrl: undefined,
  original: undefined,
  marks: [],
};

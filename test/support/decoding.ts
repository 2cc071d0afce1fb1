/** Documents made in memory, and what decoding uncovers in them. */
import { decode } from "../../src/decode/decode.ts";
import type { Chunk, Decoded, Document, Position } from "../../src/document.ts";
import { anchorForms } from "../../src/match/compile-forms.ts";
import { compileAnchors } from "../../src/match/anchors.ts";

/** Anchors like those of the built-in rules, without their YAML. */
export const forms = anchorForms([
  { id: "google-api-key", anchors: ["AIza"], ignoreCase: false, encoded: ["AIzaSy"] },
  { id: "gemini-auth-key", anchors: ["AQ."], ignoreCase: false, encoded: ["AQ.Ab8RN6"] },
  { id: "gemini-key-by-name", anchors: ["gemini_api_key"], ignoreCase: true, encoded: [] },
]);
export const anchors = compileAnchors(forms);

export function documentOf(content: string | Buffer, path?: string): Document {
  return {
    origin: path === undefined ? { source: "stdin" } : { source: "worktree", path },
    bytes: Buffer.from(content),
    start: { line: 1, column: 1 },
    whole: true,
  };
}

export function decoded(content: string | Buffer, path?: string): Decoded {
  return decode(documentOf(content), path, anchors);
}

/** One place where a value can be read. */
export interface Reading extends Position {
  readonly part: string | undefined;
  readonly decodings: readonly string[];
  readonly chunk: Chunk;
  readonly offset: number;
}

/** Every place in the chunks where `value` stands. */
export function readings(result: Decoded, value: string): Reading[] {
  return [...result.chunks].flatMap((chunk) => {
    const found: Reading[] = [];
    for (let at = chunk.text.indexOf(value); at >= 0; at = chunk.text.indexOf(value, at + 1)) {
      const { part, decodings } = chunk;
      found.push({ ...chunk.locate(at), part, decodings, chunk, offset: at });
    }
    return found;
  });
}

/** The place of the first `mark` in a text whose columns are UTF-16 code units. */
export function placeOf(text: string, mark: string): Position {
  const before = text.slice(0, text.indexOf(mark)).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

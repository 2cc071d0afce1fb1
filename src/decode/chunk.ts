/** Makes chunks. */
import type { Chunk, Decoding, OriginalPosition } from "../document.ts";
import type { DocumentText } from "./document-text.ts";
import { slice } from "./view.ts";
import type { View } from "./view.ts";

/** What a structural decoder knows of a chunk beyond its text. */
export interface ChunkFacts {
  readonly part?: string;
  readonly bundle?: boolean;
  readonly sourceMapUrl?: string | undefined;
  readonly original?: (offset: number) => OriginalPosition | undefined;
}

/** The whole document as one chunk. */
export function wholeChunk(document: DocumentText, facts: ChunkFacts = {}): Chunk {
  return partChunk(document, slice(document.text, 0, document.text.length), facts);
}

/** A view of the document as a chunk. */
export function partChunk(document: DocumentText, view: View, facts: ChunkFacts): Chunk {
  return {
    text: view.text,
    part: facts.part,
    decodings: document.decodings,
    bundle: facts.bundle ?? false,
    sourceMapUrl: facts.sourceMapUrl,
    locate: (offset) => document.locate(view.offsetOf(offset)),
    bytesOf: (start, end) => ({
      start: document.byteAt(view.offsetOf(start)),
      end: document.byteAt(view.endOf(end)),
    }),
    original: facts.original ?? (() => undefined),
    outer: undefined,
  };
}

/** What a decoding step made out of a chunk, or of a piece of it. */
export function decodedChunk(chunk: Chunk, view: View, decoding: Decoding): Chunk {
  return {
    ...chunk,
    text: view.text,
    decodings: [...chunk.decodings, decoding],
    locate: (offset) => chunk.locate(view.offsetOf(offset)),
    bytesOf: (start, end) => chunk.bytesOf(view.offsetOf(start), view.endOf(end)),
    original: (offset) => chunk.original(view.offsetOf(offset)),
    outer: (start, end) => ({
      chunk,
      start: view.offsetOf(start),
      end: view.offsetOf(Math.max(start, end - 1)) + 1,
    }),
  };
}

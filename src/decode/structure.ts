/** What a structural decoder hands over: pieces of the document that take the place of its raw text. */
import type { Chunk, Decoded } from "../document.ts";
import type { DocumentText } from "./document-text.ts";

/** A document read as some kind of file. */
export interface Structure {
  readonly kind: Decoded["kind"];
  chunks(): Iterable<Chunk>;
}

/**
 * Reads a document as one kind of file. Undefined when it is not of that kind; throws JsonProblem when it seems to
 * be but is broken.
 */
export type StructureReader = (
  document: DocumentText,
  path: string | undefined,
  mayHold: MayHold,
) => Structure | undefined;

/** False when a text surely does not hold one of the literals that kinds of files are told by. */
export type MayHold = (mark: string) => boolean;

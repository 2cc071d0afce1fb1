/** The nouns of the way in: what is read, and what is cut out of it for matching. Types only. */

/** A place in a document. Lines and columns count from 1; columns count UTF-16 code units, as editors and SARIF do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Bytes of a document, from `start` up to `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where a document was found. Paths use forward slashes and are relative to what was scanned. */
export type Origin =
  | { readonly source: "worktree"; readonly path: string }
  | { readonly source: "index"; readonly path: string; readonly blob: string }
  /** A blob of the object store; which paths and commits hold it is asked later, for hits only. */
  | { readonly source: "history"; readonly blob: string }
  | { readonly source: "message"; readonly kind: "commit" | "tag"; readonly object: string }
  /**
   * A name is content too. `tree` is the object id when the name of a file was committed; `folder` is where a name
   * stands in the working tree. A ref has neither.
   */
  | {
      readonly source: "name";
      readonly kind: "path" | "ref";
      readonly tree: string | undefined;
      readonly folder?: string;
    }
  /** A file that git keeps beside its objects: reflogs, COMMIT_EDITMSG, config, local LFS objects. */
  | { readonly source: "gitdir"; readonly path: string }
  | { readonly source: "stdin" };

/** Bytes before any decoding. What is large arrives as several overlapping windows. */
export interface Content {
  readonly bytes: Buffer;
  /** Where `bytes` begins in the place; line 1, column 1 unless this is a later window. */
  readonly start: Position;
  /** False for a window: structure (notebook, source map) cannot be read from a part. */
  readonly whole: boolean;
}

/** Content and where it is from. */
export interface Document extends Content {
  readonly origin: Origin;
}

/** Something that could not be looked at, or not fully. It makes the report incomplete. */
export interface Skipped {
  readonly what: string;
  readonly why: string;
}

/** Something the reader should know that hid nothing, such as a broken notebook that was searched as plain text. */
export interface Note {
  readonly about: string;
  readonly note: string;
}

/** One step that turned stored text into the text that matched, outermost first in a list. */
export type Decoding =
  | "base64"
  | "hex"
  | "percent"
  | "js-escape"
  | "html-entity"
  | "utf-16"
  | "concatenation"
  | "ansi"
  | "zip"
  | "gzip";

/** Text to match, with a way back to the document. */
export interface Chunk {
  readonly text: string;
  /** What a reader calls this piece: `cell 4, output 1 (traceback)`, `src/api.ts (from dist/app.js.map)`. */
  readonly part: string | undefined;
  readonly decodings: readonly Decoding[];
  /** True in a built frontend file: what stands here is downloaded by every visitor. */
  readonly bundle: boolean;
  /** Name of the source map that a built file points at, to be looked up beside it; undefined if none. */
  readonly sourceMapUrl: string | undefined;
  /** The position in the document of an offset into `text`. */
  locate(offset: number): Position;
  /** The bytes that a piece of `text` was made from, however they write it; undefined for a member of an archive. */
  bytesOf(start: number, end: number): ByteRange | undefined;
  /** The original file and line of an offset, when a source map inside the document tells. */
  original(offset: number): OriginalPosition | undefined;
  /** Where the text between two offsets stood before it was decoded; undefined for what stands there as it is. */
  readonly outer: ((start: number, end: number) => Stretch) | undefined;
}

/** A piece of a chunk, by offsets into its text. */
export interface Stretch {
  readonly chunk: Chunk;
  readonly start: number;
  readonly end: number;
}

/** Where a position of a bundle comes from, as its source map says. `line` counts from 1. */
export interface OriginalPosition {
  readonly source: string;
  readonly line: number;
}

/** What a document was read as, and its chunks. */
export interface Decoded {
  readonly kind: "text" | "notebook" | "bundle" | "source-map" | "html" | "binary";
  readonly chunks: Iterable<Chunk>;
  /** Why structure was given up for plain text (broken JSON …); undefined when nothing is amiss. */
  readonly problem: string | undefined;
  /** What could not be looked at (an encrypted member …). Complete once the chunks have been gone through. */
  readonly unread: readonly string[];
}

/** Decoders of text with escapes or joints in it: a piece around the hit is rewritten, the rest left alone. */
import type { Decoding } from "../document.ts";
import { rewrite, slice } from "./view.ts";
import type { Form, HitReader, ValueDecoder } from "./value-decoder.ts";

/** How much text around a hit is rewritten, so that the words around a value can be judged. */
const BEFORE = 1024;
const AFTER = 2048;
/** The longest value in its longest escaped form, about. */
const LONGEST_ESCAPED = 640;
/** How far behind a plain anchor its value may be broken. */
const LONGEST_VALUE = 256;
/** How far before a plain anchor a piece that blurs its edge may begin. */
const LONGEST_PIECE = 48;

export interface Rewriting {
  readonly decoding: Decoding;
  /** Global: what is replaced, each match of bounded length. */
  readonly pattern: RegExp;
  readonly replace: (match: string) => string;
  readonly forms: (anchor: string) => readonly Form[];
  /** Whether a piece right before a value can seem to be part of it, as a colour code that ends in a letter. */
  readonly blursLeftEdge?: boolean;
}

/** A decoder that replaces escapes. */
export function rewriter(rewriting: Rewriting): ValueDecoder {
  const { decoding, pattern, replace, forms, blursLeftEdge = false } = rewriting;
  const atBreak = new RegExp(pattern.source, pattern.flags.replace("g", "y"));
  const atEnd = new RegExp(`(?:${pattern.source})$`, pattern.flags.replace("g", ""));

  const isBroken = (text: string, end: number): boolean => {
    atBreak.lastIndex = end;
    const piece = atBreak.exec(text);
    return piece !== null && belongsToValue(replace(piece[0]));
  };

  const isBlurred = (text: string, start: number): boolean =>
    blursLeftEdge && atEnd.test(text.slice(Math.max(start - LONGEST_PIECE, 0), start));

  function reader(text: string): HitReader {
    const endOfValue = valueEnds(text);
    let covered = 0;
    return ({ offset, decoder: owner }) => {
      if (offset < covered) return [];
      if (owner === undefined) {
        const end = endOfValue(offset);
        if (!isBlurred(text, offset) && (end === undefined || !isBroken(text, end))) return [];
      }
      const piece = around(text, offset);
      covered = piece.end === text.length ? piece.end : piece.end - LONGEST_ESCAPED;
      const view = slice(text, piece.start, piece.end);
      const rewritten = rewrite(view, pattern, replace);
      return rewritten.text === view.text ? [] : [rewritten];
    };
  }

  return { decoding, mendsPlain: true, forms, reader };
}

function belongsToValue(text: string): boolean {
  return text === "" || /^[\w./-]/.test(text);
}

/** Where the run of value characters from an anchor ends; undefined when an earlier answer covers it. */
function valueEnds(text: string): (start: number) => number | undefined {
  const run = new RegExp(`[\\w./-]{0,${LONGEST_VALUE}}`, "y");
  let covered = 0;
  return (start) => {
    if (start < covered) return undefined;
    run.lastIndex = start;
    run.test(text);
    const end = Math.max(run.lastIndex, start);
    covered = end - start < LONGEST_VALUE ? end : start + LONGEST_VALUE / 2;
    return end;
  };
}

/** The text around an offset, cut between lines where that loses little. */
function around(text: string, offset: number): { start: number; end: number } {
  const from = Math.max(offset - BEFORE, 0);
  const to = Math.min(offset + AFTER, text.length);
  const lineBreak = from === 0 ? -1 : text.slice(from, from + BEFORE / 2).indexOf("\n");
  return { start: lineBreak < 0 ? from : from + lineBreak + 1, end: to };
}

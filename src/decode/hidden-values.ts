/** Applies the value decoders: what they uncover is added to the text it was found in, and searched again itself. */
import type { Chunk } from "../document.ts";
import type { Anchors } from "../match/anchors.ts";
import { decodedChunk } from "./chunk.ts";
import { valueDecoders } from "./encoded-forms.ts";
import type { HitReader, ValueDecoder } from "./value-decoder.ts";

/** Encodings within encodings: a key in base64 in JSON in a log is real, more than that is not. */
const DEEPEST = 3;

/** How many characters may still be decoded below the first level, whose size the text itself bounds. */
export interface NestedBudget {
  left: number;
  /** Set when something was left undecoded for want of budget. */
  spent: boolean;
}

export function nestedBudget(textLength: number): NestedBudget {
  return { left: 2 * textLength + 8 * 1024 * 1024, spent: false };
}

/** Chunks for the values hidden in `chunk`, depth first. Only those in which an anchor came to light. */
export function* hiddenValues(
  chunk: Chunk,
  anchors: Anchors,
  budget: NestedBudget,
  decoders: readonly ValueDecoder[] = valueDecoders,
): Generator<Chunk> {
  yield* uncover(chunk, anchors, budget, decoders, 1);
}

function* uncover(
  chunk: Chunk,
  anchors: Anchors,
  budget: NestedBudget,
  decoders: readonly ValueDecoder[],
  depth: number,
): Generator<Chunk> {
  const readers = new Map<ValueDecoder, HitReader>();
  for (const hit of anchors.hits(chunk.text)) {
    for (const decoder of decoders) {
      if (hit.decoder === undefined ? !decoder.mendsPlain : hit.decoder !== decoder) continue;
      const read = readers.get(decoder) ?? decoder.reader(chunk.text);
      readers.set(decoder, read);
      for (const view of read(hit)) {
        if (depth > 1 && !pay(budget, view.text.length)) return;
        if (!anchors.mayMatch(Buffer.from(view.text, "latin1"))) continue;
        const child = decodedChunk(chunk, view, decoder.decoding);
        yield child;
        if (depth < DEEPEST) yield* uncover(child, anchors, budget, valueDecoders, depth + 1);
      }
    }
  }
}

function pay(budget: NestedBudget, price: number): boolean {
  budget.left -= price;
  if (budget.left < 0) budget.spent = true;
  return !budget.spent;
}

/** The prefilter: literals, one of which stands in every text that can hold a match, plainly or encoded. */
import { valueDecoders } from "../decode/encoded-forms.ts";
import type { Hit } from "../decode/value-decoder.ts";
import { literalsOf, type AnchorForm } from "./anchor-forms.ts";
import { automatonFinder } from "./automaton.ts";
import { literalKey, type Finder } from "./finder.ts";

/** What the rules look for, as literals. */
export interface Anchors {
  /** Whether some literal occurs. Nothing else decides, so that a faster search can be held to the same answer. */
  mayMatch(bytes: Uint8Array): boolean;
  /** Where decoders have work: the forms of encoded anchors, and such anchors in plain text, by ascending end. */
  hits(text: string): Iterable<Hit>;
}

/** Anchors whose literals `finder` finds, and `marks` too, which may find more. */
export function compileAnchors(
  forms: readonly AnchorForm[],
  finder: Finder = automatonFinder(literalsOf(forms).literals),
  marks: Finder = finder,
): Anchors {
  const { literals, formsOf } = literalsOf(forms);
  const decoders = new Map(valueDecoders.map((decoder) => [decoder.decoding, decoder]));
  const meaningOf = new Map(
    literals.map((literal, number) => [
      literalKey(literal),
      (formsOf[number] ?? [])
        .filter(({ encodes }) => encodes)
        .map((form) => ({ form, decoder: form.decoding && decoders.get(form.decoding) })),
    ]),
  );
  const meanings = marks.literals.map((literal) => meaningOf.get(literalKey(literal)));

  return {
    mayMatch: finder.occursIn,
    *hits(text) {
      for (const { literal, end } of marks.occurrences(text))
        for (const meaning of meanings[literal] ?? [])
          yield { offset: end - meaning.form.literal.length, ...meaning };
    },
  };
}

/** The prefilter: literals, one of which stands in every text that can hold a match, plainly or encoded. */
import { valueDecoders } from "../decode/encoded-forms.ts";
import type { Hit } from "../decode/value-decoder.ts";
import { literalsOf, type AnchorForm } from "./anchor-forms.ts";
import { automatonFinder } from "./automaton.ts";
import { literalKey, type Finder, type Screen } from "./finder.ts";

/** What the rules look for, as literals. */
export interface Anchors {
  /** Whether some literal occurs. Nothing else decides, so that a faster search can be held to the same answer. */
  readonly mayMatch: Screen["occursIn"];
  readonly inflate: Screen["inflate"];
  /** Where decoders have work: the forms of encoded anchors, and such anchors in plain text, by ascending end. */
  hits(text: string): Iterable<Hit>;
}

/** Anchors whose literals `marks` finds, which may find more, and `screen` too. */
export function compileAnchors(
  forms: readonly AnchorForm[],
  marks: Finder = automatonFinder(literalsOf(forms)),
  screen: Screen = marks,
): Anchors {
  const decoders = new Map(valueDecoders.map((decoder) => [decoder.decoding, decoder]));
  const meaningsOf = new Map<string, Omit<Hit, "offset">[]>();
  for (const form of forms.filter(({ encodes }) => encodes)) {
    const key = literalKey({ text: form.literal, ignoreCase: form.ignoreCase });
    const meaning = { form, decoder: form.decoding && decoders.get(form.decoding) };
    const others = meaningsOf.get(key);
    if (others === undefined) meaningsOf.set(key, [meaning]);
    else others.push(meaning);
  }
  const meanings = marks.literals.map((literal) => meaningsOf.get(literalKey(literal)));

  return {
    mayMatch: screen.occursIn,
    inflate: screen.inflate,
    *hits(text) {
      for (const { literal, end } of marks.occurrences(text))
        for (const meaning of meanings[literal] ?? [])
          yield { offset: end - meaning.form.literal.length, ...meaning };
    },
  };
}

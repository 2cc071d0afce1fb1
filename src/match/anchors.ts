/** The prefilter: literals, one of which stands in every text that can hold a match, plainly or encoded. */
import { valueDecoders } from "../decode/encoded-forms.ts";
import { structureMarks } from "../decode/structure-marks.ts";
import type { Hit } from "../decode/value-decoder.ts";
import { literalsOf, type AnchorForm } from "./anchor-forms.ts";
import { automatonFinder } from "./automaton.ts";
import { literalKey, type Finder, type Screen } from "./finder.ts";
import { markLiteral, markLiterals } from "./marks.ts";

/** What the rules look for, as literals. */
export interface Anchors {
  /** Whether some literal occurs. Nothing else decides, so that a faster search can be held to the same answer. */
  readonly mayMatch: Screen["occursIn"];
  readonly inflate: Screen["inflate"];
  /** Where decoders have work: the forms of encoded anchors, and such anchors in plain text, by ascending end. */
  hits(text: string): Iterable<Hit>;
  /** The literals in a text that kinds of files are told by, and of a text beyond Latin-1 perhaps more. */
  structureMarks(text: string): ReadonlySet<string>;
}

/** Anchors whose literals `screen` finds; `marks` finds those of {@link markLiterals}. */
export function compileAnchors(
  forms: readonly AnchorForm[],
  marks: Finder = automatonFinder(markLiterals(forms, [])),
  screen: Screen = automatonFinder(literalsOf(forms)),
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
  const keys = marks.literals.map(literalKey);
  const meanings = keys.map((key) => meaningsOf.get(key));
  const structureMarkOf = new Map(
    structureMarks.map((mark) => [literalKey(markLiteral(mark, false)), mark]),
  );
  const structural = keys.map((key) => structureMarkOf.get(key));

  return {
    mayMatch: screen.occursIn,
    inflate: screen.inflate,
    *hits(text) {
      for (const { literal, end } of marks.occurrences(text))
        for (const meaning of meanings[literal] ?? [])
          yield { offset: end - meaning.form.literal.length, ...meaning };
    },
    structureMarks(text) {
      const found = new Set<string>();
      for (const { literal } of marks.occurrences(text)) {
        const mark = structural[literal];
        if (mark !== undefined) found.add(mark);
      }
      return found;
    },
  };
}

/** The prefilter: literals, one of which stands in every text that can hold a match, plainly or encoded. */
import { archiveSignatures } from "../decode/archive.ts";
import { valueDecoders } from "../decode/encoded-forms.ts";
import { structureMarks } from "../decode/structure-marks.ts";
import type { Hit } from "../decode/value-decoder.ts";
import { literalsOf, type AnchorForm } from "./anchor-forms.ts";
import { automatonFinder } from "./automaton.ts";
import {
  literalKey,
  type Finder,
  type Occurrence,
  type Screen,
  type SearchingInflate,
} from "./finder.ts";
import { markLiteral, markLiterals } from "./marks.ts";

/** What the rules look for, as literals. */
export interface Anchors {
  /** Whether some literal occurs. Nothing else decides, so that a faster search can be held to the same answer. */
  readonly mayMatch: Screen["occursIn"];
  readonly inflate: SearchingInflate | undefined;
  /** All literals in some bytes. */
  literalsIn(bytes: Uint8Array): Iterable<Occurrence>;
  /**
   * The ends of those that are forms of encoded anchors. Undefined when they are many, or when an anchor in plain text is among
   * them; the signatures of archives are not minded.
   */
  onlyEncoded(occurrences: Iterable<Occurrence>): readonly number[] | undefined;
  /** Where decoders have work: the forms of encoded anchors, and such anchors in plain text, by ascending end. */
  hits(text: string): Iterable<Hit>;
  /** The literals in a text that kinds of files are told by, and of a text beyond Latin-1 perhaps more. */
  structureMarks(text: string): ReadonlySet<string>;
}

/** Where there are more, all of a text is worth looking at. */
const MOST_ENCODED = 1000;

/** Anchors whose literals `screen` finds; `marks` finds those of {@link markLiterals}. */
export function compileAnchors(
  forms: readonly AnchorForm[],
  marks: Finder = automatonFinder(markLiterals(forms, [])),
  screen: Finder = automatonFinder(literalsOf(forms)),
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

  const plain = forms.filter(
    ({ decoding, literal }) => decoding === undefined && !archiveSignatures.includes(literal),
  );
  const plainKeys = new Set(literalsOf(plain).map(literalKey));
  const isPlain = screen.literals.map((literal) => plainKeys.has(literalKey(literal)));
  const isSignature = screen.literals.map(({ text }) => archiveSignatures.includes(text));

  return {
    mayMatch: screen.occursIn,
    inflate: screen.inflate,
    literalsIn: (bytes) => screen.occurrences(bytes),
    onlyEncoded(occurrences) {
      const ends: number[] = [];
      for (const { literal, end } of occurrences) {
        if (isPlain[literal] === true || ends.length > MOST_ENCODED) return undefined;
        if (isSignature[literal] !== true) ends.push(end);
      }
      return ends;
    },
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

/** What the prefilter looks for: the anchors of rules, plainly and in every form that an encoding gives them. */
import type { Form } from "../decode/value-decoder.ts";
import type { Decoding } from "../document.ts";
import { distinctLiterals, type Literal } from "./finder.ts";

/** A literal together with what it means to the decoders. Plain data. */
export interface AnchorForm extends Form {
  /** How an anchor is hidden here; undefined for one in plain text. */
  readonly decoding: Decoding | undefined;
  /** False for an anchor that only filters. */
  readonly encodes: boolean;
}

/** The literal of a form. */
export function literalOf({ literal, ignoreCase }: AnchorForm): Literal {
  return { text: literal, ignoreCase };
}

/** The distinct literals of some forms. */
export function literalsOf(forms: readonly AnchorForm[]): readonly Literal[] {
  return distinctLiterals(forms.map(literalOf));
}

/** What the prefilter looks for: the anchors of rules, plainly and in every form that an encoding gives them. */
import type { Form } from "../decode/value-decoder.ts";
import type { Decoding } from "../document.ts";
import type { Literal } from "./finder.ts";

/** A literal together with what it means to the decoders. Plain data. */
export interface AnchorForm extends Form {
  /** How an anchor is hidden here; undefined for one in plain text. */
  readonly decoding: Decoding | undefined;
  /** False for an anchor that only filters. */
  readonly encodes: boolean;
}

/** The distinct literals of some forms, and for each the forms that it may be. */
export function literalsOf(forms: readonly AnchorForm[]): {
  readonly literals: readonly Literal[];
  readonly formsOf: readonly (readonly AnchorForm[])[];
} {
  const byLiteral = new Map<string, AnchorForm[]>();
  for (const each of forms) {
    const key = `${each.ignoreCase} ${each.literal}`;
    const others = byLiteral.get(key);
    if (others === undefined) byLiteral.set(key, [each]);
    else others.push(each);
  }
  const formsOf = [...byLiteral.values()];
  const literals = formsOf.flatMap(([first]) =>
    first === undefined
      ? []
      : [{ bytes: Buffer.from(first.literal, "latin1"), ignoreCase: first.ignoreCase }],
  );
  return { literals, formsOf };
}

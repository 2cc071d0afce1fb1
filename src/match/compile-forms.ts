/** Spells out the anchors of rules in every form that an encoding gives them. */
import { archiveSignatures } from "../decode/archive.ts";
import { encodedForms } from "../decode/encoded-forms.ts";
import { form } from "../decode/value-decoder.ts";
import { UserError } from "../errors.ts";
import type { AnchorForm } from "./anchor-forms.ts";
import type { RuleData } from "./rule.ts";

type Anchored = Pick<RuleData, "id" | "anchors" | "ignoreCase" | "encoded">;

/** All forms of the anchors of some rules; throws a UserError for an anchor that is too short or not plain ASCII. */
export function anchorForms(rules: readonly Anchored[]): readonly AnchorForm[] {
  return distinct([...rules.flatMap(formsOf), ...archiveForms]);
}

/** Packed members show none of their text. */
const archiveForms: readonly AnchorForm[] = archiveSignatures.map((signature) => ({
  ...form(signature),
  decoding: undefined,
  encodes: false,
}));

function formsOf(rule: Anchored): AnchorForm[] {
  requireLength(rule.id, "an anchor", rule.anchors, 3, "three");
  // Half of an encoded form must still be rare.
  requireLength(rule.id, "an encoded anchor", rule.encoded, 5, "five");
  return [
    ...rule.anchors.map((anchor) => ({
      ...form(anchor, { ignoreCase: rule.ignoreCase }),
      decoding: undefined,
      encodes: false,
    })),
    ...rule.encoded.flatMap((anchor) => [
      { ...form(anchor), decoding: undefined, encodes: true },
      ...encodedForms(anchor).map((encoded) => ({
        ...encoded.form,
        decoding: encoded.decoder.decoding,
        encodes: true,
      })),
    ]),
  ];
}

function requireLength(
  ruleId: string,
  what: string,
  anchors: readonly string[],
  least: number,
  word: string,
): void {
  if (anchors.every((anchor) => anchor.length >= least && /^[\x20-\x7e]*$/.test(anchor))) return;
  throw new UserError(
    `Rule ${ruleId}: ${what} must be ${word} or more printable ASCII characters.`,
    "Choose a longer piece of text that stands in every match.",
  );
}

function distinct(forms: readonly AnchorForm[]): AnchorForm[] {
  const seen = new Map<string, AnchorForm>();
  for (const each of forms) {
    const { literal, ignoreCase, phase, decoding, encodes } = each;
    seen.set(`${decoding} ${phase} ${ignoreCase} ${encodes} ${literal}`, each);
  }
  return [...seen.values()];
}

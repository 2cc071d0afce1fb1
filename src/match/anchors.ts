/** The prefilter: literals, one of which stands in every text that can hold a match, plainly or encoded. */
import { archiveSignatures } from "../decode/archive.ts";
import { encodedForms } from "../decode/encoded-forms.ts";
import { form } from "../decode/value-decoder.ts";
import type { Form, Hit, ValueDecoder } from "../decode/value-decoder.ts";
import { UserError } from "../errors.ts";
import { compileAutomaton } from "./automaton.ts";
import type { RuleData } from "./rule.ts";

/** At least three bytes; `ignoreCase` is about ASCII letters. */
export interface Literal {
  readonly bytes: Buffer;
  readonly ignoreCase: boolean;
}

/** What the rules look for, as literals. */
export interface Anchors {
  literals(): readonly Literal[];
  /** Whether some literal occurs. Nothing else decides, so that a faster search can be held to the same answer. */
  mayMatch(bytes: Buffer): boolean;
  /** Where decoders have work: the forms of encoded anchors, and such anchors in plain text, by ascending end. */
  hits(text: string): Iterable<Hit>;
}

/** A literal together with what it means to the decoders; `encodes` is false for an anchor that only filters. */
interface Entry {
  readonly form: Form;
  readonly decoder: ValueDecoder | undefined;
  readonly encodes: boolean;
}

export function compileAnchors(
  rules: readonly Pick<RuleData, "id" | "anchors" | "ignoreCase" | "encoded">[],
): Anchors {
  const entries = distinct([...rules.flatMap(entriesOf), ...archiveEntries]);
  const literals = entries.map(({ form: { literal, ignoreCase } }) => ({
    bytes: Buffer.from(literal, "latin1"),
    ignoreCase,
  }));
  const automaton = compileAutomaton(literals.map((literal) => literal.bytes));

  function* found(bytes: Buffer): Generator<{ offset: number; entry: Entry }> {
    let at = automaton.next(bytes, 0, 0);
    for (; at !== undefined; at = automaton.next(bytes, at.end, at.state)) {
      for (const index of at.literals) {
        const entry = entries[index];
        const literal = literals[index];
        if (entry === undefined || literal === undefined) continue;
        const offset = at.end - literal.bytes.length;
        if (literal.ignoreCase || literal.bytes.compare(bytes, offset, at.end) === 0) {
          yield { offset, entry };
        }
      }
    }
  }

  let fewest: Literal[] | undefined;
  return {
    literals: () => (fewest ??= needed(literals)),
    mayMatch: (bytes) => found(bytes).next().done !== true,
    *hits(text) {
      for (const { offset, entry } of found(Buffer.from(text, "latin1"))) {
        if (entry.encodes) yield { offset, form: entry.form, decoder: entry.decoder };
      }
    },
  };
}

/** Packed members show none of their text. */
const archiveEntries: readonly Entry[] = archiveSignatures.map((signature) => ({
  form: form(signature),
  decoder: undefined,
  encodes: false,
}));

function entriesOf(rule: Pick<RuleData, "id" | "anchors" | "ignoreCase" | "encoded">): Entry[] {
  requireLength(rule.id, "an anchor", rule.anchors, 3, "three");
  // Half of an encoded form must still be rare.
  requireLength(rule.id, "an encoded anchor", rule.encoded, 5, "five");
  return [
    ...rule.anchors.map((anchor) => ({
      form: form(anchor, { ignoreCase: rule.ignoreCase }),
      decoder: undefined,
      encodes: false,
    })),
    ...rule.encoded.flatMap((anchor) => [
      { form: form(anchor), decoder: undefined, encodes: true },
      ...encodedForms(anchor).map((encoded) => ({ ...encoded, encodes: true })),
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

function distinct(entries: readonly Entry[]): Entry[] {
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    const { literal, ignoreCase, phase } = entry.form;
    const key = `${entry.decoder?.decoding} ${phase} ${ignoreCase} ${entry.encodes} ${literal}`;
    seen.set(key, entry);
  }
  return [...seen.values()];
}

/** Leaves out literals that cannot occur without another one occurring. */
function needed(literals: readonly Literal[]): Literal[] {
  const exact = new Map<string, Literal>();
  const folded = new Map<string, Literal>();
  for (const literal of literals) {
    const text = literal.bytes.toString("latin1");
    if (literal.ignoreCase) folded.set(text.toLowerCase(), literal);
    else exact.set(text, literal);
  }
  return [...exact.values(), ...folded.values()].filter((literal) => {
    const text = literal.bytes.toString("latin1");
    return !piecesOf(text).some((piece) => {
      const inAnyCase = folded.get(piece.toLowerCase());
      if (inAnyCase !== undefined && inAnyCase !== literal) return true;
      const asItStands = literal.ignoreCase ? undefined : exact.get(piece);
      return asItStands !== undefined && asItStands !== literal;
    });
  });
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) pieces.push(text.slice(start, end));
  }
  return pieces;
}

/** Hides the raw values of a run in text that comes from what was scanned: a key can be a file's name, a branch or an author. */
import type { Secret } from "../finding.ts";
import { groupBy } from "./group-by.ts";
import { maskKeyShapes } from "./key-shapes.ts";
import { previewOf } from "./preview.ts";

/** The text with every secret in it replaced by its preview. */
export type Mask = (text: string) => string;

/** Shorter values would turn up inside ordinary words and make paths unreadable. */
const SHORTEST_MASKED = 6;

/** Encoded forms of longer values (private keys) do not fit into a name. */
const LONGEST_ENCODED = 256;

/** Forms are looked up by their first characters, so that a text is read once however many secrets there are. */
const LOOKUP_LENGTH = 12;

/** A name may hold a cut-off value: so many characters of one in a row tell too much of it, and are no chance. */
const PIECE = 16;

/** A way to write a secret, and what to write instead. */
interface Form {
  readonly text: string;
  readonly preview: string;
}

/**
 * A mask that knows these secrets in every form that a name can hold: plain, percent-encoded, base64 and hexadecimal; and
 * the shape of keys that were not found where the text was; and long pieces of the secrets.
 */
export function maskOf(secrets: readonly Pick<Secret, "value">[]): Mask {
  const hideForms = replacerOf(secrets.flatMap(({ value }) => formsOf(value)));
  const hidePieces = pieceHider(secrets);
  const known = new Map<string, string>();
  return (text) => {
    let masked = known.get(text);
    if (masked === undefined) {
      masked = hidePieces(maskKeyShapes(hideForms(text)));
      known.set(text, masked);
    }
    return masked;
  };
}

/** Replaces forms from left to right, the longest first where several begin. */
function replacerOf(forms: readonly Form[]): (text: string) => string {
  const lookupLength = forms.reduce(
    (least, { text }) => Math.min(least, text.length),
    LOOKUP_LENGTH,
  );
  const longestFirst = forms.toSorted((a, b) => b.text.length - a.text.length);
  const byStart = groupBy(longestFirst, ({ text }) => text.slice(0, lookupLength));

  return (text) => {
    let masked = "";
    let copied = 0;
    for (let at = 0; at + lookupLength <= text.length; at += 1) {
      const start = byStart.get(text.slice(at, at + lookupLength));
      const form = start?.find((candidate) => text.startsWith(candidate.text, at));
      if (!form) continue;
      masked += text.slice(copied, at) + form.preview;
      copied = at + form.text.length;
      at = copied - 1;
    }
    return masked + text.slice(copied);
  };
}

/** Replaces what is left of values that are cut off at either end. */
function pieceHider(secrets: readonly Pick<Secret, "value">[]): (text: string) => string {
  let pieces: ReadonlySet<string> | undefined;
  return (text) => {
    if (text.length < PIECE) return text;
    pieces ??= new Set(secrets.flatMap(({ value }) => piecesOf(value)));
    let masked = "";
    let copied = 0;
    for (let at = 0; at + PIECE <= text.length; at += 1) {
      if (!pieces.has(text.slice(at, at + PIECE))) continue;
      masked += `${text.slice(copied, at)}…`;
      while (pieces.has(text.slice(at, at + PIECE))) at += 1;
      copied = at + PIECE - 1;
      at = copied - 1;
    }
    return masked + text.slice(copied);
  };
}

function piecesOf(value: string): readonly string[] {
  // Pieces of JSON and PEM are for the most part their format's own words.
  if (value.length > LONGEST_ENCODED || !/^[\w./+=-]+$/.test(value)) return [];
  const count = Math.max(0, value.length - PIECE + 1);
  return Array.from({ length: count }, (_, at) => value.slice(at, at + PIECE));
}

function formsOf(value: string): readonly Form[] {
  const preview = previewOf(value);
  const texts = value.length > LONGEST_ENCODED ? [value] : [value, ...encodedForms(value)];
  return [...new Set(texts)]
    .filter((text) => text.length >= SHORTEST_MASKED)
    .map((text) => ({ text, preview }));
}

/** A value in base64, hexadecimal and percent escapes. */
export function encodedForms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString("hex");
  const base64 = [0, 1, 2].map((before) => alignedBase64(bytes, before));
  return [
    encodeURIComponent(bytes.toString()),
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** The characters of base64 text that these bytes alone decide when `before` other bytes stand before them. */
function alignedBase64(bytes: Buffer, before: number): string {
  const base64 = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
  return base64.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}

/** Hides in the text around a value whatever is a secret: any piece of any value of the run, and what looks like one. */
import type { Excerpt, Secret } from "../finding.ts";
import { encodedForms, type Mask, maskOf } from "./mask.ts";
import { maskUnknownSecrets } from "./unknown-secrets.ts";
import { readableOf } from "./readable.ts";

/** The excerpt without secrets. */
export type ExcerptMask = (excerpt: Excerpt) => Excerpt;

/** Letters and digits in a row that make a piece of a value: shorter ones stand in ordinary words. */
const PIECE = 6;

/** Encoded forms of longer values (private keys) are caught by what they look like. */
const LONGEST_ENCODED = 256;

const OMITTED = "…";

/**
 * A mask that knows these secrets piece by piece, so that neither a line's end nor the joints of a value that is put
 * together, its escapes or its neighbours let a part of it through. `mask` is that of names.
 */
export function excerptMaskOf(secrets: readonly Pick<Secret, "value">[], mask: Mask): ExcerptMask {
  let known: ReadonlySet<number> | undefined;
  const maskOtherLetters = maskOf(otherLetters(secrets));
  const masked = (text: string): string => {
    known ??= piecesOf(secrets);
    return maskUnknownSecrets(maskOtherLetters(maskPieces(text, known, mask)));
  };
  return ({ before, behind }) => ({
    // What touches the value may be more of it.
    before: masked(before.replace(/[\w-]+$/, OMITTED)),
    behind: masked(behind.replace(/^[\w-]+/, OMITTED)),
  });
}

/** Values of other letters than ASCII's, as they were found, byte by byte, and as they are shown. */
function otherLetters(secrets: readonly Pick<Secret, "value">[]): readonly Pick<Secret, "value">[] {
  return secrets
    .filter(({ value }) => /[^\0-\x7f]/.test(value))
    .flatMap(({ value }) => [{ value }, { value: Buffer.from(value, "latin1").toString("utf8") }]);
}

/** Each stretch of the text that is made of pieces of secrets, replaced: by a preview where it is a whole one. */
function maskPieces(text: string, known: ReadonlySet<number>, mask: Mask): string {
  let shown = "";
  let copied = 0;
  for (const { start, end } of stretchesOf(text, known)) {
    const preview = mask(text.slice(start, end));
    shown += text.slice(copied, start) + (isPreview(preview) ? preview : OMITTED);
    copied = end;
  }
  return shown + text.slice(copied);
}

/** A public prefix, and at most four characters besides. */
function isPreview(text: string): boolean {
  return /^[\w./-]{0,12}…[\w-]{0,4}$/.test(text);
}

interface Stretch {
  readonly start: number;
  end: number;
}

/** Where letters and digits, with whatever stands between them, make pieces that are known. */
function stretchesOf(text: string, known: ReadonlySet<number>): readonly Stretch[] {
  const { codes, starts, ends } = readableOf(text);
  const stretches: Stretch[] = [];
  for (let at = 0; at + PIECE <= codes.length; at += 1) {
    if (!known.has(pieceAt(codes, at))) continue;
    const [start, end] = [starts[at] ?? 0, ends[at + PIECE - 1] ?? 0];
    const last = stretches.at(-1);
    if (last && start < last.end) last.end = end;
    else stretches.push({ start, end });
  }
  return stretches;
}

function piecesOf(secrets: readonly Pick<Secret, "value">[]): ReadonlySet<number> {
  const pieces = new Set<number>();
  for (const { value } of secrets) {
    const forms = value.length > LONGEST_ENCODED ? [value] : [value, ...encodedForms(value)];
    for (const form of forms) {
      const { codes } = readableOf(form);
      for (let at = 0; at + PIECE <= codes.length; at += 1) pieces.add(pieceAt(codes, at));
    }
  }
  return pieces;
}

/** Six digits of base 36 as a number. */
function pieceAt(codes: readonly number[], at: number): number {
  let piece = 0;
  for (let index = at; index < at + PIECE; index += 1) piece = piece * 36 + (codes[index] ?? 0);
  return piece;
}

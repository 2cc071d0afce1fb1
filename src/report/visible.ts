/** Makes text from scanned repositories safe to print: nothing in it can move a cursor, reorder or hide other text. */

/** Control, format (bidi too), lone surrogates, line separators, and all that is drawn as nothing. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/**
 * Build servers take for commands what begins anywhere in a log like `##[name]` (GitHub), `##vso[name]` (Azure) or
 * `##teamcity[name]`; GitHub also `::name::` at the beginning of a line.
 */
const COMMAND = /#(?=#\w*\[)|(?<!\S):(?=:)/g;

/** A letter with two accents is a word in Vietnamese; more than four marks on one letter draw over other lines. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** No path a person made is longer; a hostile one must not fill the screen. */
const LIMIT = 400;

/** The text with everything invisible or like a command written as an escape, and cut in the middle when longer than `limit`. */
export function visible(text: string, limit: number = LIMIT): string {
  const short = shortened(text, limit).replaceAll(COMMAND, escaped);
  if (/^[ -~]*$/.test(short)) return short;
  return short.replaceAll(STACKED_MARKS, "$1").replaceAll(HIDDEN, escaped);
}

/** Whether the text prints as it is, so that it can be part of a command to copy. */
export function isPlain(text: string): boolean {
  return visible(text) === text;
}

function escaped(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor((limit - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}

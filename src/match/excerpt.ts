/** The text around a match, for reports that show it. Raw: masking it is for {@link ../findings/excerpt-mask.ts}. */
import type { Chunk } from "../document.ts";
import type { Excerpt } from "../finding.ts";

/** Whole lines before and behind the one of the match, at most. */
const LINES = 2;
/** Characters on each side that are looked at. */
const REACH = 480;
/** Characters of the match's own line on each side of it, and of a line beside it. */
const OWN_LINE = 100;
const OTHER_LINE = 160;

/** What a cut may go through the middle of: names, keys, encoded values and escapes. */
const PIECE = String.raw`[\w+/=%\\&#;.~-]+`;
const CUT_AT_START = new RegExp(`^${PIECE}`);
const CUT_AT_END = new RegExp(`${PIECE}$`);

/** What is drawn where something was left out. */
const OMITTED = "…";

/** A few lines around a match, without the match; undefined in what is no text. */
export function excerptAround(
  { text, decodings }: Pick<Chunk, "text" | "decodings">,
  start: number,
  end: number,
): Excerpt | undefined {
  const before = text.slice(Math.max(0, start - REACH), start);
  const behind = text.slice(end, end + REACH);
  if (isBinary(before) || isBinary(behind)) return undefined;
  const unicode = decodings.includes("utf-16") ? (raw: string) => raw : unicodeOf;
  return {
    before: owned(unicode(linesBefore(before, start > REACH))),
    behind: owned(unicode(linesBehind(behind, end + REACH < text.length))),
  };
}

function linesBefore(text: string, isCut: boolean): string {
  const lines = text.split(LINE_BREAK);
  const own = lines.at(-1) ?? "";
  const others = lines.slice(isCut ? 1 : 0, -1).slice(-LINES);
  const isOwnCut = own.length > OWN_LINE || (isCut && lines.length === 1);
  return [...others.map(shortened), isOwnCut ? withoutStart(own.slice(-OWN_LINE)) : own].join("\n");
}

function linesBehind(text: string, isCut: boolean): string {
  const lines = text.split(LINE_BREAK);
  const own = lines[0] ?? "";
  const isLastCut = isCut && (lines.at(-1) ?? "").length <= OTHER_LINE;
  const others = lines.slice(1, isLastCut ? -1 : undefined).slice(0, LINES);
  const isOwnCut = own.length > OWN_LINE || (isCut && lines.length === 1);
  return [isOwnCut ? withoutEnd(own.slice(0, OWN_LINE)) : own, ...others.map(shortened)].join("\n");
}

const LINE_BREAK = /\r\n?|\n/;

function shortened(line: string): string {
  return line.length > OTHER_LINE ? withoutEnd(line.slice(0, OTHER_LINE)) : line;
}

/** What a cut went through is left out, because half a key is too much of one, and nothing would know it. */
function withoutStart(text: string): string {
  return OMITTED + text.replace(CUT_AT_START, "");
}

function withoutEnd(text: string): string {
  return text.replace(CUT_AT_END, "") + OMITTED;
}

function isBinary(text: string): boolean {
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
}

/** Text that was read byte by byte as the characters that the bytes stand for; as it is where they are not UTF-8. */
function unicodeOf(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text.replaceAll(OMITTED, ""))) return text;
  const decoded = text
    .split(OMITTED)
    .map((piece) => Buffer.from(piece, "latin1").toString("utf8"))
    .join(OMITTED);
  // A cut may go through a character.
  const whole = decoded.replaceAll(/(?<=^|…)\ufffd{1,3}|\ufffd{1,3}(?=$|…)/g, "");
  return whole.includes("\ufffd") ? text : whole;
}

/** In its own memory: a slice would keep the whole text it was cut from alive. */
function owned(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}

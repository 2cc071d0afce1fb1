/** Puts a lookup of the environment in the place of a string literal that is a key, where that is sure to be right. */
import type { Match } from "../finding.ts";
import type { Language } from "./languages.ts";
import { variableName } from "./variable-name.ts";

/** A piece of text and what is to stand there. Offsets are into the text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A value in a text: from `start` up to `end`. */
export interface Place {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly match: Match;
}

/** Credentials that a single variable can hold. */
const PLAIN: readonly Match["credential"][] = [
  "gemini-auth-key",
  "google-api-key",
  "gemini-key-by-name",
];

/**
 * The edit for a literal that is nothing but the key; undefined where it is not, or where only a constant may stand. With
 * `inJson` the code is inside a string of JSON, where double quotes are escaped.
 */
export function codeEdit(place: Place, language: Language, inJson: boolean): Edit | undefined {
  const { text, match } = place;
  if (!PLAIN.includes(match.credential)) return undefined;
  const literal = literalAround(place, language, inJson);
  if (literal === undefined) return undefined;
  const { start, end, quote } = literal;
  if (hasNeighbour(text, literal, inJson)) return undefined;
  const line = lineBefore(text, start, inJson);
  if (COMMENT.test(line)) return undefined;
  const before = text.slice(Math.max(0, start - 1000), start);
  const behind = text.slice(end, end + 200);
  const isName = /^\s*\??\s*:/.test(behind) && (line.trim() === "" || /[{,;]\s*$/.test(before));
  if (isName || language.constantBehind?.test(behind)) return undefined;

  const fallback = language.otherwise?.exec(before)?.[0] ?? DEFAULT.exec(before)?.groups?.["comma"];
  if (fallback !== undefined) return { start: start - fallback.length, end, text: "" };
  const assignment = TO_ENVIRONMENT.exec(before)?.groups?.["sign"];
  if (assignment !== undefined) return { start: start - assignment.length, end, text: "" };
  if (language.constant?.test(line) || isInConstants(before)) return undefined;

  const name = variableName(match, before);
  const code = language.lookup(name, quote === "`" ? '"' : quote);
  const written = inJson ? code.replaceAll('"', String.raw`\"`) : code;
  if (language.converts) return convertedEdit(literal, text, written);
  if (JSX_ATTRIBUTE.test(before)) return { start, end, text: `{${written}}` };
  return { start, end, text: written };
}

/** Characters of a line that are looked at; what is longer was not written by hand. */
const LONGEST_LINE = 1000;

/** What of the line of code stands before an offset. */
function lineBefore(text: string, start: number, inJson: boolean): string {
  const line = text.slice(
    Math.max(text.lastIndexOf("\n", start - 1) + 1, start - LONGEST_LINE),
    start,
  );
  // Each line of a cell is a string of its own, or a part of one.
  return inJson ? (line.split(/\\n|(?<!\\)"/).at(-1) ?? "") : line;
}

/** In a comment a lookup would read nothing; `#key =` is a private field. What only looks like one in a string does no harm. */
const COMMENT = /^\s*(?:\*(?=\s)|--)|(?:^|\s)(?:\/\/|\/\*|#(?!\w+\s*=))/;

/** Whether another literal stands beside it, with which it is one in some languages; there only a literal may stand. */
function hasNeighbour(text: string, { start, end }: Literal, inJson: boolean): boolean {
  const mark = inJson ? String.raw`(?:\\"|')` : "[\"'`]";
  const gap = inJson ? String.raw`(?:\s|\\n(?:"\s*,\s*")?)*` : String.raw`\s*`;
  return (
    new RegExp(`${mark}${gap}$`).test(text.slice(Math.max(0, start - 200), start)) ||
    new RegExp(`^${gap}[a-zA-Z]{0,2}${mark}`).test(text.slice(end, end + 200))
  );
}

/** `os.getenv("NAME", `, `ENV.fetch("NAME", `: what follows is used when there is no such variable. */
const DEFAULT =
  /(?:\bgetenv|\benviron\.get|\bENV\.fetch|\benv|\bGetEnvironmentVariable)\(\s*(?:\\?["'])[A-Za-z_]\w*(?:\\?["'])(?<comma>\s*,\s*)$/;

/** `os.environ["NAME"] = `: nothing is left to assign. */
const TO_ENVIRONMENT =
  /(?:\bos\.environ\[\\?["']\w+\\?["']\]|\bprocess\.env\.\w+|\bENV\[["']\w+["']\])(?<sign>\s*=\s*)$/;

/** `<Map apiKey=`, in a tag that is still open. */
const JSX_ATTRIBUTE = /<[A-Z][\w.]*(?:\s[^<>]*)?\s[\w-]+=$/;

/** Go: `const ( … `, still open. */
function isInConstants(before: string): boolean {
  const open = before.lastIndexOf("const (");
  return open >= 0 && !/^\)/m.test(before.slice(open));
}

interface Literal {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

function literalAround(
  { text, start, end }: Place,
  { prefix }: Language,
  inJson: boolean,
): Literal | undefined {
  const double = inJson ? String.raw`\"` : '"';
  const quote = [double, "'", "`"].find(
    (mark) => text.startsWith(mark, end) && text.slice(0, start).endsWith(mark),
  );
  if (quote === undefined) return undefined;
  const three = quote.repeat(2);
  const isTriple =
    text.startsWith(three, end + quote.length) &&
    text.slice(0, start - quote.length).endsWith(three);
  const width = isTriple ? quote.length * 3 : quote.length;
  const from = start - width;
  const to = end + width;
  // An escaped quote belongs to a string around it.
  if (!inJson && text[from - 1] === "\\") return undefined;
  if (text.startsWith(quote, to) || text.slice(0, from).endsWith(quote)) return undefined;

  const letters = /[\w@$]+$/.exec(text.slice(Math.max(0, from - 20), from))?.[0] ?? "";
  if (letters !== "" && prefix?.test(letters) !== true) return undefined;
  return { start: from - letters.length, end: to, quote: quote === double ? '"' : quote };
}

/** Rust: a variable is a String and a literal is not, so that only what makes a String of it can be replaced. */
function convertedEdit({ start, end }: Literal, text: string, code: string): Edit | undefined {
  const conversion = /^\.(?:to_string|to_owned|into)\(\)/.exec(text.slice(end, end + 20))?.[0];
  if (conversion !== undefined) return { start, end: end + conversion.length, text: code };
  if (text.slice(0, start).endsWith("String::from(") && text[end] === ")")
    return { start: start - "String::from(".length, end: end + 1, text: code };
  return undefined;
}

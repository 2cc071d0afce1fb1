/** What git-filter-repo is told to replace, and what it will make of a text. Holds raw values. */
import { byKeys } from "../findings/compare.ts";

/** One way in which a value was written somewhere, and what takes its place. */
export interface Expression {
  /** Bytes, one a character. */
  readonly raw: string;
  readonly placeholder: string;
}

/** What is shorter could be part of ordinary words, and is replaced only where it stands alone. */
const LONG_ENOUGH = 16;

/** Each raw form once, the longest first, so that none is broken by another one that is a part of it. */
export function inOrder(expressions: readonly Expression[]): readonly Expression[] {
  const byRaw = new Map(expressions.map((expression) => [expression.raw, expression]));
  return [...byRaw.values()].sort(
    byKeys(
      ({ raw }) => -raw.length,
      ({ raw }) => raw,
    ),
  );
}

/** Bodies of PEM files are lines of this many characters: RFC 7468. */
const PEM_LINE = /.{1,64}/g;

/** How a value most likely stands where no rule saw it: by itself, or in the lines of a PEM file. */
export function likelyForms(value: string): readonly string[] {
  if (!/^[\x20-\x7e]+$/.test(value)) return [];
  if (!/^[\w+/=]{400,}$/.test(value)) return [value];
  const lines = value.match(PEM_LINE) ?? [];
  return [value, ...["\n", "\r\n", String.raw`\n`].map((between) => lines.join(between))];
}

/**
 * The file for `--replace-text`: an expression a line, in bytes. git-filter-repo applies literals before patterns, strips
 * the line end, splits at the last `==>` and knows no comments.
 */
export function expressionFile(expressions: readonly Expression[]): Buffer {
  return Buffer.from(expressions.map((one) => `${lineOf(one)}\n`).join(""), "latin1");
}

function lineOf(expression: Expression): string {
  const { raw, placeholder } = expression;
  if (standsAlone(expression)) return `regex:${BEFORE}${escaped(raw)}${BEHIND}==>${placeholder}`;
  if (/[\r\n]/.test(raw)) return `regex:${escaped(raw)}==>${placeholder}`;
  return `literal:${raw}==>${placeholder}`;
}

/** The text as git-filter-repo will leave it; one character is one byte. */
export function replaced(text: string, expressions: readonly Expression[]): string {
  const isLiteral = (expression: Expression): boolean => lineOf(expression).startsWith("literal:");
  const literals = expressions.filter(isLiteral);
  const patterns = expressions.filter((expression) => !isLiteral(expression));
  return [...literals, ...patterns].reduce((rest, expression) => {
    if (!rest.includes(expression.raw)) return rest;
    const pattern = escaped(expression.raw);
    const alone = standsAlone(expression) ? `${BEFORE}${pattern}${BEHIND}` : pattern;
    return rest.replace(new RegExp(alone, "g"), () => expression.placeholder);
  }, text);
}

const BEFORE = "(?<![0-9A-Za-z_-])";
const BEHIND = "(?![0-9A-Za-z_-])";

function standsAlone({ raw }: Expression): boolean {
  return raw.length < LONG_ENOUGH;
}

/** Means the same to Python and to JavaScript. */
function escaped(raw: string): string {
  return raw.replaceAll(
    /[^0-9A-Za-z_]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** git-filter-repo takes what has a zero byte near its beginning for binary, and replaces nothing in it. */
export function isLeftAlone(bytes: Buffer): boolean {
  return bytes.subarray(0, 8192).includes(0);
}

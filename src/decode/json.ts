/**
 * Reads JSON where it lies: spans of text instead of values, one level at a time. Nothing is built for what nobody
 * asks for, nesting costs no stack, a key may be named `__proto__` or come twice, and every string can be traced
 * back to its offset.
 */
import { join, rewrite, slice } from "./view.ts";
import type { View } from "./view.ts";

/** A JSON value, from its first character to behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Member {
  readonly key: Span;
  readonly value: Span;
  /** Key and value together. */
  readonly whole: Span;
}

/** Not JSON, at this offset. */
export class JsonProblem extends Error {
  override readonly name = "JsonProblem";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** More values than any real file of structure holds; a file made to exhaust memory is read as plain text. */
const MOST_VALUES = 3_000_000;

export type JsonReader = ReturnType<typeof readJson>;

/** A reader of one JSON text. What goes through members and items throws {@link JsonProblem}; the rest does not. */
export function readJson(text: string) {
  let values = 0;

  const skipSpace = (from: number): number => {
    let at = from;
    while (isSpace(text.charCodeAt(at))) at++;
    return at;
  };

  const valueAt = (start: number): Span => {
    if (++values > MOST_VALUES) throw new JsonProblem("holds too many values", start);
    return { start, end: endOfValue(text, start) };
  };

  /** Goes through what stands between a bracket and its partner, separated by commas. */
  function* listed<T extends Span>(span: Span, read: (at: number) => T): Generator<T> {
    const close = span.end - 1;
    let at = skipSpace(span.start + 1);
    while (at < close) {
      const item = read(at);
      yield item;
      at = skipSpace(item.end);
      if (at >= close) break;
      if (text[at] !== ",") throw new JsonProblem("expected a comma", at);
      at = skipSpace(at + 1);
    }
  }

  const memberAt = (at: number): Member & Span => {
    if (text[at] !== '"') throw new JsonProblem("expected a name in quotes", at);
    const key = valueAt(at);
    const colon = skipSpace(key.end);
    if (text[colon] !== ":") throw new JsonProblem("expected a colon", colon);
    const value = valueAt(skipSpace(colon + 1));
    const whole = { start: key.start, end: value.end };
    return { key, value, whole, ...whole };
  };

  return {
    /** The one value that the text is, behind a byte order mark or a `)]}'` line. */
    root(): Span {
      const root = valueAt(skipSpace(startOfJson(text)));
      const rest = skipSpace(root.end);
      if (rest < text.length) throw new JsonProblem("expected nothing more", rest);
      return root;
    },
    isObject: (span: Span): boolean => text[span.start] === "{",
    isArray: (span: Span): boolean => text[span.start] === "[",
    isString: (span: Span): boolean => text[span.start] === '"',
    members: (span: Span): Generator<Member> => listed(span, memberAt),
    items: (span: Span): Generator<Span> => listed(span, valueAt),
    /** A number or word as it stands, a string unescaped. */
    plain(span: Span): string {
      return text[span.start] === '"'
        ? stringView(text, span).text
        : text.slice(span.start, span.end);
    },
    /** Any value as it stands. */
    raw: (span: Span): string => text.slice(span.start, span.end),
    string: (span: Span): View => stringView(text, span),
    /** Any value as it stands, only with the escapes of its strings undone. */
    unescaped: (span: Span): View => unescape(slice(text, span.start, span.end)),
    /**
     * A string, or a list of strings put together: both are how notebooks write text. The list is checked now, so
     * that what makes the view later cannot fail.
     */
    text(span: Span, separator: string): () => View {
      if (this.isString(span)) return () => this.string(span);
      if (!this.isArray(span)) return () => this.unescaped(span);
      const items = [...this.items(span)];
      if (!items.every((item) => this.isString(item))) return () => this.unescaped(span);
      return () =>
        join(
          items.map((item) => this.string(item)),
          separator,
        );
    },
  };
}

/** Whether the text could be a JSON object, judged by its first character. */
export function beginsAsObject(text: string): boolean {
  let at = startOfJson(text);
  while (isSpace(text.charCodeAt(at))) at++;
  return text[at] === "{";
}

function startOfJson(text: string): number {
  // A UTF-8 byte order mark, read byte by byte.
  if (text.startsWith("\u00ef\u00bb\u00bf")) return 3;
  // Servers put this line before source maps so that a browser cannot run them as a script.
  if (text.startsWith(")]}'")) return Math.max(text.slice(0, 64).indexOf("\n"), 4);
  return 0;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function stringView(text: string, span: Span): View {
  return unescape(slice(text, span.start + 1, span.end - 1));
}

const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|[^])/g;

function unescape(view: View): View {
  return view.text.includes("\\") ? rewrite(view, ESCAPE, unescapedCharacter) : view;
}

const CONTROL = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
]);

function unescapedCharacter(escape: string): string {
  if (escape.length === 6) return String.fromCharCode(Number.parseInt(escape.slice(2), 16));
  const letter = escape.slice(1);
  return CONTROL.get(letter) ?? letter;
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first === "{" || first === "[") return endOfBrackets(text, start);
  const word = /[-+.0-9A-Za-z]+/y;
  word.lastIndex = start;
  if (!word.test(text)) throw new JsonProblem("expected a value", start);
  return word.lastIndex;
}

function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote >= 0) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  throw new JsonProblem("a string is not closed", start);
}

function endOfBrackets(text: string, start: number): number {
  const mark = /["[\]{}]/g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    if (found[0] === '"') mark.lastIndex = endOfString(text, found.index);
    else if (found[0] === "{" || found[0] === "[") depth++;
    else if (--depth === 0) return mark.lastIndex;
  }
  throw new JsonProblem("a bracket is not closed", start);
}

/** Adds lines to YAML that people wrote, and leaves every other byte of it alone. */
import { isDeepStrictEqual } from "node:util";
import { type Document, isCollection, isMap, isPair, isSeq, parseDocument, stringify } from "yaml";
import { parseYaml } from "../rules/yaml-file.ts";

/** The text is none to which lines can be added; the message completes "FILE is left as it is: ". */
export class Unfit extends Error {
  override readonly name = "Unfit";
}

/** What leads to a node: names of fields, and places in lists. */
export type Path = readonly (string | number)[];

/** The content of a text as data. Throws {@link Unfit}. */
export function dataOf(text: string): unknown {
  return read(text).toJS();
}

/** The text with one item more in the list at a path. Throws {@link Unfit}. */
export function withItem(text: string, path: Path, item: unknown): string {
  const list = read(text).getIn(path, true);
  const [first] = isSeq(list) && !list.flow ? list.items : [];
  if (first === undefined) throw new Unfit(`${path.join(".")} is not a list with a line per item`);
  const [, indent, gap] = /^( *)-( +)$/.exec(lineUpTo(text, startOf(first))) ?? [];
  if (indent === undefined || gap === undefined) throw new Unfit(NOT_UNDERSTOOD);
  const lines = linesOf(item).map((line, index) =>
    index === 0 ? `${indent}-${gap}${line}` : `${indent} ${" ".repeat(gap.length)}${line}`,
  );
  const changed = insert(text, lineAfter(text, endOf(list)), lines);
  return proved(text, changed, path, (items) => [...(items as unknown[]), item]);
}

/** The text with one field more in the map at a path, last or first. Throws {@link Unfit}. */
export function withField(
  text: string,
  path: Path,
  name: string,
  value: unknown,
  place: "first" | "last" = "last",
): string {
  const document = read(text);
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  const [first] = isMap(map) && !map.flow ? map.items : [];
  if (first === undefined)
    throw new Unfit(`${path.join(".") || "it"} is not a map with a line per field`);
  const lead = lineUpTo(text, startOf(first));
  if (!/^(?: *- +)?$|^ *$/.test(lead)) throw new Unfit(NOT_UNDERSTOOD);
  const lines = linesOf({ [name]: value }).map((line) => " ".repeat(lead.length) + line);
  const isSpaced = path.length === 0 && /\n[ \t]*\r?\n\S/.test(text.slice(startOf(first)));
  const offset = place === "first" ? startOf(first) - lead.length : lineAfter(text, endOf(map));
  const changed = insert(text, offset, isSpaced && place === "last" ? ["", ...lines] : lines);
  return proved(text, changed, path, (fields) => ({ ...(fields as object), [name]: value }));
}

const NOT_UNDERSTOOD = "it is written in a way that is not known here";

function read(text: string): Document {
  try {
    // Refuses what is made to take for ever, and names that stand twice.
    parseYaml(text, "it");
    const document = parseDocument(text, { logLevel: "silent" });
    const [error] = document.errors;
    if (error === undefined) return document;
  } catch {
    // Why, people see when they open it.
  }
  throw new Unfit("it is not valid YAML of one document");
}

/** Made certain by reading it again: it says what it said, and what was to be added. */
function proved(
  text: string,
  changed: string,
  path: Path,
  change: (node: unknown) => unknown,
): string {
  try {
    const before = dataOf(text);
    if (isDeepStrictEqual(dataOf(changed), changedAt(before, path, change))) return changed;
  } catch {
    // An alias that leads nowhere, or far too many.
  }
  throw new Unfit(NOT_UNDERSTOOD);
}

function changedAt(data: unknown, path: Path, change: (node: unknown) => unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return change(data);
  if (Array.isArray(data))
    return data.map((item: unknown, at) => (at === name ? changedAt(item, rest, change) : item));
  const fields = data as Readonly<Record<string, unknown>>;
  return { ...fields, [name]: changedAt(fields[name], rest, change) };
}

function linesOf(value: unknown): readonly string[] {
  return stringify(value, { lineWidth: 0 }).trimEnd().split("\n");
}

function insert(text: string, offset: number, lines: readonly string[]): string {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const before = text.slice(0, offset);
  const gap = before === "" || before.endsWith("\n") ? "" : end;
  return before + gap + lines.map((line) => line + end).join("") + text.slice(offset);
}

/** Where the line begins that follows the one in which something ends. */
function lineAfter(text: string, end: number): number {
  if (text[end - 1] === "\n") return end;
  const found = text.indexOf("\n", end);
  return found < 0 ? text.length : found + 1;
}

function lineUpTo(text: string, offset: number): string {
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
}

function startOf(node: unknown): number {
  if (isPair(node)) return startOf(node.key);
  return rangeOf(node)?.[0] ?? 0;
}

/** Where the last value ends that a node holds; comments below it belong to what follows. */
function endOf(node: unknown): number {
  if (isPair(node)) return endOf(node.value ?? node.key);
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  return rangeOf(node)?.[1] ?? 0;
}

function rangeOf(node: unknown): readonly [number, number, number] | null | undefined {
  return (node as { readonly range?: [number, number, number] | null } | null)?.range;
}

/** Reads YAML that anybody may have written: data only, each piece with its place, and no alias followed. */
import { isUtf8 } from "node:buffer";
import { isMap, isScalar, isSeq, Lexer, LineCounter, type Pair, parseDocument } from "yaml";
import { UserError } from "../errors.ts";
import { LARGEST_OWN_FILE } from "../own-files.ts";
import { clipped, type Field, type Located } from "./fields.ts";

/** The text of a YAML file. Throws {@link UserError} when it is too large or not UTF-8. */
export function yamlText(bytes: Buffer, file: string): string {
  if (bytes.length > LARGEST_OWN_FILE)
    throw new UserError(`${file}: larger than ${LARGEST_OWN_FILE / 1024 ** 2} MiB, and not read`);
  if (!isUtf8(bytes)) throw new UserError(`${file}: not UTF-8`, "save it in that encoding");
  return bytes.toString("utf8");
}

/** The content of a YAML text; undefined when there is none. Throws {@link UserError} with `file:line:column`. */
export function parseYaml(text: string, file: string): Located | undefined {
  refuseMuch(text, file);
  const lines = new LineCounter();
  // Its own search for keys that stand twice compares each with all others.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false };
  const document = parseDocument(text, options);
  const place = (offset: number | undefined): string => {
    const { line, col } = lines.linePos(offset ?? 0);
    return `${file}:${line}:${col}`;
  };
  const [error] = document.errors;
  // The parser's message can quote the text, so that its code has to do.
  if (error !== undefined && /^(?:<{7}|>{7}) /m.test(text))
    throw new UserError(`${place(error.pos[0])}: not valid YAML: it has both sides of a conflict`);
  if (error !== undefined)
    throw new UserError(`${place(error.pos[0])}: not valid YAML (${error.code})`);

  const field = (node: Pair, map: unknown): [string, Field] => {
    const { key, value } = node;
    const nameAt = place(rangeStart(key) ?? rangeStart(map));
    // What is written counts, and not the number that it may look like.
    const name = isScalar(key) ? (key.source ?? String(key.value)) : "?";
    return [name, { nameAt, ...located(value) }];
  };
  const located = (node: unknown): Located => {
    const at = place(rangeStart(node));
    if (isSeq(node)) return { at, value: node.items.map(located) };
    if (isMap(node)) return { at, value: fieldsOf(node.items.map((item) => field(item, node))) };
    const value = isScalar(node) ? node.value : undefined;
    const simple =
      typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return { at, value: simple ? value : undefined };
  };
  return document.contents === null ? undefined : located(document.contents);
}

/** As many as a file of the largest size has that is not made of punctuation. */
const MOST_TOKENS = 400_000;
/** What people nest is a tenth of it. */
const DEEPEST = 64;

/** The parser keeps far more in memory than it reads, and without end: a few megabytes of brackets can be all there is. */
function refuseMuch(text: string, file: string): void {
  let tokens = 0;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (token === "[" || token === "{") depth += 1;
    if (token === "]" || token === "}") depth -= 1;
    if (tokens > MOST_TOKENS || depth > DEEPEST)
      throw new UserError(`${file}: not read, because there is too much in it`);
  }
}

function rangeStart(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] | null } | null)?.range?.[0];
}

function fieldsOf(entries: readonly (readonly [string, Field])[]): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const [name, field] of entries) {
    const before = fields.get(name);
    if (before !== undefined)
      throw new UserError(`${field.nameAt}: ${clipped(name)} stands there twice`);
    fields.set(name, field);
  }
  return fields;
}

/** Reads and writes `.gemsweep-ignore.yaml`: fingerprints, each with a reason. */
import { type Document, isMap, isScalar, type Pair, parseDocument, type YAMLMap } from "yaml";
import { isDay } from "../command-line/day.ts";
import type { Decision } from "../command-line/decision.ts";
import { checkFingerprint, pathPattern, textsIn } from "../command-line/config-file-statements.ts";
import type { Note } from "../document.ts";
import { messageOf, UserError } from "../errors.ts";
import type { IgnoreEntry, IgnoreFile } from "../findings/policy.ts";
import { IGNORE_FILE, LARGEST_OWN_FILE, type RepositoryFiles } from "../own-files.ts";
import { Fields, type Field } from "./fields.ts";
import { parseYaml, yamlText } from "./yaml-file.ts";

/** What a repository's ignore file says. One that cannot be read is noted, and ignores nothing. */
export async function readIgnoreFile(
  files: RepositoryFiles,
): Promise<{ readonly ignoreFile: IgnoreFile; readonly notes: readonly Note[] }> {
  const file = IGNORE_FILE;
  try {
    const bytes = await files.read(file);
    const entries = bytes === undefined ? new Map() : parseIgnores(yamlText(bytes, file), file);
    return { ignoreFile: { file, entries }, notes: [] };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    const note = `nothing in it counts: ${messageOf(thrown)}`;
    return { ignoreFile: { file, entries: new Map() }, notes: [{ about: file, note }] };
  }
}

const ENTRY_FIELDS = ["reason", "by", "expires", "path"] as const;

/** The entries of an ignore file by fingerprint. Throws {@link UserError} that names the line. */
export function parseIgnores(text: string, file: string): ReadonlyMap<string, IgnoreEntry> {
  const root = parseYaml(text, file);
  if (root === undefined) return new Map();
  if (!(root.value instanceof Map))
    throw new UserError(`${root.at}: expected fingerprints, each with a reason`);
  const entries = root.value as ReadonlyMap<string, Field>;
  return new Map(
    [...entries].map(([name, field]) => [
      checkFingerprint(name, field.nameAt),
      readEntry(field, file),
    ]),
  );
}

function readEntry(field: Field, file: string): IgnoreEntry {
  const fields = new Fields(field, "an entry", ENTRY_FIELDS);
  const expires = fields.optionalText("expires");
  if (expires !== undefined && !isDay(expires)) fields.fail("expires", "a day such as 2027-01-31");
  const path = fields.field("path");
  return {
    reason: fields.text("reason"),
    who: fields.optionalText("by"),
    expires,
    paths: path ? textsIn("path", path).map((pattern) => pathPattern(pattern, file)) : [],
  };
}

const HEAD = "# What gemsweep finds and is not to report, by fingerprint. See docs/ignores.md.\n\n";

/**
 * The text of an ignore file with entries for some fingerprints more, sorted. Comments stay. An entry that is there is
 * replaced. Throws {@link UserError} for a text that is no ignore file.
 */
export function withEntries(
  text: string,
  file: string,
  fingerprints: readonly string[],
  { reason, who, expires, paths }: Decision,
): string {
  const entry = {
    reason,
    ...(who !== undefined && { by: who }),
    ...(expires !== undefined && { expires }),
    ...(paths.length > 0 && { path: paths.length === 1 ? paths[0] : paths }),
  };
  return edited(text, file, (entries, document) => {
    for (const fingerprint of fingerprints) {
      const known = entries.get(fingerprint);
      if (known) known.value = document.createNode(entry);
      else entries.set(fingerprint, document.createPair(fingerprint, entry));
    }
  });
}

/** The text without the entries for some fingerprints, and without the comments beside them. Throws {@link UserError}. */
export function withoutEntries(
  text: string,
  file: string,
  fingerprints: readonly string[],
): string {
  return edited(text, file, (entries) => {
    for (const fingerprint of fingerprints) entries.delete(fingerprint);
  });
}

/** The text with the entries of both sides of a merge conflict; of two for one fingerprint, that of our side. */
export function withBothSides(text: string, file: string): string {
  const ours = text.replaceAll(CONFLICT, "$<ours>");
  if (ours === text) return text;
  const theirs = text.replaceAll(CONFLICT, "$<theirs>");
  parseIgnores(theirs, file);
  const { items } = documentOf(theirs).contents;
  return edited(ours, file, (entries) => {
    for (const pair of items) if (!entries.has(nameOf(pair))) entries.set(nameOf(pair), pair);
  });
}

/** As git writes it, with the common ancestor or without. */
const CONFLICT =
  /^<{7} .*\r?\n(?<ours>[^]*?)(?:^\|{7}[^]*?)?^={7}\r?\n(?<theirs>[^]*?)^>{7} .*(?:\r?\n|$)/gm;

type IgnoreDocument = Document & { contents: YAMLMap };

function edited(
  text: string,
  file: string,
  edit: (entries: Map<string, Pair>, document: IgnoreDocument) => void,
): string {
  parseIgnores(text, file);
  const head = headOf(text);
  const document = documentOf(text.slice(head.length));
  const { contents } = document;
  const entries = new Map(contents.items.map((pair) => [nameOf(pair), pair]));
  edit(entries, document);
  contents.items = [...entries]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, pair]) => pair);
  const body = entries.size === 0 ? "" : document.toString({ lineWidth: 0 });
  const written = (text.trim() === "" ? HEAD : head) + body;
  if (Buffer.byteLength(written) <= LARGEST_OWN_FILE) return written;
  throw new UserError(
    `${file} would become larger than ${LARGEST_OWN_FILE / 1024 ** 2} MiB`,
    "leave whole folders out with exclude in the settings",
  );
}

function documentOf(text: string): IgnoreDocument {
  const document = parseDocument<YAMLMap>(text, { uniqueKeys: false });
  if (!isMap(document.contents)) document.contents = document.createNode({}) as YAMLMap;
  return document as IgnoreDocument;
}

/** The comment that is about the whole file: up to the last empty line before the first entry. */
function headOf(text: string): string {
  const lead = /^(?:[ \t]*(?:#[^\n]*)?\n)*/.exec(text)?.[0] ?? "";
  return /^[^]*\n[ \t]*\r?\n/.exec(lead)?.[0] ?? "";
}

function nameOf({ key }: Pair): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : "";
}

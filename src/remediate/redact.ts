/** Takes the keys out of one file, as text in and text out. */
import type { Content, Decoding } from "../document.ts";
import { editableText } from "./editable-text.ts";
import { importEdit, missingImport } from "./imports.ts";
import { languageOf } from "./languages.ts";
import { notebookCells, type NotebookCells } from "./notebook-cells.ts";
import { codeEdit, type Edit, type Place } from "./redact-code.ts";
import { settingsEdit } from "./redact-settings.ts";
import type { Match } from "../finding.ts";

/** A value in the file, what takes its place where nothing better can, and what may be shown of it. */
export interface Value {
  readonly match: Match;
  readonly placeholder: string;
  readonly preview: string;
}

export interface RedactOptions {
  readonly clearOutputs: boolean;
  /** No lookups: placeholders alone, which are right everywhere. */
  readonly plainly: boolean;
}

/** A changed file. */
export interface Redacted {
  readonly bytes: Buffer;
  readonly before: string;
  readonly edits: readonly ShownEdit[];
  /** Edits that take out a key or an output. */
  readonly places: number;
  /** What the file needs besides, such as `import os`. */
  readonly reminders: readonly string[];
}

/** An edit, and what may be shown of the piece that it replaces. */
export interface ShownEdit extends Edit {
  readonly shown: string;
}

/** Undefined for what is not text, or when no value is in a place that can be edited. */
export function redact(
  content: Content,
  path: string,
  values: readonly Value[],
  options: RedactOptions,
): Redacted | undefined {
  const file = editableText(content);
  if (file === undefined) return undefined;
  const { text } = file;
  const notebook = /\.ipynb$/i.test(path) ? notebookCells(text) : undefined;
  const wanted = [
    ...(options.clearOutputs && notebook ? clearedOutputs(notebook, text) : []),
    ...values.flatMap((value) => editFor(value, text, path, notebook, file.offsetOf, options)),
  ];
  if (wanted.length === 0) return undefined;
  const made = withoutOverlaps(wanted);
  const missing = missingImport(languageOf(path), applied(text, made), made);
  const added = missing && importEdit(missing, text, notebook, made);
  const edits = added ? withoutOverlaps([...made, { ...added, shown: "" }]) : made;
  return {
    bytes: file.bytesOf(applied(text, edits)),
    before: text,
    edits,
    places: made.length,
    reminders: missing && !added ? [missing.reminder] : [],
  };
}

/** The text with the edits made, which must be in order and apart. */
function applied(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, text: replacement } of edits) {
    pieces.push(text.slice(from, start), replacement);
    from = end;
  }
  return [...pieces, text.slice(from)].join("");
}

function editFor(
  { match, placeholder, preview }: Value,
  text: string,
  path: string,
  notebook: NotebookCells | undefined,
  offsetOf: (byte: number) => number,
  { plainly }: RedactOptions,
): readonly ShownEdit[] {
  if (match.bytes === undefined) return [];
  const start = offsetOf(match.bytes.start);
  const end = offsetOf(match.bytes.end);
  if (!Number.isInteger(start) || !Number.isInteger(end)) return [];
  const place: Place = { text, start, end, match };
  const isLiteral = match.decodings.every((decoding) => AS_LITERAL.includes(decoding));
  const better = plainly || !isLiteral ? undefined : lookupEdit(place, path, notebook);
  const edit = better ?? { start, end, text: placeholder };
  const shown = text.slice(edit.start, start) + preview + text.slice(end, edit.end);
  return [{ ...edit, shown }];
}

/** What a language itself undoes in a literal; a literal of base64 is decoded by code that a lookup would confuse. */
const AS_LITERAL: readonly Decoding[] = ["concatenation", "js-escape", "utf-16"];

function lookupEdit(
  place: Place,
  path: string,
  notebook: NotebookCells | undefined,
): Edit | undefined {
  const language = languageOf(path);
  if (/\.ipynb$/i.test(path)) {
    if (language === undefined || notebook?.isPython !== true) return undefined;
    const isSource = notebook.cells.some(
      ({ isCode, source }) =>
        isCode && source && source.start <= place.start && place.end <= source.end,
    );
    return isSource ? codeEdit(place, language, true) : undefined;
  }
  return language ? codeEdit(place, language, false) : settingsEdit(place, path);
}

function clearedOutputs({ cells }: NotebookCells, text: string): readonly ShownEdit[] {
  const replaced = (span: { start: number; end: number } | undefined, by: string): ShownEdit[] => {
    if (span === undefined || text.slice(span.start, span.end) === by) return [];
    return [{ ...span, text: by, shown: by === "[]" ? "[ outputs ]" : "number" }];
  };
  return cells.flatMap(({ isCode, outputs, executionCount }) =>
    isCode ? [...replaced(outputs, "[]"), ...replaced(executionCount, "null")] : [],
  );
}

/** In order; of edits that overlap the widest, which takes the others along. */
function withoutOverlaps(edits: readonly ShownEdit[]): readonly ShownEdit[] {
  const kept: ShownEdit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = kept.at(-1);
    if (last === undefined || edit.start >= last.end) kept.push(edit);
    else if (edit.end - edit.start > last.end - last.start) kept[kept.length - 1] = edit;
  }
  return kept;
}

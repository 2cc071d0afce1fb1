/** Makes known what a lookup needs. */
import type { Import, Language } from "./languages.ts";
import type { NotebookCells } from "./notebook-cells.ts";
import type { Edit } from "./redact-code.ts";

/** What the edited text lacks for the lookups in it; undefined when there are none or nothing is missing. */
export function missingImport(
  language: Language | undefined,
  after: string,
  edits: readonly Edit[],
): Import | undefined {
  const needs = language?.needs;
  const uses = edits.some(({ text }) => /environ|Getenv|Environment/.test(text));
  return needs !== undefined && uses && !needs.text.test(after) ? needs : undefined;
}

/** The edit that adds it; undefined where it is not sure where that belongs. */
export function importEdit(
  { added, reminder }: Import,
  text: string,
  notebook: NotebookCells | undefined,
  edits: readonly Edit[],
): Edit | undefined {
  if (notebook) return cellEdit(reminder, text, notebook, edits);
  const lineEnd = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
  for (const { after, line } of added) {
    const head = after.exec(text)?.[0];
    if (head === undefined) continue;
    const written = `${line}\n`.replaceAll("\n", lineEnd);
    return { start: head.length, end: head.length, text: written };
  }
  return undefined;
}

/** A line of its own at the beginning of the first cell that needs it, laid out like the others. */
function cellEdit(
  line: string,
  text: string,
  { cells }: NotebookCells,
  edits: readonly Edit[],
): Edit | undefined {
  const source = cells
    .map((cell) => cell.source)
    .find((span) => span && edits.some(({ start, end }) => span.start <= start && end <= span.end));
  if (source === undefined) return undefined;
  const opening = /^\[\s*/.exec(text.slice(source.start, source.end))?.[0] ?? "";
  const at = source.start + opening.length;
  // The magic of a cell stays its first line.
  if (text[at] !== '"' || /^\s*%%/.test(text.slice(at + 1, at + 100))) return undefined;
  const code = String.raw`${line}\n`;
  return opening === ""
    ? { start: at + 1, end: at + 1, text: code }
    : { start: at, end: at, text: `"${code}",${opening.slice(1)}` };
}

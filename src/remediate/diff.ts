/** Shows an edit before it is made, with no key in it. */
import type { Mask } from "../findings/mask.ts";
import { visible } from "../report/visible.ts";
import type { Redacted, ShownEdit } from "./redact.ts";

/** Characters of a line that are shown; minified lines are far longer. */
const LONGEST_LINE = 160;

/** A unified diff without context. Of keys, only what `mask` and the edits let through is shown. */
export function diffOf(path: string, { before, edits }: Redacted, mask: Mask): string {
  const name = visible(mask(path));
  let [line, counted] = [1, 0];
  const hunks = groups(before, edits).map(({ start, end, inside }) => {
    line += before.slice(counted, start).split("\n").length - 1;
    counted = start;
    const was = inside.map((edit) => ({ ...edit, text: edit.shown }));
    const [only, ...more] = inside;
    if (only !== undefined && more.length === 0 && start === end)
      return `@@ line ${line} @@\n${linesOf(only.text.replace(/\r?\n$/, ""), "+", mask)}`;
    const old = linesOf(piece(before, start, end, was), "-", mask);
    const renewed = linesOf(piece(before, start, end, inside), "+", mask);
    return `@@ line ${line} @@\n${old}${renewed}`;
  });
  return `--- ${name}\n+++ ${name}\n${hunks.join("")}`;
}

function linesOf(text: string, sign: string, mask: Mask): string {
  return text
    .split("\n")
    .map((line) => `${sign}${visible(mask(utf8(line.replace(/\r$/, ""))), LONGEST_LINE)}\n`)
    .join("");
}

interface Group {
  /** Where the first line of the group begins and the last one ends. */
  readonly start: number;
  readonly end: number;
  readonly inside: readonly ShownEdit[];
}

/** Edits on the same lines belong together. */
function groups(text: string, edits: readonly ShownEdit[]): readonly Group[] {
  const all: Group[] = [];
  for (const edit of edits) {
    const start = text.lastIndexOf("\n", edit.start - 1) + 1;
    const lineEnd = text.indexOf("\n", edit.end);
    const isNewLine = edit.start === edit.end && start === edit.start && edit.text.endsWith("\n");
    const end = isNewLine ? start : lineEnd < 0 ? text.length : lineEnd;
    const last = all.at(-1);
    if (last && start < last.end)
      all[all.length - 1] = { start: last.start, end, inside: [...last.inside, edit] };
    else all.push({ start, end, inside: [edit] });
  }
  return all;
}

function piece(text: string, start: number, end: number, edits: readonly ShownEdit[]): string {
  let from = start;
  let shown = "";
  for (const edit of edits) {
    shown += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return shown + text.slice(from, end);
}

/** What was read byte by byte, as people see it. */
function utf8(text: string): string {
  // UTF-16 files are text already.
  if (/[^\u0000-\u00ff]/.test(text)) return text;
  return Buffer.from(text, "latin1").toString("utf8");
}

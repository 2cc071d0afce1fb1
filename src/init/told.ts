/** What is said of an installation: file by file, with the lines that are new. */
import { basename } from "node:path";
import { visible } from "../report/visible.ts";
import type { ByHand, Change, Proposal } from "./change.ts";

/** More new lines than this are counted. Of a new file, which can be opened, fewer are enough; a dry run shows all. */
const MAX_LINES = { added: 30, newFile: 14 } as const;

/** What was done, or with `dryRun` would be, and what is left to do. */
export function told({ changes, next }: Proposal, dryRun: boolean): string {
  if (changes.length === 0) return "Everything is there already: nothing to do.\n";
  const steps = next.length > 0 ? `\nNext:\n${next.map((step) => `  ${step}\n`).join("")}` : "";
  const mostLines = ({ before }: Change): number =>
    dryRun ? Infinity : MAX_LINES[before === undefined ? "newFile" : "added"];
  const files = changes.map((change) => fileText(change, mostLines(change))).join("\n");
  return dryRun
    ? `${files}\nNothing was written: leave out --dry-run to write it.\n`
    : files + steps;
}

/** What is to be written by hand. */
export function toldByHand({ file, message, lines }: ByHand): string {
  return `${visible(file)} is left as it is: ${message}. It needs:\n\n${indented(lines)}\nNothing was written.\n`;
}

function fileText({ shown, before, after, keptAs }: Change, most: number): string {
  const { lines, keepsOld } = difference(before ?? "", after);
  const what = before === undefined ? "new" : keepsOld ? "lines added" : "brought up to date";
  const kept = keptAs === undefined ? "" : `, runs the one before, now ${basename(keptAs)}`;
  const more = lines.length - most;
  const text = lines
    .slice(0, most)
    .map((line) => `  + ${visible(line)}`.trimEnd())
    .join("\n");
  return `${visible(shown)}: ${what}${kept}\n${text}\n${more > 0 ? `  … ${more} more lines\n` : ""}`;
}

/** Lines that are new, in order, and whether all of the old ones are still there. */
function difference(
  before: string,
  after: string,
): { readonly lines: readonly string[]; readonly keepsOld: boolean } {
  const old = linesOf(before);
  let at = 0;
  const lines = linesOf(after).filter((line) => {
    if (line !== old[at]) return true;
    at += 1;
    return false;
  });
  return { lines, keepsOld: at === old.length };
}

function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

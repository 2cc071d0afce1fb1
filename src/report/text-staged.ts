/** The report in the middle of a commit. */
import { sortedUnique } from "../findings/compare.ts";
import type { Report } from "../finding.ts";
import { type Page, words, wrapped } from "./layout.ts";
import { stoppedSections } from "./text-stopped.ts";
import { isPlain } from "./visible.ts";
import { counted } from "./words.ts";

const MAX_FILES = 3;

/** What is staged that must not be committed, why, and the commands that take it out. */
export function stagedSections(report: Report, page: Page): readonly (readonly string[])[] {
  return stoppedSections(report, "committed", wayOutLines(report, page), page);
}

function wayOutLines({ findings, target }: Report, page: Page): string[] {
  const staged = findings.filter(({ mustScrub }) => mustScrub);
  const files = sortedUnique(
    staged.flatMap(({ sightings }) => sightings.flatMap(({ path }) => path ?? [])),
  );
  if (files.length === 0) return [];
  const clear = files.some((file) => file.endsWith(".ipynb")) ? ", clear notebook outputs" : "";
  const text = `Read it from the environment instead${clear}, and stage the file again:`;
  // Without a first commit there is nothing to restore from.
  const unstage = target.head === undefined ? "git rm --cached --" : "git restore --staged --";
  return [
    page.colors.bold("Before you commit"),
    ...wrapped([words(text)], page, "  "),
    ...commandLines("git add --", files),
    ...wrapped([words("or leave the file out of this commit:")], page, "  "),
    ...commandLines(unstage, files),
  ];
}

/** One command for each file, as typed at the top of the repository. */
function commandLines(command: string, files: readonly string[]): string[] {
  const shown = files.slice(0, MAX_FILES).map((file) => `    ${command} ${argument(file)}`);
  const more = files.length - MAX_FILES;
  return more > 0 ? [...shown, `    and so for ${counted(more, "more file")}`] : shown;
}

/** A path for git in a POSIX shell. One that is not shown as it is must not be pasted either. */
function argument(path: string): string {
  if (!isPlain(path) || path.includes("…")) return "<the file above>";
  const literal = /[*?[\]\\]|^:/.test(path) ? `:(literal)${path}` : path;
  return /^[\w./@%+=,-]+$/.test(literal) ? literal : `'${literal.replaceAll("'", `'\\''`)}'`;
}

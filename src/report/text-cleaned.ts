/** What `gemsweep scrub --worktree` says: the files, and what is left to do. */
import type { Cleaned } from "../remediate/scrub-worktree.ts";
import { lesserLines, skippedLines } from "./text-scrub-words.ts";
import { visible } from "./visible.ts";
import { counted } from "./words.ts";

const MOST_FILES = 12;

/** A diff of everything for a dry run; a screen at most for a real one. */
export function renderCleaned({ edited, left, kept, found }: Cleaned, dryRun: boolean): string {
  const places = edited.reduce((sum, file) => sum + file.places, 0);
  const totals = `${counted(places, "place")} in ${counted(edited.length, "file")}`;
  return [
    ...(edited.length + left.length + kept.length === 0
      ? ["Nothing to scrub: no current file holds a key.\n"]
      : []),
    ...(dryRun ? edited.map(({ diff }) => diff) : []),
    ...(edited.length === 0
      ? []
      : [
          `${dryRun ? "Nothing was changed. A run without --dry-run edits" : "Edited"} ${totals}:\n${listed(
            edited.map(
              ({ path, remarks }) =>
                `${visible(path)}${remarks.length > 0 ? `: ${remarks.join(", ")}` : ""}`,
            ),
          )}`,
        ]),
    ...(left.length === 0
      ? []
      : [
          `Not edited:\n${listed(left.map(({ path, why }) => `${visible(path)}: ${visible(why)}`))}`,
        ]),
    ...(kept.length === 0
      ? []
      : [
          `Left as they are, because git ignores them: the place for the new key.\n${listed(kept.map((path) => visible(path)))}`,
        ]),
    ...lesserLines(found),
    ...skippedLines(found),
    ...(dryRun || edited.length === 0 ? [] : [NEXT]),
  ].join("\n");
}

const NEXT =
  "Next: rotate the keys, set the variables outside the code, run your tests, commit. Then clean the\nhistory: gemsweep scrub --apply --into NEW-FOLDER\n";

function listed(lines: readonly string[]): string {
  const more = lines.length - MOST_FILES;
  const shown = lines.slice(0, MOST_FILES).map((line) => `  ${line}\n`);
  return shown.join("") + (more > 0 ? `  and ${more} more\n` : "");
}

/** What `gemsweep scrub` says of a plan: a screen at most. */
import type { ScrubPlan } from "../remediate/plan-files.ts";
import { keysInRefs, type ScrubbedKey, type ToScrub } from "../remediate/scrub-findings.ts";
import { shellWord } from "../remediate/shell.ts";
import { blobLines, lesserLines, shown, skippedLines } from "./text-scrub-words.ts";
import { counted } from "./words.ts";

const MOST_KEYS = 8;

/** What was found, what each file of the plan is for, and what comes next. `path` and `folder` are as typed. */
export function renderPlan(plan: ScrubPlan, path: string, folder: string): string {
  const { found, expressions, outOfReach } = plan;
  const forms = counted(expressions.length, "form");
  const files = [
    ["steps.md", "what to do, in order"],
    ["expressions.txt", `${forms} of the keys, for files, messages and names; secret`],
    ["refs.txt", `${counted(found.refs.length, "ref that leads", "refs that lead")} to a key`],
    ["commits.txt", `${counted(found.commits.length, "commit")} that brought one in`],
    ...(outOfReach.length > 0
      ? [["blobs.txt", `${counted(outOfReach.length, "blob")} that replacing text does not clean`]]
      : []),
  ];
  const local = found.keys.length - keysInRefs(plan);
  const only = local === 0 ? "" : `, ${local} of them only in this clone`;
  const asides = [...lesserLines(found), ...skippedLines(found)]
    .map((line) => `\n${line}`)
    .join("");
  return `Scrub plan for ${shown(path)}: ${counted(found.keys.length, "key")} to remove${only}

${keyLines(found.keys)}

Written to ${shown(folder)}:
${files.map(([name = "", what = ""]) => `  ${name.padEnd(16)} ${what}\n`).join("")}${blobLines(outOfReach)}${asides}
Next: rotate the ${found.keys.length === 1 ? "key" : "keys"}, then
  gemsweep scrub ${shellWord(path, "REPOSITORY")} --worktree
  gemsweep scrub ${shellWord(path, "REPOSITORY")} --apply --into NEW-FOLDER
or by hand as ${shown(folder)}/steps.md says.
`;
}

/** A history in which nothing is to be rewritten. */
export function renderNothing(path: string, found: ToScrub): string {
  const { length } = found.keys;
  const places = found.keys.map(({ finding }) => finding.preview).join(", ");
  return [
    length === 0
      ? `Nothing to scrub: no ref of ${shown(path)} leads to a key.\n`
      : `Nothing to rewrite: no ref of ${shown(path)} leads to a key. ${counted(length, "key")} (${places}) ${length === 1 ? "is" : "are"} only in this
clone (index, reflogs, dropped commits): a fresh clone is without. In place, git drops what nothing
leads to, older stashes too, with
  git reflog expire --expire=now --all && git gc --prune=now
`,
    ...lesserLines(found),
    ...skippedLines(found),
  ].join("\n");
}

function keyLines(keys: readonly ScrubbedKey[]): string {
  const shownKeys = keys
    .slice(0, MOST_KEYS)
    .map(
      ({ finding, placeholder }) =>
        `  ${finding.preview.padEnd(14)} ${finding.severity.padEnd(9)} becomes ${placeholder}`,
    );
  const more = keys.length - MOST_KEYS;
  return [
    ...shownKeys,
    ...(more > 0 ? [`  and ${counted(more, "more", "more")} (see steps.md)`] : []),
  ].join("\n");
}

/** The report in the middle of a push. */
import type { Report } from "../finding.ts";
import { kept, type Page, words, wrapped } from "./layout.ts";
import { commitsByDate } from "./text-remedy.ts";
import { stoppedSections } from "./text-stopped.ts";
import {
  command,
  fileCommands,
  filesIn,
  type HookWords,
  isLeaked,
  more,
  way,
  waysLines,
} from "./text-ways.ts";
import { shortId } from "./words.ts";

/** What leaves with a key, in which commit, and the ways on while taking it out is still enough. */
export function pushSections(
  report: Report,
  hook: HookWords,
  page: Page,
): readonly (readonly string[])[] {
  const takeOut = [...takeOutLines(report, hook, page), ...leakLines(report, page)];
  return stoppedSections(report, waysLines(report, "push", takeOut, hook, page), hook, page);
}

function takeOutLines(report: Report, hook: HookWords, page: Page): string[] {
  const { findings, scrub, target } = report;
  const [oldest] = commitsByDate({ findings, scrub });
  if (oldest === undefined) return way("1. Make anew, without it, what is named above.", page);
  if (scrub.commits.length === 1 && oldest === target.head)
    return [
      ...way("1. Take it out of your last commit:", page),
      ...fileCommands(filesIn(report), "git rm --cached --", hook, page),
      command("git commit --amend"),
    ];
  return [
    ...way(
      "1. Take it out of the commits above; a new one on top does not help. Mark each “edit” (is it the very first? then --root):",
      page,
    ),
    command(`git rebase -i ${shortId(oldest)}^`),
    ...more("or make one new commit of all since then, without it:", page),
    command(`git reset ${shortId(oldest)}^`),
  ];
}

function leakLines(report: Report, page: Page): string[] {
  if (!isLeaked(report)) return [];
  const isElsewhere = report.findings.some(
    ({ mustScrub, history }) => mustScrub && history?.pushed,
  );
  if (!isElsewhere) return more(NEVER_SEEN, page);
  const { steps } = report.plan;
  const pages = steps.find(({ id }) => id === "create" || id === "keep")?.pages ?? [];
  const spans = [words(ELSEWHERE), ...pages.map((address) => kept(address, page.colors.cyan))];
  return wrapped(spans, page, "     ");
}

const ELSEWHERE = "A remote has it already: also create a new one, deploy it, and delete this one.";
const NEVER_SEEN =
  "If it was never sent or shown before, that is all; otherwise it is leaked: create a new one, deploy it, and delete this one.";

/** The report in the middle of a push. */
import type { Report } from "../finding.ts";
import { kept, type Page, words, wrapped } from "./layout.ts";
import { commitsByDate } from "./text-remedy.ts";
import { stoppedSections } from "./text-stopped.ts";
import { shortId } from "./words.ts";

/** What leaves with a key, in which commit, and the commands that take it out while that is still enough. */
export function pushSections(report: Report, page: Page): readonly (readonly string[])[] {
  return stoppedSections(report, "pushed", wayOutLines(report, page), page);
}

function wayOutLines(report: Report, page: Page): string[] {
  if (!report.findings.some(({ mustScrub }) => mustScrub)) return [];
  return [
    page.colors.bold("Before you push"),
    ...rewriteLines(report, page),
    ...rotateLines(report, page),
  ];
}

function rewriteLines({ findings, scrub, target }: Report, page: Page): string[] {
  const [oldest] = commitsByDate({ findings, scrub });
  if (oldest === undefined)
    return wrapped([words("Make anew, without it, what is named above.")], page, "  ");
  if (scrub.commits.length === 1 && oldest === target.head)
    return [
      ...wrapped([words("Take it out of your last commit (git add, then):")], page, "  "),
      "    git commit --amend",
    ];
  return [
    ...wrapped(
      [
        words("A push takes every commit along, so that a new one on top does not help. On the"),
        words("branch that leaves, mark each commit above “edit” and take it out:"),
      ],
      page,
      "  ",
    ),
    `    git rebase -i ${shortId(oldest)}^`,
    ...wrapped([words("or make one new commit of all since then, without it:")], page, "  "),
    `    git reset ${shortId(oldest)}^`,
    ...wrapped([words("If that is the very first commit: git rebase -i --root.")], page, "  "),
  ];
}

function rotateLines(report: Report, page: Page): string[] {
  const leaked = report.findings.filter(
    ({ mustScrub, verdict }) => mustScrub && verdict?.status !== "dead",
  );
  if (leaked.length === 0) return [];
  const elsewhere = leaked.some(({ history }) => history?.pushed);
  const when = elsewhere
    ? "A remote has it already: also create a new one, deploy it, and delete this one."
    : "Has it been anywhere else? Then it is leaked: create a new one, deploy it, and delete this one.";
  const pages = report.plan.steps.find(({ id }) => id === "create" || id === "keep")?.pages ?? [];
  return wrapped(
    [words(when), ...pages.map((address) => kept(address, page.colors.cyan))],
    page,
    "  ",
  );
}

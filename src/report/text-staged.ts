/** The report in the middle of a commit. */
import type { Report } from "../finding.ts";
import type { Page } from "./layout.ts";
import { stoppedSections } from "./text-stopped.ts";
import {
  fileCommand,
  fileCommands,
  filesIn,
  type HookWords,
  isLeaked,
  more,
  way,
  waysLines,
} from "./text-ways.ts";

/** What is staged that must not be committed, why, and the ways on. */
export function stagedSections(
  report: Report,
  hook: HookWords,
  page: Page,
): readonly (readonly string[])[] {
  const ways = waysLines(report, "commit", takeOutLines(report, hook, page), hook, page);
  return stoppedSections(report, ways, hook, page);
}

function takeOutLines(report: Report, hook: HookWords, page: Page): string[] {
  const files = filesIn(report);
  const { environment, others } = files;
  // Without a first commit there is nothing to restore from.
  const unstage =
    report.target.head === undefined ? "git rm --cached --" : "git restore --staged --";
  const how =
    others.length === 0
      ? environment.length === 0
        ? "1. Take it out."
        : "1. Leave it out of this commit, and of all others:"
      : "1. Take it out, by hand or as scrub does, and stage it again:";
  return [
    ...way(how, page),
    ...fileCommands(files, unstage, hook, page),
    ...(others.length > 0
      ? [...more("or leave it out of this commit:", page), fileCommand(unstage, others, page)]
      : []),
    ...(isLeaked(report) ? more(NEVER_SEEN, page) : []),
  ];
}

const NEVER_SEEN =
  "If it was never committed, sent or shown before, that is all; otherwise it is leaked: create a new one, deploy it, and delete this one.";

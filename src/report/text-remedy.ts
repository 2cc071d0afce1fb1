/** What must be scrubbed. */
import { byKeys } from "../findings/compare.ts";
import type { Report } from "../finding.ts";
import { kept, labelled, type Page, type Span, words } from "./layout.ts";
import { refNames } from "./refs.ts";
import { visible } from "./visible.ts";
import { few, shortId } from "./words.ts";

const MAX_LISTED = 20;

/** The files, commits and refs to clean; nothing when there is none. */
export function scrubLines(report: Report, page: Page): string[] {
  const { files, commits, refs } = report.scrub;
  if (files.length + commits.length + refs.length === 0) return [];
  return [
    page.colors.bold("What must be scrubbed"),
    ...labelled("Files now", fileEntries(files), page),
    ...labelled("Commits", listEntry(commitsByDate(report).map(shortId)), page),
    ...labelled("Refs", listEntry(refNames(refs)), page),
  ];
}

function fileEntries(files: readonly string[]): Span[][] {
  const entries = files.slice(0, MAX_LISTED).map((file) => [kept(visible(file))]);
  if (files.length > MAX_LISTED)
    entries.push([kept(`and ${files.length - MAX_LISTED} more (see --format json)`)]);
  return entries;
}

function listEntry(items: readonly string[]): Span[][] {
  return items.length > 0 ? [[words(few(items, MAX_LISTED))]] : [];
}

/** Oldest first, because the oldest is where a rewrite begins. */
export function commitsByDate({ findings, scrub }: Pick<Report, "findings" | "scrub">): string[] {
  const changes = findings.flatMap(({ history }) => history?.introducedBy ?? []);
  const dates = new Map(changes.map(({ commit, date }) => [commit, Date.parse(date) || 0]));
  return [...scrub.commits].sort(
    byKeys(
      (commit) => dates.get(commit) ?? Infinity,
      (commit) => commit,
    ),
  );
}

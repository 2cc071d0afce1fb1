/** The report in the middle of a commit or a push: short enough for one screen, and how to go on. */
import type { Finding, Report } from "../finding.ts";
import { displayWidth, kept, type Page, words, wrapped } from "./layout.ts";
import { isSecret, placesOf, type Place } from "./places.ts";
import { knownPublicLines, noteLines, skippedLines } from "./text-asides.ts";
import { ignoredLines } from "./text-ignored.ts";
import { reasonsOf } from "./reasons.ts";
import { headingLines, placeSpans, severityPaint } from "./text-finding.ts";
import { totalLines } from "./text-totals.ts";
import { verdictInBrief, verificationLines } from "./text-verdict.ts";
import type { HookWords } from "./text-ways.ts";
import { visible } from "./visible.ts";
import { counted, shortId } from "./words.ts";

const MAX_FINDINGS = 3;
const MAX_PLACES = 2;
const MAX_ASIDES = 3;

/** What a terminal shows at once, as it comes. */
const SCREEN = { rows: 24, columns: 80 } as const;

/** The page of a hook, which frameworks print without saying how wide the terminal is. */
export function screenOf({ width, colors }: Page): Page {
  return { width: Math.min(width, SCREEN.columns), colors };
}

/** What must not get through, and why; `ways` say how to go on. As much of it as a screen holds. */
export function stoppedSections(
  report: Report,
  ways: readonly string[],
  { program }: HookWords,
  page: Page,
): Sections {
  const condensed = report.findings.map((finding) => ({
    finding,
    places: placesOf(finding.sightings, report.target.command),
  }));
  const secret = condensed.filter(({ finding }) => isSecret(finding));
  const known = condensed.filter(({ finding }) => !isSecret(finding));
  const asides = [
    knownPublicLines(known, page, MAX_ASIDES),
    ignoredLines(report, page, MAX_ASIDES),
    noteLines(report, page, MAX_ASIDES),
    skippedLines(report, page, MAX_ASIDES),
  ];
  if (secret.length === 0) return [...asides, totalLines(report, 0, page)];
  const verified = report.verification === undefined ? [] : verificationLines(report, page);
  const others = [introLines(secret.length, report, page), ...asides, ways, verified];
  const [intro = [], ...rest] = others;
  const left = SCREEN.rows - rowsOf(others, page);
  const inFull = secret
    .slice(0, MAX_FINDINGS)
    .map((one) => stoppedLines(one.finding, one.places, page));
  if (secret.length <= MAX_FINDINGS && rowsOf(inFull, page) <= left)
    return [intro, ...inFull, ...rest];
  const inBrief = secret.map((one) => briefLines(one.finding, one.places, page));
  const shown = Math.max(1, fitting(inBrief, left - 2, page));
  const all = `${program} ${report.target.command} --format json`;
  return [
    intro,
    [...inBrief.slice(0, shown).flat(), ...moreLines(secret.length - shown, all, page)],
    ...rest,
  ];
}

type Sections = readonly (readonly string[])[];

/** How many of the first items fit in so many rows, without empty ones between. */
function fitting(items: Sections, rows: number, page: Page): number {
  let used = 0;
  const tooMany = items.findIndex((lines) => (used += rowsOf([lines], page) - 1) > rows);
  return tooMany < 0 ? items.length : tooMany;
}

/** Rows of a terminal, which breaks long lines, with an empty one after each section. */
function rowsOf(sections: Sections, { width }: Page): number {
  const rows = (line: string): number =>
    Math.max(1, Math.ceil(displayWidth(line.replaceAll(/\x1b\[[\d;]*m/g, "")) / width));
  return sections
    .filter((lines) => lines.length > 0)
    .reduce((sum, lines) => lines.reduce((so, line) => so + rows(line), sum + 1), 0);
}

function introLines(count: number, { target }: Report, page: Page): string[] {
  const done = target.command === "push" ? "pushed" : "committed";
  const text = `${counted(count, "credential is", "credentials are")} about to be ${done}.`;
  return wrapped([words(text, page.colors.bold)], page);
}

function stoppedLines(finding: Finding, places: readonly Place[], page: Page): string[] {
  const more = places.length - MAX_PLACES;
  return [
    ...headingLines(finding, page),
    ...places
      .slice(0, MAX_PLACES)
      .flatMap((place) => wrapped(placeSpans(place, page), page, "  ", "    ")),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...commitLines(finding, page),
    ...verdictInBrief(finding, page),
    ...wrapped([words(reasonsOf(finding), page.colors.dim)], page, "  ", "    "),
  ];
}

/** What it is, where, and the first reason. */
function briefLines(finding: Finding, [first, ...others]: readonly Place[], page: Page): string[] {
  const [reason = ""] = reasonsOf(finding).split(/[:;]/);
  const { severity, preview, history } = finding;
  const [commit, ...later] = history?.introducedBy ?? [];
  const more = later.length > 0 ? ` and ${later.length} more` : "";
  const spans = [
    kept(severity.toUpperCase(), severityPaint(severity, page.colors)),
    kept(visible(preview), page.colors.bold),
    ...(first ? placeSpans(first, page) : [kept("no place")]),
    ...(others.length > 0 ? [words(`and ${counted(others.length, "more place")}`)] : []),
    ...(commit ? [words(`in commit ${shortId(commit.commit)}${more}`)] : []),
    words(`– ${reason}`, page.colors.dim),
  ];
  return wrapped(spans, page, "", "  ");
}

/** The oldest commit that brought it, and whether a later one removes it, which does not help. */
function commitLines({ history }: Finding, page: Page): string[] {
  const [first, ...others] = history?.introducedBy ?? [];
  const [removed] = history?.removedBy ?? [];
  if (!first) return [];
  const day = first.date.slice(0, 10);
  const by = `added by commit ${shortId(first.commit)} (${visible(day)}, ${visible(first.author, 60)})`;
  const text = [
    others.length > 0 ? `${by} and ${counted(others.length, "more commit")}` : by,
    ...(removed ? [`removed by ${shortId(removed.commit)}, which does not take it back`] : []),
  ].join("; ");
  return wrapped([words(text)], page, "  ", "    ");
}

function moreLines(count: number, all: string, page: Page): string[] {
  if (count <= 0) return [];
  return wrapped([words(`And ${counted(count, "more credential")}:`), kept(all)], page);
}

/** The report for a person: what leaked, where, what to clean, what to do first. */
import picocolors from "picocolors";
import type { Finding, Report } from "../finding.ts";
import { isBrought } from "../findings/arrivals.ts";
import { type Page, words, wrapped } from "./layout.ts";
import { isSecret, placesOf } from "./places.ts";
import { beforeLines, changeLines } from "./text-change.ts";
import { knownPublicLines, noteLines, skippedLines } from "./text-asides.ts";
import { findingLines } from "./text-finding.ts";
import { pushSections } from "./text-push.ts";
import { lowLines } from "./text-low.ts";
import { planLines } from "./text-plan.ts";
import { scrubLines } from "./text-remedy.ts";
import { ignoredLines } from "./text-ignored.ts";
import { stagedSections } from "./text-staged.ts";
import { type HookWords, PLAIN_HOOK } from "./text-ways.ts";
import { screenOf } from "./text-stopped.ts";
import { lookedAt, totalLines } from "./text-totals.ts";

const MIN_WIDTH = 40;

/** More findings of low severity than this are told in brief. */
const MAX_LOW_IN_FULL = 3;

const MAX_IGNORED = 20;

/** The whole report, ending in a newline. `width` is the terminal's; lines are at least 40 wide. */
export function renderText(
  report: Report,
  options: { readonly color: boolean; readonly width: number; readonly hook?: HookWords },
): string {
  const page: Page = {
    width: Math.max(MIN_WIDTH, options.width),
    colors: picocolors.createColors(options.color),
  };
  const paragraphs = sectionsOf(report, options.hook ?? PLAIN_HOOK, page)
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"));
  return `${paragraphs.join("\n\n")}\n`;
}

type Sections = readonly (readonly string[])[];

function sectionsOf(report: Report, hook: HookWords, page: Page): Sections {
  if (!report.findings.some(isBrought)) return cleanSections(report, page);
  switch (report.target.command) {
    case "staged":
      return stagedSections(report, hook, screenOf(page));
    case "push":
      return pushSections(report, hook, screenOf(page));
    case "audit":
    case "ci":
    case "scan":
    case "verify":
      return leakSections(report, page);
  }
}

function leakSections(report: Report, page: Page): Sections {
  const condensed = report.findings.filter(isBrought).map((finding) => withPlaces(finding, report));
  const rotations = new Map(
    report.plan.keys.map(({ fingerprint, rotation }) => [fingerprint, rotation]),
  );
  const secret = condensed.filter(({ finding }) => isSecret(finding));
  const known = condensed.filter(({ finding }) => !isSecret(finding));
  const places = secret.reduce((sum, one) => sum + one.places.length, 0);
  const low = secret.filter(({ finding }) => finding.severity === "low");
  const inBrief = low.length > MAX_LOW_IN_FULL ? low : [];
  const inFull = secret.filter((one) => !inBrief.includes(one));
  return [
    changeLines(report.target, page),
    ...inFull.map(({ finding, places }) =>
      findingLines(finding, places, rotations.get(finding.fingerprint), page),
    ),
    lowLines(inBrief, page),
    knownPublicLines(known, page),
    oldLines(report, page),
    ignoredLines(report, page, MAX_IGNORED),
    // A key that somebody wants to know about has not leaked for that.
    ...(report.target.command === "verify"
      ? []
      : [scrubLines(report, page), planLines(report.plan, page)]),
    noteLines(report, page),
    skippedLines(report, page),
    totalLines(report, places, page),
  ];
}

/** What was there before the change that is judged. */
function oldLines(report: Report, page: Page): string[] {
  const old = report.findings.filter((finding) => !isBrought(finding));
  return beforeLines(
    old.map((finding) => withPlaces(finding, report)),
    page,
  );
}

function withPlaces(finding: Finding, { target }: Report) {
  return { finding, places: placesOf(finding.sightings, target.command) };
}

/** Nothing found, and exactly how much was looked at. */
function cleanSections(report: Report, page: Page): Sections {
  const isIgnored = report.ignored.length > 0 ? "that is not ignored " : "";
  const isNew = report.target.change === undefined ? "" : "new ";
  const text = `No ${isNew}Gemini credential ${isIgnored}in ${lookedAt(report)}`;
  const verdict = report.complete
    ? words(`${text}.`, page.colors.green)
    : words(`${text}, but see above what could not be looked at.`, page.colors.yellow);
  return [
    changeLines(report.target, page),
    oldLines(report, page),
    ignoredLines(report, page, MAX_IGNORED),
    noteLines(report, page),
    skippedLines(report, page),
    wrapped([verdict], page),
  ];
}

/** The report in the middle of a commit: short enough for one screen, and how to go on. */
import { sortedUnique } from "../findings/compare.ts";
import type { Finding, Report } from "../finding.ts";
import { MUST_SCRUB } from "../remediate/scrub-list.ts";
import { type Page, words, wrapped } from "./layout.ts";
import { placesOf, type Place } from "./places.ts";
import { knownPublicLines, noteLines, skippedLines } from "./text-asides.ts";
import { headingLines, placeSpans, reasonsOf } from "./text-finding.ts";
import { totalLines } from "./text-totals.ts";
import { isPlain } from "./visible.ts";
import { counted } from "./words.ts";

const MAX_FINDINGS = 3;
const MAX_PLACES = 2;
const MAX_FILES = 3;
const MAX_ASIDES = 3;

/** What is staged that must not be committed, why, and the commands that take it out. */
export function stagedSections(report: Report, page: Page): readonly (readonly string[])[] {
  const condensed = report.findings.map((finding) => ({
    finding,
    places: placesOf(finding.sightings, "staged"),
  }));
  const secret = condensed.filter(({ finding }) => finding.severity !== "info");
  const known = condensed.filter(({ finding }) => finding.severity === "info");
  return [
    introLines(secret.length, page),
    ...secret.slice(0, MAX_FINDINGS).map((one) => stagedLines(one.finding, one.places, page)),
    moreLines(secret.length - MAX_FINDINGS, page),
    knownPublicLines(known, page, MAX_ASIDES),
    noteLines(report, page, MAX_ASIDES),
    skippedLines(report, page, MAX_ASIDES),
    secret.length > 0 ? wayOutLines(report, page) : totalLines(report, 0, page),
  ];
}

function introLines(count: number, page: Page): string[] {
  if (count === 0) return [];
  const text = `${counted(count, "credential is", "credentials are")} about to be committed.`;
  return wrapped([words(text, page.colors.bold)], page);
}

function stagedLines(finding: Finding, places: readonly Place[], page: Page): string[] {
  const more = places.length - MAX_PLACES;
  return [
    ...headingLines(finding, page),
    ...places
      .slice(0, MAX_PLACES)
      .flatMap((place) => wrapped(placeSpans(place, page), page, "  ", "    ")),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...wrapped([words(reasonsOf(finding), page.colors.dim)], page, "  "),
  ];
}

function moreLines(more: number, page: Page): string[] {
  if (more <= 0) return [];
  return wrapped([words(`And ${counted(more, "more credential")} (see --format json).`)], page);
}

function wayOutLines({ findings, target }: Report, page: Page): string[] {
  const staged = findings.filter(({ severity }) => MUST_SCRUB[severity]);
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

/** The report in the middle of a commit or a push: short enough for one screen, and how to go on. */
import type { Finding, Report } from "../finding.ts";
import { type Page, words, wrapped } from "./layout.ts";
import { isSecret, placesOf, type Place } from "./places.ts";
import { knownPublicLines, noteLines, skippedLines } from "./text-asides.ts";
import { ignoredLines, passLines } from "./text-ignored.ts";
import { reasonsOf } from "./reasons.ts";
import { headingLines, placeSpans } from "./text-finding.ts";
import { totalLines } from "./text-totals.ts";
import { verdictInBrief, verificationLines } from "./text-verdict.ts";
import { visible } from "./visible.ts";
import { counted, shortId } from "./words.ts";

const MAX_FINDINGS = 3;
const MAX_PLACES = 2;
const MAX_ASIDES = 3;

/** What must not get through, and why. `wayOut` says how to go on. */
export function stoppedSections(
  report: Report,
  about: "committed" | "pushed",
  wayOut: readonly string[],
  page: Page,
): readonly (readonly string[])[] {
  const condensed = report.findings.map((finding) => ({
    finding,
    places: placesOf(finding.sightings, report.target.command),
  }));
  const secret = condensed.filter(({ finding }) => isSecret(finding));
  const known = condensed.filter(({ finding }) => !isSecret(finding));
  return [
    introLines(secret.length, about, page),
    ...secret.slice(0, MAX_FINDINGS).map((one) => stoppedLines(one.finding, one.places, page)),
    moreLines(secret.length - MAX_FINDINGS, page),
    knownPublicLines(known, page, MAX_ASIDES),
    ignoredLines(report, page, MAX_ASIDES),
    noteLines(report, page, MAX_ASIDES),
    skippedLines(report, page, MAX_ASIDES),
    ...(secret.length > 0
      ? [[...wayOut, ...passLines(report.findings, page)], verificationLines(report, page)]
      : [totalLines(report, 0, page)]),
  ];
}

function introLines(count: number, about: string, page: Page): string[] {
  if (count === 0) return [];
  const text = `${counted(count, "credential is", "credentials are")} about to be ${about}.`;
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

function moreLines(more: number, page: Page): string[] {
  if (more <= 0) return [];
  return wrapped([words(`And ${counted(more, "more credential")} (see --format json).`)], page);
}

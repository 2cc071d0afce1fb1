/** One finding as text: what, why, where, since when. */
import type { CommitChange, Finding, SecretHistory, Severity } from "../finding.ts";
import { isStagedOnly } from "../findings/staged-only.ts";
import type { Rotation } from "../plan.ts";
import { type Colors, kept, labelled, type Page, type Span, words, wrapped } from "./layout.ts";
import { pushedWords, reachedFrom, STAGED_ONLY } from "./history-words.ts";
import type { Place } from "./places.ts";
import { reasonsOf } from "./reasons.ts";
import { visible } from "./visible.ts";
import { verdictLines } from "./text-verdict.ts";
import { counted, few, shortId } from "./words.ts";

const MAX_PLACES = 10;
const MAX_CHANGES = 3;
const MAX_PATHS = 3;

/** The finding with the places it was condensed to. `rotation` is what the plan does with it. */
export function findingLines(
  finding: Finding,
  places: readonly Place[],
  rotation: Rotation | undefined,
  page: Page,
): string[] {
  return [
    ...headingLines(finding, page),
    ...labelled("Why", [[words(reasonsOf(finding))]], page),
    ...verdictLines(finding, rotation, page),
    ...labelled("Where", placeEntries(places, page), page),
    ...(finding.history ? historyLines(finding, finding.history, page) : []),
    ...labelled("Fingerprint", [[kept(finding.fingerprint, page.colors.dim)]], page),
  ];
}

/** `CRITICAL Gemini auth key: AQ.Ab8R…x7Qg (key id x7Qg)`. */
export function headingLines(finding: Finding, page: Page): string[] {
  const { severity, title, preview, keyId } = finding;
  const { bold, dim } = page.colors;
  const spans = [
    kept(severity.toUpperCase(), severityPaint(severity, page.colors)),
    words(`${visible(title)}:`, bold),
    kept(visible(preview), bold),
    ...(keyId === undefined ? [] : [kept(`(key id ${visible(keyId)})`, dim)]),
  ];
  return wrapped(spans, page, "", "  ");
}

/** A place and what is known of it. */
export function placeSpans({ lead, where, details }: Place, page: Page): readonly Span[] {
  const about = details.length > 0 ? `(${details.join("; ")})` : "";
  return [words(lead), kept(where), words(about, page.colors.dim)];
}

function placeEntries(places: readonly Place[], page: Page): Span[][] {
  const entries = places.slice(0, MAX_PLACES).map((place) => [...placeSpans(place, page)]);
  if (places.length > MAX_PLACES)
    entries.push([words(`and ${places.length - MAX_PLACES} more (see --format json)`)]);
  return entries;
}

function historyLines(finding: Finding, history: SecretHistory, page: Page): string[] {
  const { introducedBy, removedBy, unreachable } = history;
  if (isStagedOnly(finding)) return labelled("Still on", [[words(STAGED_ONLY)]], page);
  return [
    ...labelled("Added by", changeEntries(introducedBy, page), page),
    ...labelled("Removed by", changeEntries(removedBy, page), page),
    ...labelled("Still on", [[words(reachedFrom(history))]], page),
    ...(unreachable ? [] : labelled("Pushed", [[words(pushedWords(history.pushed))]], page)),
  ];
}

function changeEntries(changes: readonly CommitChange[], page: Page): Span[][] {
  const entries = changes.slice(0, MAX_CHANGES).map(({ commit, date, author, paths }) => [
    kept(shortId(commit), page.colors.yellow),
    words(visible(date.slice(0, 10))),
    words(`${visible(author, 60)}${paths.length > 0 ? "," : ""}`),
    words(
      few(
        paths.map((path) => visible(path || ".")),
        MAX_PATHS,
      ),
    ),
  ]);
  if (changes.length > MAX_CHANGES)
    entries.push([words(`and ${counted(changes.length - MAX_CHANGES, "more commit")}`)]);
  return entries;
}

/** The colour of a severity. */
export function severityPaint(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case "critical":
      return (text) => colors.bold(colors.red(text));
    case "high":
      return colors.red;
    case "medium":
      return colors.yellow;
    case "low":
      return colors.cyan;
    case "info":
      return colors.dim;
  }
}

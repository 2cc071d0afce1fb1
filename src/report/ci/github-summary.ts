/** The summary of a step, in Markdown, which GitHub shows on the page of a workflow run. See docs/formats.md. */
import type { Report } from "../../finding.ts";
import { isBrought } from "../../findings/arrivals.ts";
import { groupBy } from "../../findings/group-by.ts";
import { changeWords, foundWords } from "../change-words.ts";
import { lookedAt } from "../text-totals.ts";
import { capitalized, counted } from "../words.ts";
import { codeSpan, plainText } from "../markdown-text.ts";
import { ignoredLine, ignoredTotal, nameOf, sentencesOf } from "./message.ts";
import { type Spot, spotsOf } from "./spot.ts";
import { WHAT_TO_DO } from "./rule-help.ts";

const MOST_PLACES = 10;

/** Bytes that are kept for the words at the end. */
const FOR_THE_END = 2000;

/** All findings in at most `limit` bytes, the most severe first; GitHub drops a summary that is too long. */
export function renderGithubSummary(report: Report, limit: number): string {
  const byFinding = [...groupBy(spotsOf(report), ({ finding }) => finding).values()];
  const items = [
    ...byFinding.map((spots) => findingItem(spots, report)),
    ...report.skipped.map(
      ({ what, why }) => `- **not looked at** ${codeSpan(what)}: ${plainText(why)}\n`,
    ),
    ...report.ignored.map((one) => `- **ignored** ${plainText(ignoredLine(one, report))}\n`),
    ...report.notes.map(({ about, note }) => `- **note** ${codeSpan(about)}: ${plainText(note)}\n`),
  ];
  const head = headOf(report);
  const fitting = fittingIn(limit - FOR_THE_END - Buffer.byteLength(head), items);
  const more = items.length - fitting.length;
  return [
    head,
    ...fitting,
    ...(more > 0 ? [`- and ${counted(more, "more", "more")}: see \`--format json\`\n`] : []),
    ...(report.findings.some(isBrought) ? [`\n${WHAT_TO_DO}\n`] : []),
    "\n",
  ].join("");
}

function headOf(report: Report): string {
  const found = foundWords(report);
  const { change } = report.target;
  const judged = change === undefined ? "" : `Judged: ${plainText(changeWords(change))}.\n\n`;
  const ignored = report.ignored.length > 0 ? ` **${ignoredTotal(report.ignored)}.**` : "";
  const missed = report.complete ? "" : " **Not everything could be looked at.**";
  return `## gemsweep\n\n${judged}${capitalized(found)}.${ignored} Looked at ${lookedAt(report)}.${missed}\n\n`;
}

function findingItem(spots: readonly Spot[], report: Report): string {
  const [first] = spots;
  if (!first) return "";
  const { finding } = first;
  const others = spots.slice(1, MOST_PLACES).map((spot) => {
    const { path, sighting } = spot;
    return `  - also at ${codeSpan(`${path}:${sighting.line}:${sighting.column}`)}\n`;
  });
  const more = spots.length - 1 - others.length;
  return [
    `- **${finding.severity}**${isBrought(finding) ? "" : " (there before)"} ${plainText(nameOf(finding))}\n`,
    ...sentencesOf(first, report).map((sentence) => `  - ${plainText(sentence)}\n`),
    ...others,
    ...(more > 0 ? [`  - and ${counted(more, "more place")}\n`] : []),
  ].join("");
}

function fittingIn(limit: number, items: readonly string[]): readonly string[] {
  let bytes = 0;
  const end = items.findIndex((item) => (bytes += Buffer.byteLength(item)) > limit);
  return end < 0 ? items : items.slice(0, end);
}

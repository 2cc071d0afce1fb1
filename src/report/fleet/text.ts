/** The report of a fleet for a person at a terminal: how bad it is, where to begin, what is not known. */
import picocolors from "picocolors";
import type { FleetReport } from "../../fleet-report.ts";
import { type Page, words, wrapped } from "../layout.ts";
import { noteLines } from "../text-asides.ts";
import { planLines } from "../text-plan.ts";
import { sized } from "../words.ts";
import { overviewLines } from "./text-overview.ts";
import { sharedKeyLines, urgentLines } from "./text-repositories.ts";
import { failureLines, skippedRowLines, rejectedLines } from "./text-unknown.ts";
import { allNotes, fleetSentence } from "./words.ts";

const MIN_WIDTH = 40;

/** The whole report, ending in a newline. `width` is the terminal's; lines are at least 40 wide. */
export function renderFleetText(
  report: FleetReport,
  options: { readonly color: boolean; readonly width: number },
): string {
  const page: Page = {
    width: Math.max(MIN_WIDTH, options.width),
    colors: picocolors.createColors(options.color),
  };
  const sections = [
    overviewLines(report, page),
    urgentLines(report, page),
    sharedKeyLines(report, page),
    planLines(report.plan, page),
    noteLines({ notes: allNotes(report) }, page),
    skippedRowLines(report, page),
    failureLines(report, page),
    rejectedLines(report, page),
    lastLines(report, page),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** What stands above the prompt when all is read. */
function lastLines(report: FleetReport, page: Page): string[] {
  const { totals, complete } = report;
  const { bold, green, yellow } = page.colors;
  const paint = totals.byState.leaks > 0 ? bold : complete ? green : yellow;
  return wrapped(
    [
      words(fleetSentence(report), paint),
      words(`Looked at ${sized(totals.coverage.bytes)}.`),
      ...(totals.byState.leaks > 0 ? [words(MORE, page.colors.dim)] : []),
    ],
    page,
  );
}

const MORE =
  "Every key and repository, to filter and to tick off: --output fleet.html or fleet.md; for programs: fleet.json.";

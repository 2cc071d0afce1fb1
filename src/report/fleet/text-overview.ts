/** The first lines: how much there is of everything. */
import type { FleetReport, RowState } from "../../fleet-report.ts";
import { isAudited, STATES } from "../../findings/fleet-order.ts";
import { labelled, type Page, type Span, words, wrapped } from "../layout.ts";
import { visible } from "../visible.ts";
import { counted, few, grouped } from "../words.ts";
import {
  countsText,
  distinctText,
  EXPOSURE,
  extentText,
  fleetSentence,
  severitiesText,
  STATE,
  USAGE,
  verdictsText,
} from "./words.ts";

/** The verdict, and the totals. */
export function overviewLines(report: FleetReport, page: Page): string[] {
  const { totals } = report;
  const { bold, red, yellow, green } = page.colors;
  const isBad = totals.byState.leaks > 0;
  const mood = isBad ? red : report.complete ? green : yellow;
  return [
    ...wrapped([words(fleetSentence(report), (text) => bold(mood(text)))], page),
    "",
    ...labelled("Audited", [auditedSpans(report)], page),
    ...(report.totals.repositories > 0
      ? labelled("State", [[words(statesText(report))]], page)
      : []),
    ...(totals.keys > 0 ? keyLines(report, page) : []),
    ...(totals.ignored > 0 ? labelled("Ignored", [[words(ignoredText(report))]], page) : []),
  ];
}

function auditedSpans(report: FleetReport): Span[] {
  const { duplicates, leftOut, rejected } = report.sources;
  return [
    words(extentText(report)),
    ...(duplicates > 0 ? [words(`(${counted(duplicates, "duplicate")})`)] : []),
    ...(leftOut > 0 ? [words(`(${grouped(leftOut)} archived or forks left out)`)] : []),
    ...(rejected.length > 0
      ? [words(`(${counted(rejected.length, "entry", "entries")} rejected)`)]
      : []),
  ];
}

function statesText({ totals: { byState } }: FleetReport): string {
  const ordered = Object.fromEntries(STATES.map((state) => [state, byState[state]]));
  return countsText(ordered as Record<RowState, number>, STATE);
}

function keyLines({ totals }: FleetReport, page: Page): string[] {
  const findings = totals.shared > 0 ? `, ${counted(totals.findings, "finding")} in all` : "";
  return [
    ...labelled("Credentials", [[words(`${distinctText(totals)}${findings}`)]], page),
    ...labelled("Severity", [[words(severitiesText(totals.bySeverity))]], page),
    ...labelled("Checked", [[words(verdictsText(totals) ?? NOT_CHECKED)]], page),
    ...labelled("Used for", [[words(countsText(totals.byUsage, USAGE))]], page),
    ...labelled("Exposed", [[words(countsText(totals.byExposure, EXPOSURE))]], page),
  ];
}

/** A repository's own files can say what is ignored in it, so that it is named. */
function ignoredText({ totals, repositories }: FleetReport): string {
  const names = repositories
    .filter(isAudited)
    .flatMap(({ repository, ignored }) => (ignored > 0 ? [visible(repository.name)] : []));
  return `${counted(totals.ignored, "credential")}, by ${few(names, MAX_NAMES)}`;
}

const MAX_NAMES = 3;

const NOT_CHECKED = "not with Google; --verify asks which of them work";

/** Where to begin: the most urgent repositories, and keys that several have. */
import type { AuditedRow, FleetKey, FleetReport } from "../../fleet-report.ts";
import { isAudited, isToActOn } from "../../findings/fleet-order.ts";
import { kept, type Page, type Span, words, wrapped } from "../layout.ts";
import { severityPaint } from "../text-finding.ts";
import { visible } from "../visible.ts";
import { counted, grouped } from "../words.ts";
import { holdersText, ORDER, rowFacts, spreadText, URGENCY } from "./words.ts";

const MAX_ROWS = 20;
const MAX_SHARED = 10;
const MAX_KEYS = 3;
const MAX_HOLDERS = 3;

/** The repositories to begin with, and how many follow. */
export function urgentLines(report: FleetReport, page: Page): string[] {
  const rows = report.repositories.filter(isAudited).filter(({ state }) => state === "leaks");
  if (rows.length === 0) return [];
  const { bold, dim } = page.colors;
  const more = rows.length - MAX_ROWS;
  return [
    bold("Where to begin"),
    ...wrapped([words(ORDER, dim)], page, "  "),
    ...rows.slice(0, MAX_ROWS).flatMap((row, index) => rowLines(row, index + 1, page)),
    ...(more > 0
      ? wrapped([words(`and ${counted(more, "more repository", "more repositories")}`)], page, "  ")
      : []),
  ];
}

function rowLines(row: AuditedRow, rank: number, page: Page): string[] {
  const { repository, severity = "info" } = row;
  const keys = row.keys.filter(isToActOn);
  const { bold, dim } = page.colors;
  const number = `${String(rank).padStart(4)}. `;
  const shown = keys.slice(0, MAX_KEYS);
  const more = keys.length - shown.length;
  return [
    ...wrapped(
      [
        kept(severity.toUpperCase(), severityPaint(severity, page.colors)),
        kept(visible(repository.name), bold),
        words(rowFacts(row).join(", "), dim),
      ],
      page,
      number,
      " ".repeat(8),
    ),
    ...shown.flatMap((key) => wrapped(keySpans(key, page), page, " ".repeat(8), " ".repeat(10))),
    ...(more > 0 ? [`        and ${counted(more, "more", "more")}`] : []),
  ];
}

function keySpans(key: FleetKey, page: Page): Span[] {
  const { finding, urgency, places, project } = key;
  const { dim } = page.colors;
  return [
    kept(visible(finding.preview)),
    words(`${visible(finding.title, 80)}, ${finding.severity}: ${URGENCY[urgency]}`, dim),
    ...(project === undefined ? [] : [words(`(project ${visible(project, 60)})`, dim)]),
    ...(places.length > 1 ? [words(`in ${spreadText(key)}`, dim)] : []),
  ];
}

/** Keys in several repositories about which something must be done. */
export function sharedKeyLines({ keys }: FleetReport, page: Page): string[] {
  const shared = keys.filter((key) => key.places.length > 1 && isToActOn(key));
  if (shared.length === 0) return [];
  const more = shared.length - MAX_SHARED;
  return [
    ...wrapped(
      [
        words(
          `The same key in several repositories: ${grouped(shared.length)}, each to be replaced everywhere before it is deleted`,
          page.colors.bold,
        ),
      ],
      page,
    ),
    ...shared.slice(0, MAX_SHARED).flatMap((key) => sharedLines(key, page)),
    ...(more > 0 ? [`  and ${counted(more, "more", "more")}`] : []),
  ];
}

function sharedLines(key: FleetKey, page: Page): string[] {
  const { finding, urgency } = key;
  return wrapped(
    [
      kept(finding.severity.toUpperCase(), severityPaint(finding.severity, page.colors)),
      kept(visible(finding.preview)),
      words(`in ${spreadText(key)} (${URGENCY[urgency]}):`),
      words(holdersText(key, MAX_HOLDERS), page.colors.dim),
    ],
    page,
    "  ",
    "    ",
  );
}

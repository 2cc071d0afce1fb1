/** Workflow commands, which GitHub shows as annotations. See docs/formats.md. */
import type { Report, Severity } from "../../finding.ts";
import { isBrought } from "../../findings/arrivals.ts";
import { isSecret } from "../places.ts";
import { changeWords, foundWords } from "../change-words.ts";
import { lookedAt } from "../text-totals.ts";
import { visible } from "../visible.ts";
import { counted } from "../words.ts";
import { ignoredLine, ignoredTotal, nameOf, sentencesOf } from "./message.ts";
import { shownPath, type Spot, spotsOf } from "./spot.ts";

/** GitHub shows no more of a kind for a step. https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md */
const MOST_OF_A_KIND = 10;

/** Lines of one annotation. */
const MOST_TOGETHER = 5;

type Kind = "error" | "warning" | "notice";

interface Annotation {
  readonly kind: Kind;
  readonly properties: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
}

/** The most severe annotations of each kind, and a line that says how many there are. */
export function renderGithub(report: Report): string {
  const all = [...asideAnnotations(report), ...spotAnnotations(report)];
  const lines = (["error", "warning", "notice"] as const).flatMap((kind) =>
    shown(all.filter((annotation) => annotation.kind === kind)),
  );
  return [...lines.map(command), totalLine(report)].map((line) => `${line}\n`).join("");
}

/** The last that is shown says how many are not, because nobody sees what GitHub drops. */
function shown(annotations: readonly Annotation[]): readonly Annotation[] {
  const more = annotations.length - MOST_OF_A_KIND;
  return annotations
    .slice(0, MOST_OF_A_KIND)
    .map((annotation, index) =>
      more > 0 && index === MOST_OF_A_KIND - 1
        ? { ...annotation, message: `${annotation.message}\n${moreWords(annotation.kind, more)}` }
        : annotation,
    );
}

function moreWords(kind: Kind, more: number): string {
  return `GitHub shows ${MOST_OF_A_KIND} of a kind: ${counted(more, `more ${kind}`)} in the summary of the job, or with --format json.`;
}

/** One annotation for all, because there can be many more than findings. */
function together(kind: Kind, title: string, all: readonly string[]): Annotation[] {
  if (all.length === 0) return [];
  const more = all.length - MOST_TOGETHER;
  const lines = [
    ...all.slice(0, MOST_TOGETHER),
    ...(more > 0 ? [`and ${counted(more, "more", "more")}`] : []),
  ];
  return [{ kind, properties: { title }, message: lines.join("\n") }];
}

/** What makes a report say less than it would. */
function asideAnnotations(report: Report): Annotation[] {
  const { skipped, ignored, notes } = report;
  const skips = skipped.map(({ what, why }) => visible(`${what}: ${why}`));
  const ignores = ignored.map((one) => ignoredLine(one, report));
  const remarks = notes.map(({ about, note }) => visible(`${about}: ${note}`));
  return [
    ...together("warning", "gemsweep could not look everywhere", skips),
    ...together("notice", `gemsweep: ${ignoredTotal(ignored)}`, ignores),
    ...together("notice", "gemsweep: notes", remarks),
  ];
}

function spotAnnotations(report: Report): Annotation[] {
  return spotsOf(report)
    .filter(({ finding }) => isSecret(finding))
    .map((spot) => ({
      kind: isBrought(spot.finding) ? KIND[spot.finding.severity] : "notice",
      properties: propertiesOf(spot),
      message: sentencesOf(spot, report).join("\n"),
    }));
}

/** What no file holds any more has no line to be shown at. */
function propertiesOf(spot: Spot): Annotation["properties"] {
  const { finding, sighting, isCurrent } = spot;
  const title = nameOf(finding);
  if (!isCurrent) return { title };
  return { file: shownPath(spot), line: sighting.line, col: sighting.column, title };
}

const KIND: Record<Severity, Kind> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "notice",
  info: "notice",
};

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
function command({ kind, properties, message }: Annotation): string {
  const given = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodedProperty(String(value))}`],
  );
  return `::${kind} ${given.join(",")}::${encoded(message)}`;
}

function encoded(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function encodedProperty(text: string): string {
  return encoded(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Has no word of what was scanned: GitHub would take a command in it for ours. */
function totalLine(report: Report): string {
  const ignored = report.ignored.length > 0 ? `; ${ignoredTotal(report.ignored)}` : "";
  const missed = report.complete ? "" : "; not everything could be looked at";
  const { change } = report.target;
  const judged = change === undefined ? "" : `; judged ${visible(changeWords(change))}`;
  return `gemsweep: ${foundWords(report)}${ignored}${judged}; looked at ${lookedAt(report)}${missed}`;
}

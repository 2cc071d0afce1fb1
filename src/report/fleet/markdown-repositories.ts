/** Repositories of a fleet as Markdown: a table of all, and the plan of each. */
import type { AuditedRow } from "../../fleet-report.ts";
import { cleaningSteps } from "../../remediate/fleet-plan.ts";
import { stepText } from "../markdown-steps.ts";
import { codeBlock, codeSpan, plainText } from "../markdown-text.ts";
import { counted, few } from "../words.ts";
import { EXPOSURE, rowFacts } from "./words.ts";

const MAX_ROWS = 1000;
const MAX_KEYS = 20;

/** One line for each, in their order; nothing where there is none. */
export function repositoryTable(rows: readonly AuditedRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - MAX_ROWS;
  return [
    "## The repositories",
    [
      "| | repository | owner | worst | credentials | live | exposed | since |",
      "|---:|---|---|---|---:|---:|---|---|",
      ...rows.slice(0, MAX_ROWS).map(tableLine),
    ].join("\n"),
    ...(more > 0 ? [`and ${counted(more, "more", "more")} in the JSON report.`] : []),
  ];
}

function tableLine(row: AuditedRow, index: number): string {
  const { repository, severity, keys, live, exposure, since } = row;
  const cells = [
    String(index + 1),
    codeSpan(repository.name),
    repository.owner === undefined ? "" : codeSpan(repository.owner),
    severity ?? "",
    String(keys.length),
    String(live),
    exposure === undefined ? "" : EXPOSURE[exposure],
    since ?? "",
  ];
  // In a table a bar parts cells even within code.
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** What is done in it, with boxes. */
export function repositorySection(row: AuditedRow): readonly string[] {
  const { repository, severity, keys, fetch, report } = row;
  return [
    `### ${codeSpan(repository.name)}${severity === undefined ? "" : `: ${severity}`}`,
    [
      plainText(rowFacts(row).join(", ")),
      `Its credentials: ${few(
        keys.map(({ finding }) => codeSpan(finding.preview)),
        MAX_KEYS,
      )}`,
    ].join("<br>\n"),
    ...(fetch ? [codeBlock([`# ${fetch.does}`, fetch.run], "sh")] : []),
    ...cleaningSteps(report.plan).map(stepText),
  ];
}

/** SARIF 2.1.0, as GitHub code scanning and editors read it. See docs/formats.md. */
import type { Finding, IgnoredBy, Report, Severity } from "../../finding.ts";
import { groupBy } from "../../findings/group-by.ts";
import { escapedJson } from "../escaped-json.ts";
import { causeOf } from "../ignored-words.ts";
import type { Tool } from "../json.ts";
import { visible } from "../visible.ts";
import { counted } from "../words.ts";
import { nameOf, sentencesOf } from "./message.ts";
import { locationOf, relatedLocations } from "./sarif-location.ts";
import { ruleIdOf, rulesOf } from "./sarif-rules.ts";
import { sarifText } from "./sarif-text.ts";
import { type JudgedSpot, judgedSpotsOf } from "./spot.ts";

/**
 * GitHub takes no file with more results in a run, and shows the 5,000 most severe.
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
const MOST_RESULTS = 25_000;

/** The document of a report. */
export function renderSarif(report: Report, tool: Tool): string {
  return sarifLog([sarifRun(report, tool)]);
}

/** The document of these runs, ending in a newline. */
export function sarifLog(runs: readonly object[]): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs,
  };
  return `${escapedJson(log, 2)}\n`;
}

/** The run of a report: a result for each place in a file, and one for what is in no file any more; what is ignored comes last. */
export function sarifRun(report: Report, tool: Tool): object {
  const all = judgedSpotsOf(report);
  const spots = all.slice(0, MOST_RESULTS);
  return {
    tool: sarifTool(tool, rulesOf(spots.map(({ finding }) => finding))),
    invocations: [
      sarifInvocation(report.complete, notificationsOf(report, all.length - spots.length)),
    ],
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: {
      "%SRCROOT%": { description: { text: "The folder that paths are relative to." } },
    },
    results: resultsOf(spots, report),
  };
}

/** Who made a run, and by which rules. */
export function sarifTool({ name, version }: Tool, rules: readonly object[]): object {
  return { driver: { name, version, semanticVersion: version, rules } };
}

/** How a run went. */
export function sarifInvocation(
  executionSuccessful: boolean,
  toolExecutionNotifications: readonly object[],
): object {
  return { executionSuccessful, toolExecutionNotifications };
}

function notificationsOf({ skipped, notes }: Report, leftOut: number): object[] {
  return [
    ...skipped.map(({ what, why }) => notification("error", `${what}: ${why}`)),
    ...notes.map(({ about, note }) => notification("note", `${about}: ${note}`)),
    ...(leftOut > 0
      ? [notification("warning", `${counted(leftOut, "more result")} left out: see --format json`)]
      : []),
  ];
}

/** Something that a tool has to say of itself; text that is not trusted is made safe. */
export function notification(level: string, text: string): object {
  return { level, message: { text: sarifText(visible(text)) } };
}

/** The other places of a finding are told with its first result alone; with each they would be too many. */
function resultsOf(spots: readonly JudgedSpot[], report: Report): object[] {
  const byFinding = groupBy(spots, ({ finding }) => finding);
  return [...byFinding].flatMap(([finding, own]) =>
    own.map((spot, index) => ({
      ...resultOf(spot, report),
      relatedLocations:
        index === 0 ? relatedLocations(finding, own, report.target.command) : undefined,
    })),
  );
}

function resultOf(spot: JudgedSpot, report: Report): object {
  const { finding, nth, by } = spot;
  const sentences = [`${nameOf(finding)}.`, ...sentencesOf(spot, report)];
  return {
    ruleId: ruleIdOf(finding),
    level: LEVEL[finding.severity],
    message: { text: sarifText(sentences.join(" ")) },
    locations: [locationOf(spot, report.target.command)],
    partialFingerprints: {
      // GitHub adds rule and path by itself.
      primaryLocationLineHash: `${finding.fingerprint.slice(0, 16)}:${nth}`,
      "secret/v1": finding.fingerprint,
    },
    baselineState: finding.arrival && BASELINE_STATE[finding.arrival],
    suppressions: by && [suppressionOf(by)],
    properties: propertiesOf(finding),
  };
}

const BASELINE_STATE = { new: "new", before: "unchanged" } as const;

function suppressionOf(by: IgnoredBy): object {
  return {
    kind: by.kind === "comment" ? "inSource" : "external",
    status: "accepted",
    justification: sarifText(visible(causeOf(by))),
  };
}

const LEVEL: Record<Severity, "error" | "warning" | "note"> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

function propertiesOf({ severity, confidence, preview, keyId, verdict }: Finding): object {
  return { severity, confidence, preview, keyId, verdict: verdict?.status };
}

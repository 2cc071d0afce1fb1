/** A secret detection report for GitLab. See docs/formats.md. */
import type { Report, Severity } from "../../finding.ts";
import { escapedJson } from "../escaped-json.ts";
import type { Tool } from "../json.ts";
import { plainText } from "../markdown-text.ts";
import { visible } from "../visible.ts";
import { ignoredLine, nameOf, sentencesOf } from "./message.ts";
import { placeUuid } from "./place-id.ts";
import { RULE_HELP, WEAKNESS, WHAT_TO_DO } from "./rule-help.ts";
import type { ScanTimes } from "./scan-times.ts";
import { shownPath, type Spot, spotsOf } from "./spot.ts";

/** The last of the minor version that every GitLab since 16.0 reads. */
const SCHEMA_VERSION = "15.0.7";

/** A vulnerability for each place in a file, and one for what is in no file any more. */
export function renderGitlab(report: Report, tool: Tool, times: ScanTimes): string {
  const scanner = {
    id: tool.name,
    name: tool.name,
    version: tool.version,
    vendor: { name: tool.name },
  };
  const document = {
    version: SCHEMA_VERSION,
    scan: {
      analyzer: scanner,
      scanner,
      type: "secret_detection",
      start_time: times.started,
      end_time: times.ended,
      status: report.complete ? "success" : "failure",
      messages: messagesOf(report),
    },
    vulnerabilities: spotsOf(report).map((spot) => vulnerabilityOf(spot, report)),
  };
  return `${escapedJson(document, 2)}\n`;
}

function messagesOf(report: Report): object[] {
  const { skipped, ignored, notes } = report;
  return [
    ...skipped.map(({ what, why }) => message("warn", what, why)),
    ...ignored.map((one) => message("info", "ignored", ignoredLine(one, report))),
    ...notes.map(({ about, note }) => message("info", about, note)),
  ];
}

function message(level: string, about: string, text: string): object {
  return { level, value: visible(`${about}: ${text}`) };
}

function vulnerabilityOf(spot: Spot, report: Report): object {
  const { finding, sighting } = spot;
  const file = shownPath(spot);
  const { page } = RULE_HELP[finding.credential];
  const id = placeUuid(spot);
  const rule = visible(finding.rule, 100);
  return {
    id,
    name: visible(finding.title, 200),
    description: descriptionOf(spot, report),
    severity: SEVERITY[finding.severity],
    solution: WHAT_TO_DO,
    identifiers: [
      { type: "gemsweep_rule_id", name: `gemsweep rule ${rule}`, value: rule, url: page },
      { type: "cwe", name: `CWE-${WEAKNESS.id}`, value: WEAKNESS.id, url: WEAKNESS.page },
    ],
    links: page === undefined ? undefined : [{ url: page }],
    location: {
      file,
      start_line: sighting.line,
      end_line: sighting.line,
      commit: commitOf(spot),
    },
    // So that it stays the same vulnerability when lines move, and two on a line stay two.
    tracking: {
      type: "source",
      items: [
        {
          file,
          start_line: sighting.line,
          end_line: sighting.line,
          signatures: [{ algorithm: "hash", value: id }],
        },
      ],
    },
  };
}

/** GitLab reads it as Markdown. */
function descriptionOf(spot: Spot, report: Report): string {
  return [nameOf(spot.finding), ...sentencesOf(spot, report)].map(plainText).join("\n\n");
}

const SEVERITY: Record<Severity, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  info: "Info",
};

/** What GitLab's own scanner writes where there is no commit. */
const NO_COMMIT = "0000000";

/** The commit that brought it, without the name of its author. */
function commitOf({ finding }: Spot): object {
  const [added] = finding.history?.introducedBy ?? [];
  return added ? { sha: added.commit, date: added.date } : { sha: NO_COMMIT };
}

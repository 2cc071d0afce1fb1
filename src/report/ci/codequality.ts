/** A code quality report, as GitLab shows it in merge requests: a part of Code Climate's format. See docs/formats.md. */
import { createHash } from "node:crypto";
import type { Report, Severity } from "../../finding.ts";
import type { Skipped } from "../../document.ts";
import { escapedJson } from "../escaped-json.ts";
import { visible } from "../visible.ts";
import { ignoredSentence, nameOf, sentencesOf } from "./message.ts";
import { placeId } from "./place-id.ts";
import { type JudgedSpot, judgedSpotsOf, shownPath } from "./spot.ts";

/**
 * An issue for each place in a file, one for what is in no file any more, and one for what could not be looked at. What
 * is ignored is one without weight: GitLab shows those that a merge request adds.
 */
export function renderCodequality(report: Report): string {
  const issues = [
    ...judgedSpotsOf(report).map((spot) => issueOf(spot, report)),
    ...report.skipped.map(skippedIssue),
  ];
  return `${escapedJson(issues, 2)}\n`;
}

function issueOf(spot: JudgedSpot, report: Report): object {
  const { finding, sighting, by } = spot;
  const sentences = [...(by ? [ignoredSentence(by)] : []), ...sentencesOf(spot, report)];
  return issue({
    check_name: visible(finding.rule, 100),
    description: [`${nameOf(finding)}.`, ...sentences].join(" "),
    fingerprint: placeId(spot),
    severity: by ? SEVERITY.info : SEVERITY[finding.severity],
    location: { path: shownPath(spot), lines: { begin: sighting.line } },
  });
}

/** Without it, an empty list would say that all is well. */
function skippedIssue({ what, why }: Skipped): object {
  return issue({
    check_name: "not-looked-at",
    description: visible(`Could not be looked at: ${what}: ${why}`),
    fingerprint: createHash("sha256")
      .update(JSON.stringify([what, why]))
      .digest("hex"),
    severity: "major",
    location: { path: visible(what), lines: { begin: 1 } },
  });
}

function issue(given: object): object {
  return { type: "issue", categories: ["Security"], ...given };
}

const SEVERITY: Record<Severity, string> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
  info: "info",
};

/** The report as lines of JSON, for programs that read one finding at a time. See docs/output.md. */
import type { Report } from "../finding.ts";
import { escapedJson } from "./escaped-json.ts";
import {
  coverageJson,
  findingJson,
  FORMAT_VERSION,
  ignoredByJson,
  targetJson,
  type Tool,
  verificationJson,
} from "./json.ts";
import { planJson } from "./plan-json.ts";

/** One line for each finding and for each that is ignored, and a last one of type "summary": a stream without it was cut off. */
export function renderJsonl(report: Report, tool: Tool): string {
  const {
    target,
    complete,
    coverage,
    verification,
    findings,
    ignored,
    scrub,
    plan,
    skipped,
    notes,
  } = report;
  const lines = [
    ...findings.map((finding) => ({ type: "finding", ...findingJson(finding) })),
    ...ignored.map(({ by, finding }) => ({
      type: "ignored",
      by: ignoredByJson(by),
      ...findingJson(finding),
    })),
    {
      type: "summary",
      version: FORMAT_VERSION,
      tool: { name: tool.name, version: tool.version },
      target: targetJson(target),
      complete,
      coverage: coverageJson(coverage),
      verification: verificationJson(verification),
      findingCount: findings.length,
      ignoredCount: ignored.length,
      scrub: { files: scrub.files, commits: scrub.commits, refs: scrub.refs },
      plan: planJson(plan),
      skipped: skipped.map(({ what, why }) => ({ what, why })),
      notes: notes.map(({ about, note }) => ({ about, note })),
    },
  ];
  return lines.map((line) => `${escapedJson(line)}\n`).join("");
}

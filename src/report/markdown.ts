/** The plan alone, as Markdown with boxes to tick: for an issue, a pull request or a wiki page. */
import type { Finding, Report } from "../finding.ts";
import type { KeyPlan, Plan } from "../plan.ts";
import { keySection, RETIRING } from "./markdown-key.ts";
import { stepSections } from "./markdown-steps.ts";
import { bySeverity, counted } from "./words.ts";

/** The plan of a report, ending in a newline. */
export function renderMarkdown(report: Report): string {
  const { findings, plan } = report;
  const planned = withFindings(plan, findings);
  const sections = [
    "# What to do about the leaked credentials",
    ...introduction(report, planned),
    ...stepSections(plan.steps),
    ...(planned.length > 0 ? ["## The credentials"] : []),
    ...planned.map(({ key, finding }) =>
      keySection(key, finding, {
        command: report.target.command,
        withCommands: !hasCommands(plan, key),
      }),
    ),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** Whether the steps for all have the commands for this one, which they have unless there are too many. */
function hasCommands({ steps }: Plan, { fingerprint }: KeyPlan): boolean {
  return steps.some(
    ({ id, findings, commands }) =>
      RETIRING.includes(id) && findings.includes(fingerprint) && commands.length > 0,
  );
}

interface Planned {
  readonly key: KeyPlan;
  readonly finding: Finding;
}

function withFindings({ keys }: Plan, findings: readonly Finding[]): readonly Planned[] {
  const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  return keys.flatMap((key) => {
    const finding = byFingerprint.get(key.fingerprint);
    return finding ? [{ key, finding }] : [];
  });
}

function introduction(
  { complete, skipped, verification }: Report,
  planned: readonly Planned[],
): string[] {
  const severities = planned.map(({ finding }) => finding.severity);
  const shared = planned.filter(({ key }) => key.environments.length > 1).length;
  return [
    planned.length > 0
      ? `${counted(planned.length, "credential")} (${bySeverity(severities)})${verification === undefined ? "; whether they still work was not asked" : ""}. The minutes count from now.`
      : "Nothing was found that something must be done about.",
    ...(complete
      ? []
      : [
          `> **${counted(skipped.length, "thing")} could not be looked at**, so that there may be more: see the whole report.`,
        ]),
    ...(shared > 0
      ? [
          `> **${counted(shared, "key serves", "keys serve")} several environments at once**: one leak is a leak in all of them.`,
        ]
      : []),
  ];
}

/** The plan alone, as Markdown with boxes to tick: for an issue, a pull request or a wiki page. */
import type { Finding, Report } from "../finding.ts";
import type { KeyPlan, Plan } from "../plan.ts";
import { keySection, RETIRING, stayingSection } from "./markdown-key.ts";
import { stepSections } from "./markdown-steps.ts";
import { causeOf, ignoredCount } from "./ignored-words.ts";
import { codeSpan, plainText } from "./markdown-text.ts";
import { placesOf } from "./places.ts";
import { bySeverity, counted } from "./words.ts";

/** The plan of a report, ending in a newline. */
export function renderMarkdown(report: Report): string {
  const { findings, plan } = report;
  const { command } = report.target;
  const planned = withFindings(plan, findings);
  const leaving = planned.filter((one) => !mayStay(one));
  const sections = [
    "# What to do about the credentials that were found",
    ...introduction(report, planned),
    ...stepSections(plan.steps),
    ...(planned.length > 0 ? ["## The credentials"] : []),
    ...leaving.map(({ key, finding }) =>
      keySection(key, finding, { command, withCommands: !hasCommands(plan, key) }),
    ),
    ...stayingSection(
      planned.filter(mayStay).map(({ finding }) => finding),
      command,
    ),
    ...ignoredSection(report),
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

/** Whether it is public by design, and nothing is known against it. */
function mayStay({ key, finding }: Planned): boolean {
  return key.rotation === "restrict" && !finding.mustScrub;
}

function withFindings({ keys }: Plan, findings: readonly Finding[]): readonly Planned[] {
  const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  return keys.flatMap((key) => {
    const finding = byFingerprint.get(key.fingerprint);
    return finding ? [{ key, finding }] : [];
  });
}

const MOST_IGNORED = 20;

function ignoredSection({ ignored, target }: Report): string[] {
  if (ignored.length === 0) return [];
  const more = ignored.length - MOST_IGNORED;
  const items = ignored.slice(0, MOST_IGNORED).map(({ by, finding }) => {
    const [first] = placesOf(finding.sightings, target.command);
    return `- ${codeSpan(finding.preview)} in ${codeSpan(first?.where ?? "no place")}, by ${plainText(causeOf(by))}`;
  });
  if (more > 0) items.push(`- and ${counted(more, "more", "more")}: see \`--format json\``);
  return ["## Ignored", items.join("\n")];
}

function introduction(
  { complete, skipped, ignored, verification, plan }: Report,
  planned: readonly Planned[],
): string[] {
  const severities = planned.map(({ finding }) => finding.severity);
  const shared = plan.steps.find(({ id }) => id === "separate")?.findings.length ?? 0;
  return [
    planned.length > 0
      ? `${counted(planned.length, "credential")} (${bySeverity(severities)})${verification === undefined ? "; whether they still work was not asked" : ""}. The minutes count from now.`
      : "Nothing was found that something must be done about.",
    ...(complete
      ? []
      : [
          `> **${counted(skipped.length, "thing")} could not be looked at**, so that there may be more: see the whole report.`,
        ]),
    ...(ignored.length > 0
      ? [`> **${ignoredCount(ignored)} ignored**, by what is at the end.`]
      : []),
    ...(shared > 0
      ? [
          `> **${counted(shared, "key serves", "keys serve")} several environments at once**: one leak is a leak in all of them.`,
        ]
      : []),
  ];
}

/** The plan of a fleet alone, as Markdown with boxes to tick: for an issue or a wiki page. */
import type { AuditedRow, FleetKey, FleetReport } from "../../fleet-report.ts";
import { isAudited, unknownIn } from "../../findings/fleet-order.ts";
import type { KeyPlan } from "../../plan.ts";
import { keySection } from "../markdown-key.ts";
import { stepSections } from "../markdown-steps.ts";
import { codeSpan, plainText } from "../markdown-text.ts";
import { counted, few, grouped } from "../words.ts";
import { repositorySection, repositoryTable } from "./markdown-repositories.ts";
import {
  failureText,
  fleetSentence,
  ORDER,
  severitiesText,
  skippedText,
  sourceName,
  spreadText,
  undoneText,
  verdictsText,
} from "./words.ts";

/** More are told in brief: a page that no browser shows helps nobody. */
const MAX_IN_FULL = 200;
const MAX_IN_BRIEF = 5000;
const MAX_LISTED = 200;
const MAX_HOLDERS = 50;

/** The plan, ending in a newline. */
export function renderFleetMarkdown(report: FleetReport): string {
  const dirty = report.repositories.filter(isAudited).filter(({ state }) => state === "leaks");
  const sections = [
    "# What to do about the credentials that were found",
    ...introduction(report),
    ...repositoryTable(dirty),
    ...stepSections(report.plan.steps),
    ...keySections(report),
    ...repositorySections(dirty),
    ...unknownSections(report),
  ];
  return `${sections.join("\n\n")}\n`;
}

function introduction(report: FleetReport): string[] {
  const { totals, complete } = report;
  const verdicts = verdictsText(totals);
  return [
    plainText(fleetSentence(report)),
    ...(totals.keys > 0
      ? [
          `${counted(totals.keys, "distinct credential")}: ${severitiesText(totals.bySeverity)}. ${verdicts === undefined ? "Whether they still work was not asked." : `Checked with Google: ${verdicts}.`}`,
          ORDER,
        ]
      : []),
    ...(complete
      ? []
      : ["> **Not everything could be looked at**, so that there may be more: see the end."]),
    ...(totals.ignored > 0
      ? [`> **${counted(totals.ignored, "credential")} ignored**, by whom is in the JSON report.`]
      : []),
  ];
}

function keySections({ keys, plan }: FleetReport): readonly string[] {
  const plans = new Map(plan.keys.map((key) => [key.fingerprint, key]));
  const planned = keys.flatMap((key) => {
    const own = plans.get(key.finding.fingerprint);
    return own ? [{ key, own }] : [];
  });
  if (planned.length === 0) return [];
  const brief = planned.slice(MAX_IN_FULL, MAX_IN_FULL + MAX_IN_BRIEF);
  return [
    "## The credentials",
    ...planned.slice(0, MAX_IN_FULL).map(({ key, own }) => fullKey(key, own)),
    ...(brief.length > 0
      ? [
          `### ${counted(planned.length - MAX_IN_FULL, "more credential")}, in brief`,
          brief.map(({ key }) => briefKey(key)).join("\n"),
        ]
      : []),
  ];
}

function fullKey(key: FleetKey, own: KeyPlan): string {
  const { places, owners, ignoredIn, finding } = key;
  const names = places.map(({ repository }) => codeSpan(repository.name));
  const facts = [
    `- In ${places.length > 1 ? `**${spreadText(key)}**: ` : ""}${few(names, MAX_HOLDERS)}`,
    ...(owners.length > 0 ? [`- Owned by ${few(owners.map(codeSpan), MAX_HOLDERS)}`] : []),
    ...(ignoredIn.length > 0 ? [`- Ignored in ${few(ignoredIn.map(codeSpan), MAX_HOLDERS)}`] : []),
  ];
  return keySection(own, finding, { command: "audit", withCommands: true, facts });
}

function briefKey(key: FleetKey): string {
  const { finding, places } = key;
  const [first] = places;
  const where = places.length > 1 ? spreadText(key) : codeSpan(first?.repository.name ?? "");
  return `- [ ] ${codeSpan(finding.preview)} ${plainText(finding.title)}, ${finding.severity}, in ${where}`;
}

function repositorySections(rows: readonly AuditedRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - MAX_IN_FULL;
  return [
    "## Repository by repository",
    "Each after its credentials are rotated.",
    ...rows.slice(0, MAX_IN_FULL).flatMap(repositorySection),
    ...(more > 0
      ? [
          `and ${counted(more, "more repository", "more repositories")}, whose plans the JSON report has.`,
        ]
      : []),
  ];
}

function unknownSections(fleet: FleetReport): readonly string[] {
  const { failed, partly } = unknownIn(fleet);
  const { sources, totals } = fleet;
  const lines = [
    ...failed.map(
      ({ repository, failure }) =>
        `- [ ] ${codeSpan(repository.name)}: ${plainText(failureText(failure))}`,
    ),
    ...partly.map(
      ({ repository, report }) =>
        `- [ ] ${codeSpan(repository.name)}: ${plainText(skippedText(report))}`,
    ),
    ...sources.rejected.map(
      (one) => `- [ ] ${plainText(sourceName(one))}: ${codeSpan(one.text)}: ${plainText(one.why)}`,
    ),
  ];
  const { undone } = totals.byState;
  if (lines.length === 0 && undone === 0) return [];
  const more = lines.length - MAX_LISTED;
  return [
    "## What is not known",
    ...(undone > 0 ? [undoneText(undone)] : []),
    ...(lines.length > 0 ? [lines.slice(0, MAX_LISTED).join("\n")] : []),
    ...(more > 0 ? [`and ${grouped(more)} more, which the JSON report lists.`] : []),
  ];
}

/** Makes a row of each repository of a fleet. */
import { byImportance } from "./finding-order.ts";
import type { Report } from "../finding.ts";
import type { Audited } from "../fleet.ts";
import type { AuditedRow, AuditedState, FleetKey } from "../fleet-report.ts";
import { earliest } from "./fleet-keys.ts";
import { judgedAs } from "./fleet-merge.ts";
import { isToActOn, widestExposure } from "./fleet-order.ts";
import { SEVERITIES } from "./severity.ts";
import { copyFolder, fetchCommand, folderName } from "../remediate/fleet-plan.ts";
import { planOf } from "../remediate/plan.ts";
import { scrubListOf } from "../remediate/scrub-list.ts";

/** The row of an audited repository; `keys` are those of the fleet that it holds, in their order. */
export function auditedRow({ repository, report }: Audited, keys: readonly FleetKey[]): AuditedRow {
  const own = keys.flatMap(({ places }) =>
    places.filter((place) => place.repository.name === repository.name),
  );
  return {
    state: stateOf(report, keys),
    repository,
    report: judgedReport({ repository, report }, keys),
    keys,
    severity: SEVERITIES.findLast((severity) =>
      keys.some(({ finding }) => finding.severity === severity),
    ),
    live: keys.filter(({ finding }) => finding.verdict?.status === "live").length,
    exposure: widestExposure(own.map(({ exposure }) => exposure)),
    isInFiles: own.some((place) => place.isInFiles),
    since: earliest(own.map(({ since }) => since)),
    ignored: new Set(report.ignored.map(({ finding }) => finding.fingerprint)).size,
    fetch: fetchCommand(repository),
  };
}

function stateOf({ complete }: Report, keys: readonly FleetKey[]): AuditedState {
  if (keys.some(isToActOn)) return "leaks";
  if (!complete) return "incomplete";
  return keys.length > 0 ? "harmless" : "clean";
}

/**
 * The report with what the fleet knows of its credentials. What was cloned is cleaned in a copy that is made for it, and
 * the folders of each repository have names of their own.
 */
function judgedReport({ repository, report }: Audited, keys: readonly FleetKey[]): Report {
  const merged = new Map(keys.map(({ finding }) => [finding.fingerprint, finding]));
  const judged = report.findings.map((finding) =>
    judgedAs(finding, merged.get(finding.fingerprint) ?? finding),
  );
  const isSame = judged.every((finding, index) => finding === report.findings[index]);
  const findings = isSame ? report.findings : judged.toSorted(byImportance);
  const scrub = isSame ? report.scrub : scrubListOf(findings);
  const paths = repository.kind === "path" ? report.target.paths : [copyFolder(repository)];
  const target = { ...report.target, paths };
  const name = folderName(repository);
  return { ...report, findings, scrub, plan: planOf({ findings, scrub, target, name }) };
}

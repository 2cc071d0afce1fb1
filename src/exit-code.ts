import type { Finding, Report, Severity } from "./finding.ts";
import type { FleetResults } from "./fleet.ts";
import { SEVERITIES } from "./findings/severity.ts";
import type { VerdictStatus } from "./verdict.ts";

/** 0: looked everywhere, nothing to fail on. 1: findings. 2: could not do the job, or not fully. */
export type ExitCode = 0 | 1 | 2;

/** Which findings make the exit code 1: those from a severity on, or those of which Google said one of these things. */
export type FailOn = (
  | { readonly severity: Severity }
  | { readonly verdicts: readonly VerdictStatus[] }
) & {
  /** Whether what was there before a change counts, too. */
  readonly all?: boolean;
};

/** Findings count more than what was skipped, because they are certain; a run cut short has no verdict. */
export function exitCodeOf(
  report: Pick<Report, "findings" | "complete">,
  failOn: FailOn,
  interrupted: boolean,
): ExitCode {
  if (interrupted) return 2;
  if (report.findings.some((finding) => fails(finding, failOn))) return 1;
  return report.complete ? 0 : 2;
}

/** The same for many repositories: one that nothing is known of is a place where nobody looked. */
export function fleetExitCode(
  { sources, outcomes, undone }: FleetResults,
  failOn: FailOn,
  interrupted: boolean,
): ExitCode {
  const reports = outcomes.flatMap((outcome) => ("report" in outcome ? [outcome.report] : []));
  const all = sources.rejected.length + undone.length === 0 && reports.length === outcomes.length;
  return exitCodeOf(
    {
      findings: reports.flatMap(({ findings }) => findings),
      complete: all && reports.every(({ complete }) => complete),
    },
    failOn,
    interrupted,
  );
}

/** Whether a finding makes the exit code 1. */
export function fails(finding: Finding, failOn: FailOn): boolean {
  if (finding.arrival === "before" && failOn.all !== true) return false;
  if ("severity" in failOn) return isFrom(failOn.severity, finding);
  return statusesOf(finding).some((status) => failOn.verdicts.includes(status));
}

/** What could not be checked counts as live; of a kind that nobody is asked about, only what is not harmless anyway. */
function statusesOf(finding: Finding): readonly VerdictStatus[] {
  const { verdict } = finding;
  if (verdict !== undefined && verdict.status !== "unknown") return [verdict.status];
  const harmless = verdict?.reason === "not-checkable" && !isFrom("medium", finding);
  return harmless ? ["unknown"] : ["unknown", "live"];
}

function isFrom(least: Severity, { severity }: Finding): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

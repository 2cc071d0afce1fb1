import type { Report, Severity } from "./finding.ts";
import { SEVERITIES } from "./findings/severity.ts";

/** 0: looked everywhere, nothing to fail on. 1: findings. 2: could not do the job, or not fully. */
export type ExitCode = 0 | 1 | 2;

/** Findings count more than what was skipped, because they are certain; a run cut short has no verdict. */
export function exitCodeOf(
  report: Pick<Report, "findings" | "complete">,
  failOn: Severity,
  interrupted: boolean,
): ExitCode {
  if (interrupted) return 2;
  const from = SEVERITIES.indexOf(failOn);
  if (report.findings.some(({ severity }) => SEVERITIES.indexOf(severity) >= from)) return 1;
  return report.complete ? 0 : 2;
}

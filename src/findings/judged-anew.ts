/** Makes of a report that was read back what it was: how bad a finding is, and the plan, follow from the rest. */
import type { Finding, Report } from "../finding.ts";
import type { Plan } from "../plan.ts";
import { planOf } from "../remediate/plan.ts";
import { scrubListOf } from "../remediate/scrub-list.ts";
import { type EarlierFinding, type EarlierReport, wasReason } from "../report/parse-json.ts";
import { judge } from "./judgement.ts";
import { severityOf } from "./severity.ts";

/** The finding with what is to be thought of it. */
export function judgedAnew(earlier: EarlierFinding): Finding {
  const base = severityOf({
    ...earlier,
    shipped: wasReason(earlier, "shipped-to-visitors"),
    looksRandom: wasReason(earlier, "looks-random"),
  });
  return { ...earlier, ...judge(base, earlier.verdict) };
}

/** The whole report that was written. */
export function reportAgain(earlier: EarlierReport): Report {
  const { target } = earlier;
  const findings = earlier.findings.map(judgedAnew);
  const ignored = earlier.ignored.map(({ by, finding }) => ({ by, finding: judgedAnew(finding) }));
  const scrub = scrubListOf(findings);
  let plan: Plan | undefined;
  return {
    ...earlier,
    findings,
    ignored,
    scrub,
    // Made for those who read it.
    get plan() {
      return (plan ??= planOf({ findings, scrub, target }));
    },
  };
}

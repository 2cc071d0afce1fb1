/** Puts what a run learned into the report: everything masked, told once and in a defined order. */
import { type Arrivals, withArrival } from "./arrivals.ts";
import { byKeys } from "./compare.ts";
import type { Note, Skipped } from "../document.ts";
import { byImportance } from "./finding-order.ts";
import type { Checked, Coverage, Report, Secret, Target } from "../finding.ts";
import { excerptMaskOf } from "./excerpt-mask.ts";
import { judgeByPolicy } from "./ignoring.ts";
import { maskOf } from "./mask.ts";
import { maskedCause, maskedNotes, maskedSkipped, maskedTarget } from "./masked.ts";
import type { Plan } from "../plan.ts";
import { planOf } from "../remediate/plan.ts";
import { NO_POLICY, type Policy } from "./policy.ts";
import { scrubListOf } from "../remediate/scrub-list.ts";
import { toFinding } from "./secrets.ts";
import type { Trace } from "../sources/source.ts";

/** Everything a run learned. Holds the raw values. */
export interface Results {
  readonly target: Target;
  readonly coverage: Readonly<Coverage>;
  readonly secrets: readonly Secret[];
  /** Undefined when Google was not asked. */
  readonly checked: Checked | undefined;
  readonly traces: readonly Trace[];
  readonly skipped: readonly Skipped[];
  readonly notes: readonly Note[];
  /** Undefined when nobody was asked, or nobody has decided anything. */
  readonly policy: Policy | undefined;
  /** Undefined where no change is judged. */
  readonly arrivals?: Arrivals | undefined;
}

/** What people are told of a run. */
export function assembleReport(results: Results): Report {
  const { target, coverage, secrets, checked, traces, policy = NO_POLICY, arrivals } = results;
  const mask = maskOf(secrets);
  const maskExcerpt = excerptMaskOf(secrets, mask);
  const all = secrets
    .map((secret) => {
      const one = toFinding(secret, traces, mask, checked?.verdicts, maskExcerpt, policy);
      return arrivals === undefined ? one : withArrival(one, secret, arrivals, mask);
    })
    .sort(byImportance);
  const { findings, ignored, ...judged } = judgeByPolicy(all, policy);
  const notes = [...results.notes, ...judged.notes, ...(checked?.notes ?? [])];
  const skipped = [
    ...results.skipped,
    ...traces.flatMap((trace) => trace.skipped),
    ...(checked?.skipped ?? []),
  ];
  const scrub = scrubListOf(findings);
  const shown = maskedTarget(target, mask);
  let plan: Plan | undefined;
  return {
    target: shown,
    complete: skipped.length === 0,
    coverage,
    verification: checked?.verification,
    findings,
    ignored: ignored.map(({ by, finding }) => ({ by: maskedCause(by, mask), finding })),
    scrub,
    // Made for those who read it: what a hook says of a leak is not in it.
    get plan() {
      return (plan ??= planOf({ findings, scrub, target: shown }));
    },
    skipped: distinct(maskedSkipped(skipped, mask)).sort(
      byKeys(
        ({ what }) => what,
        ({ why }) => why,
      ),
    ),
    notes: distinct(maskedNotes(notes, mask)).sort(
      byKeys(
        ({ about }) => about,
        ({ note }) => note,
      ),
    ),
  };
}

function distinct<Entry extends object>(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

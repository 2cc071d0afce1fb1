/** Puts what a run learned into the report: everything masked, told once and in a defined order. */
import { byKeys } from "./compare.ts";
import type { Note, Skipped } from "../document.ts";
import { byImportance } from "./finding-order.ts";
import type { Checked, Coverage, Report, Secret, Target } from "../finding.ts";
import { excerptMaskOf } from "./excerpt-mask.ts";
import { maskOf } from "./mask.ts";
import { maskedNotes, maskedSkipped } from "./masked.ts";
import type { Plan } from "../plan.ts";
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
}

/** What people are told of a run. */
export async function assembleReport(results: Results): Promise<Report> {
  const { target, coverage, secrets, checked, traces, ...rest } = results;
  const mask = maskOf(secrets);
  const maskExcerpt = excerptMaskOf(secrets, mask);
  const findings = secrets
    .map((secret) => toFinding(secret, traces, mask, checked?.verdicts, maskExcerpt))
    .sort(byImportance);
  const notes = [...rest.notes, ...(checked?.notes ?? [])];
  const skipped = [
    ...rest.skipped,
    ...traces.flatMap((trace) => trace.skipped),
    ...(checked?.skipped ?? []),
  ];
  const scrub = scrubListOf(findings);
  const shown = { ...target, paths: target.paths.map(mask) };
  return {
    target: shown,
    complete: skipped.length === 0,
    coverage,
    verification: checked?.verification,
    findings,
    scrub,
    plan: await plannedFor({ findings, scrub, target: shown }),
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

/** The plan's modules are loaded when there is something to plan: a hook that finds nothing is to end at once. */
async function plannedFor(found: Pick<Report, "findings" | "scrub" | "target">): Promise<Plan> {
  if (found.findings.length === 0) return { steps: [], keys: [] };
  const { planOf } = await import("../remediate/plan.ts");
  return planOf(found);
}

function distinct<Entry extends object>(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

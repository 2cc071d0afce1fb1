/** The story of a run: sources → documents → search (decode → match) → secrets → trace → check → report. */
import type { Threads } from "./crew/crew.ts";
import { assembleReport, type Results } from "./findings/assemble-report.ts";
import type { Check, Report, Target } from "./finding.ts";
import { startGathering } from "./findings/gathered.ts";
import { withOriginals } from "./findings/originals.ts";
import type { Policy } from "./findings/policy.ts";
import type { RuleSet } from "./rules/rule-set.ts";
import { startSearch } from "./search.ts";
import type { Sieve, Source, Trace } from "./sources/source.ts";

/** What a run works on. Aborting `signal` ends it early, with a report of what is known by then. */
export interface ScanInput {
  readonly target: Target;
  readonly sources: readonly Source[];
  readonly rules: RuleSet;
  /** Asks Google which secrets still work; nobody is asked without it. */
  readonly check?: Check | undefined;
  /** What people have decided to ignore; asked for when something was found. Nothing is ignored without it. */
  readonly policy?: (() => Promise<Policy>) | undefined;
  /** Workers started with the same rules; who started them ends them. */
  readonly threads?: Threads;
  readonly signal: AbortSignal;
  readonly progress: Sieve["progress"];
}

/** Looks at everything the sources yield and reports every secret in it. */
export async function scan(input: ScanInput): Promise<Report> {
  return assembleReport(await investigate(input));
}

/** The same for those who need the raw values. */
export async function investigate(input: ScanInput): Promise<Results> {
  const { target, sources, rules, check, threads, signal, progress } = input;
  const search = startSearch(rules);
  const { coverage, secrets, skipped, notes, add } = startGathering();
  const sieve: Sieve = { ...search, ruleSet: rules, threads, coverage, signal, progress };
  const traces: Trace[] = [];

  try {
    for (const source of sources)
      for await (const item of source.documents(sieve)) {
        if ("skipped" in item) skipped.push(item.skipped);
        else if ("note" in item) notes.push(item.note);
        else add("searched" in item ? item.searched : search.searchDocument(item.document));
      }
    // Without a secret there is nothing to ask of history, which may take as long as reading it.
    for (const source of secrets.all().length > 0 ? sources : [])
      if (source.trace) traces.push(await source.trace(secrets.all(), sieve));
  } catch (thrown) {
    // A source that is cut short may throw; what it found until then still counts.
    if (!signal.aborted) throw thrown;
  }
  if (signal.aborted) skipped.push({ what: "the rest", why: "interrupted" });
  const located = await withOriginals(secrets.all(), sources, traces);
  const checked = await check?.(located);
  const policy = located.length > 0 ? await input.policy?.() : undefined;
  return { target, coverage, secrets: located, checked, traces, skipped, notes, policy };
}

/** What a repository's history holds that must be scrubbed, and how it is written. */
import type { Threads } from "../crew/crew.ts";
import type { Severity } from "../finding.ts";
import type { Results } from "../findings/assemble-report.ts";
import type { Repository } from "../git/repository.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import { investigate, type ScanInput } from "../scan.ts";
import { historySource } from "../sources/history.ts";
import type { Sieve } from "../sources/source.ts";
import type { ScrubPlan } from "./plan-files.ts";
import { toScrub } from "./scrub-findings.ts";
import { lfsFiles } from "./scrub-lfs.ts";
import { surveyHistory } from "./scrub-survey.ts";

/** What every scrub works on. */
export interface ScrubInput {
  /** As typed. */
  readonly path: string;
  readonly repository: Repository;
  readonly rules: RuleSet;
  /** What is not to be touched, because people have decided to ignore it. */
  readonly policy: ScanInput["policy"];
  /** Findings from this severity on are scrubbed. */
  readonly failOn: Severity;
  readonly threads: Threads;
  readonly signal: AbortSignal;
  readonly progress: Sieve["progress"];
  /** Says what is being done while nothing can be counted. */
  stage(what: string): void;
}

/** Searches the history alone. */
export async function searchHistory(input: ScrubInput): Promise<Results> {
  const { path, repository, rules, policy, threads, signal, progress } = input;
  const results = await investigate({
    target: { command: "audit", paths: [path], head: repository.head },
    sources: [historySource(repository)],
    rules,
    policy,
    threads,
    signal,
    progress,
  });
  signal.throwIfAborted();
  return results;
}

/** All that a rewrite needs to know. */
export async function planScrub(input: ScrubInput, results: Results): Promise<ScrubPlan> {
  const { repository, rules, failOn, signal, stage } = input;
  const found = toScrub(results, failOn);
  stage("reading how the keys are written");
  const { outOfReach, ...survey } = await surveyHistory(repository, found.secrets, rules, signal);
  const lfs = await lfsFiles(repository, found.secrets, signal);
  const pathsOf = (blob: string): readonly string[] =>
    found.report.findings
      .flatMap(({ sightings }) => sightings)
      .flatMap((one) => (one.blob === blob && one.path !== undefined ? one.path : []));
  return {
    found,
    ...survey,
    outOfReach: [
      ...outOfReach.map((one) => ({ ...one, paths: [...new Set(pathsOf(one.blob))] })),
      ...lfs.map(({ pointer, path }) => ({ blob: pointer, why: "lfs" as const, paths: [path] })),
    ],
    lfs,
  };
}

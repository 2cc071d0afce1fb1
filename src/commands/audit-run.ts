/** The audit of repositories, once it is known which and how. */
import { join, resolve } from "node:path";
import type { Config } from "../config.ts";
import { withThreads } from "../crew/crew.ts";
import type { Check, Report, Target } from "../finding.ts";
import { environmentFileNotes } from "../findings/environment-files.ts";
import type { RepositoryFiles } from "../own-files.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import { scan } from "../scan.ts";
import { historySource } from "../sources/history.ts";
import { prefixedSource } from "../sources/prefixed.ts";
import type { Sieve, Source } from "../sources/source.ts";
import { worktreeSource } from "../sources/worktree.ts";
import type { AuditTarget } from "./audit-target.ts";
import { unreadOwnFiles } from "./own-files.ts";
import { policyNotes, policyOf } from "./policy.ts";

export interface AuditRun {
  readonly targets: readonly AuditTarget[];
  /** What the report says was looked at. */
  readonly target: Target;
  /** By which the one repository speaks of itself; undefined where there are several. */
  readonly files: RepositoryFiles | undefined;
  readonly config: Config;
  readonly rules: RuleSet;
  readonly check: Check | undefined;
  readonly signal: AbortSignal;
  readonly progress: Sieve["progress"];
}

/** Looks at everything that the targets hold or ever held. Throws {@link UserError} for what keeps it from beginning. */
export async function runAudit(run: AuditRun): Promise<Report> {
  const { targets, target, files, config, rules, check, signal, progress } = run;
  const policy = await policyOf(config, files);
  const sources = sourcesOf(targets, config);
  const report = await withThreads(rules, config.jobs, async (threads) =>
    scan({
      target,
      sources,
      rules,
      check,
      policy: () => Promise.resolve(policy),
      threads,
      signal,
      progress,
    }),
  );

  const root = targets.length === 1 ? targets[0]?.repository.worktreeRoot : undefined;
  const locate = (path: string): string => (root ? join(root, path) : resolve(path));
  const notes = [
    ...report.notes,
    ...policyNotes(report, policy),
    ...(files ? [] : await unreadOwnFiles(targets)),
    ...targets.flatMap(({ path, below }) => (below ? [{ about: path, note: PART }] : [])),
    ...environmentFileNotes(report.findings, locate),
  ];
  return { ...report, notes };
}

const PART = "of the working tree only this was looked at, of the history everything";

/** The working trees, then each repository's history once; with their roots before the paths if there are several. */
function sourcesOf(targets: readonly AuditTarget[], { maxFileSize }: Config): readonly Source[] {
  const placed = (source: Source, { shownRoot }: AuditTarget): Source =>
    targets.length === 1 ? source : prefixedSource(source, shownRoot);
  const repositories = new Map(targets.map((target) => [target.repository.gitDir, target]));
  return [
    ...targets.flatMap((target) => {
      const { below, repository } = target;
      if (repository.worktreeRoot === undefined) return [];
      return [placed(worktreeSource(repository.worktreeRoot, { below, maxFileSize }), target)];
    }),
    ...[...repositories.values()].map((one) => placed(historySource(one.repository), one)),
  ];
}

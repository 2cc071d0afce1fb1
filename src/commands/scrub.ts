/** `gemsweep scrub`: removes what an audit found, and proves it. */
import { UserError } from "../errors.ts";
import { withThreads } from "../crew/crew.ts";
import type { Severity } from "../finding.ts";
import { loadRules } from "../rules/load.ts";
import { openRepository } from "../git/repository.ts";
import type { Config } from "../config.ts";
import type { ScrubInput } from "../remediate/scrub-investigation.ts";
import type { Policy } from "../findings/policy.ts";
import { auditTarget } from "./audit-target.ts";
import type { Command, Outcome } from "./command.ts";
import { ownFilesOf } from "./own-files.ts";
import { policyOf } from "./policy.ts";

export const scrub: Command = {
  help: `gemsweep scrub [PATH] --plan DIR | --apply --into DIR | --worktree

Removes the credentials that an audit finds. The repository at PATH (default:
this one) is only read, except by --worktree; nothing is ever pushed.

  --plan DIR         write what to replace and what to do into DIR, outside the
                     repository: expressions.txt (secret), steps.md and lists
    --overwrite      replace the files of an earlier plan in DIR
  --apply --into DIR rewrite all of history in a fresh bare copy in DIR with
                     git-filter-repo, audit the copy, print before and after
    --drop-blobs     drop files that replacing text does not clean (binaries,
                     archives) from history; without it, they are listed
    --filter-repo F  the git-filter-repo to use (default: the one on PATH)
  --worktree         take the keys out of the current files, in place
    --clear-outputs  clear the outputs of notebooks that hold a key
    --dry-run        change nothing, show a diff

  --fail-on SEVERITY lowest severity that is removed: info, low, medium, high
                     or critical (default: medium)
  --rules FILE       add the rules of a YAML file; repeatable
  --config FILE      read settings from this file, not .gemsweep.yaml
  --no-ignore        remove what is ignored, too
  --max-file-size S  leave out larger files of the working tree: 500k, 10M
  --jobs N           threads that search history (default: at most 4)
  --quiet            no progress
  --help             show this

Exit code: 0 no key is left, 1 keys are left, 2 could not do the job.

Examples:
  gemsweep scrub --worktree --dry-run
  gemsweep scrub --plan ../scrub-plan
  gemsweep scrub --apply --into ../clean.git
`,

  async run(invocation) {
    const { operands, signal, progress, stage } = invocation;
    const [path = ".", ...more] = operands;
    if (more.length > 0)
      throw new UserError("scrub takes one repository", "run it once for each of them");
    const mode = modeOf(invocation.config);
    const repository = await openRepository(path, signal);
    const files = ownFilesOf(repository);
    const config = await invocation.ownConfig(files);
    const failOn = severityIn(config);
    const policy = async (): Promise<Policy> => policyOf(config, files);
    const rules = await loadRules(config.rules);
    try {
      return await withThreads(rules, config.jobs, async (threads) =>
        mode({ path, repository, rules, policy, failOn, threads, signal, progress, stage }, config),
      );
    } catch (thrown) {
      if (signal.aborted && !(thrown instanceof UserError))
        throw new UserError("interrupted", "nothing was changed");
      throw thrown;
    }
  },
};

/** Verdicts, which a config file may name, come of a check that is not made here. */
function severityIn({ failOn }: Config): Severity {
  if ("severity" in failOn) return failOn.severity;
  throw new UserError("scrub removes keys by severity, not by verdict", "add --fail-on medium");
}

type Mode = (input: ScrubInput, config: Config) => Promise<Outcome>;

/** What is to be done; the flags of one way do not go with another. Throws {@link UserError}. */
function modeOf({ scrub: config, dryRun }: Config): Mode {
  const ways = [
    { flag: "--plan", given: config.plan !== undefined, mode: plan },
    { flag: "--apply", given: config.apply, mode: apply },
    { flag: "--worktree", given: config.worktree, mode: worktree },
  ];
  const [way, another] = ways.filter(({ given }) => given);
  if (!way) throw new UserError("scrub needs to know what to do", CHOICES);
  if (another) throw new UserError(`${way.flag} and ${another.flag} are two runs`, CHOICES);

  const details = [
    { flag: "--overwrite", given: config.overwrite, of: plan },
    { flag: "--into", given: config.into !== undefined, of: apply },
    { flag: "--drop-blobs", given: config.dropBlobs, of: apply },
    { flag: "--clear-outputs", given: config.clearOutputs, of: worktree },
    { flag: "--dry-run", given: dryRun, of: worktree },
  ];
  const stray = details.find(({ given, of }) => given && of !== way.mode);
  if (stray) throw new UserError(`${stray.flag} does not go with ${way.flag}`, CHOICES);
  return way.mode;
}

const CHOICES =
  "choose one of --plan DIR, --apply --into DIR, --worktree; see gemsweep scrub --help";

const plan: Mode = async (input, { scrub }) => {
  const { runPlan } = await import("../remediate/scrub-run.ts");
  return await runPlan(input, scrub.plan ?? "", scrub.overwrite);
};

const apply: Mode = async (input, { scrub: { into, dropBlobs, filterRepo } }) => {
  if (into === undefined)
    throw new UserError("--apply needs a folder for the copy", "for example --into ../clean.git");
  const { runApply } = await import("../remediate/scrub-run.ts");
  return await runApply(input, { into, dropBlobs, filterRepo });
};

const worktree: Mode = async (input, { scrub, dryRun, maxFileSize }) => {
  const { clearOutputs } = scrub;
  const { below } = await auditTarget(input.path, input.signal);
  const { runWorktree } = await import("../remediate/scrub-run.ts");
  return await runWorktree(input, { below, maxFileSize, clearOutputs, dryRun });
};

/** `gemsweep ci`: what a change brings, for a gate. */
import type { Config } from "../config.ts";
import { type Threads, withThreads } from "../crew/crew.ts";
import type { Note } from "../document.ts";
import { UserError } from "../errors.ts";
import type { Target } from "../finding.ts";
import { assembleReport } from "../findings/assemble-report.ts";
import { maskKeyShapes } from "../findings/key-shapes.ts";
import type { Policy } from "../findings/policy.ts";
import { commitsOf } from "../git/change.ts";
import { treesOf } from "../git/held.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { commitFiles } from "../git/stored-files.ts";
import { CONFIG_FILE, IGNORE_FILE, type RepositoryFiles } from "../own-files.ts";
import { loadRules } from "../rules/load.ts";
import { investigate } from "../scan.ts";
import { builtBelow, namedBundle } from "../sources/bundles.ts";
import { filesSource } from "../sources/files.ts";
import { rangeSource } from "../sources/range.ts";
import type { Source } from "../sources/source.ts";
import { worktreeSource } from "../sources/worktree.ts";
import { checkFor } from "./check.ts";
import { arrivalsOf } from "./ci-arrivals.ts";
import { findChange, type FoundChange } from "./ci-change.ts";
import type { Command } from "./command.ts";
import { ownFilesOf } from "./own-files.ts";
import { policyNotes, policyOf } from "./policy.ts";

export const ci: Command = {
  help: `gemsweep ci

Finds Google Gemini credentials that a change brings: in every object that is
new since it parted from its base, in the checked-out files, and in what was
built from them. What was there before is listed and fails nothing.

GitHub, GitLab, Bitbucket, Azure, Jenkins and CircleCI say what the change is;
the clone needs the whole history. Elsewhere, name the base: docs/ci.md

  --base REV                compare with this, not with what the service says
  --head REV                judge this commit (default: what is checked out)
  --bundles PATH            a file or folder that was built outside of the
                            repository; repeatable
  --all                     fail on what was there before, too
  --format FORMAT           what is printed: text (default), github, json,
                            jsonl, html, markdown, sarif, gitlab, codequality,
                            junit
  --output FILE             write the report to a file as well; its ending (.txt
                            .json .jsonl .html .md .sarif .xml) names the
                            format, or write FORMAT:FILE; repeatable
  --fail-on, --rules, --config, --no-ignore, --foreign-marks, --max-file-size,
  --jobs, --verify, --quiet, --no-color   as of an audit: gemsweep audit --help
  --help                    show this

Exit code: 0 nothing new found and everything looked at, 1 found something,
2 could not do the job or not look everywhere.

Examples:
  gemsweep ci --format github --output gemsweep.sarif
  gemsweep ci --base origin/main
  gemsweep ci --base v1.0 --head v1.1 --all
`,

  async run(invocation) {
    const { operands, signal, progress } = invocation;
    const [path] = operands;
    if (path !== undefined)
      throw new UserError("ci takes no path", `for built files, write --bundles ${path}`);
    const repository = await openRepository(".", signal);
    const { files, asked } = recorded(ownFilesOf(repository));
    const config = await invocation.ownConfig(files);
    const found = await findChange(repository, config.ci, process.env, signal);
    const { change } = found;
    const bundles = bundlesOf(repository, config);
    const policy = await policyOf(config, files);
    const rules = await loadRules(config.rules, config.excerpts);
    const check = await checkFor(invocation);
    const { names } = found.told;
    const ranges = [change, ...(change.beyond ? [change.beyond] : [])].map(({ tip, mergeBases }) =>
      rangeSource(
        repository.git.cwd,
        { tips: [tip], bases: mergeBases, remotes: [], names },
        repository.git,
      ),
    );
    const sources = [...filesOf(repository, bundles, config), ...ranges];

    const results = await withThreads(rules, config.jobs, async (threads: Threads) => {
      const searching = { rules, threads, signal, progress };
      const target: Target = { command: "ci", paths: [], head: repository.head };
      const judging = async () =>
        withInstalled(policy, repository, { change, bundles, config, signal });
      const asked = { target, sources, check, policy: judging, ...searching };
      const investigated = await investigate(asked);
      const arrivals = await arrivalsOf(investigated.secrets, repository, change, searching);
      const notes = [
        ...found.notes.map(({ about, note }) => ({ about, note: maskKeyShapes(note) })),
        ...bundles.links.map((about) => ({ about, note: LINK })),
        ...investigated.notes,
      ];
      return { ...investigated, notes, arrivals };
    });

    const target = targetOf(
      results.target,
      found,
      bundles,
      ranges.reduce((sum, range) => sum + range.objects(), 0),
    );
    const report = assembleReport({ ...results, target });
    const notes = [
      ...report.notes,
      ...policyNotes(report, policy),
      ...(config.usesIgnoreFile
        ? await ownFilesChanged(repository, change.bases, files, asked)
        : []),
    ];
    return { report: { ...report, notes }, config };
  },
};

const LINK = "is a link, which was not followed: name it with --bundles if it leads to built files";

interface Bundles {
  /** As they are shown. */
  readonly shown: readonly string[];
  /** Those that are no part of the working tree, as they were typed. */
  readonly outside: readonly string[];
  readonly links: readonly string[];
}

const MOST_SHOWN = 50;

function bundlesOf({ worktreeRoot }: Repository, { ci }: Config): Bundles {
  const named = ci.bundles.map((typed) => namedBundle(typed, worktreeRoot));
  const built = worktreeRoot === undefined ? { folders: [], links: [] } : builtBelow(worktreeRoot);
  const shown = [...new Set([...named.map((one) => one.shown), ...built.folders])];
  return {
    shown: shown.slice(0, MOST_SHOWN),
    outside: ci.bundles.filter((_, index) => named[index]?.isInTree === false),
    links: built.links
      .filter((link) => !ci.bundles.some((typed) => typed.replace(/\/$/, "") === link))
      .slice(0, MOST_SHOWN),
  };
}

/** The working tree with its ignored files, which built ones are, and what was built elsewhere. */
function filesOf(
  { worktreeRoot }: Repository,
  { outside }: Bundles,
  { maxFileSize }: Config,
): readonly Source[] {
  return [
    ...(worktreeRoot === undefined
      ? []
      : [worktreeSource(worktreeRoot, { below: "", maxFileSize })]),
    ...(outside.length === 0 ? [] : [filesSource(outside, { maxFileSize })]),
  ];
}

function targetOf(
  target: Target,
  { told, change }: FoundChange,
  { shown }: Bundles,
  objects: number,
): Target {
  const { bases, mergeBases, head, checkedOut } = change;
  const commits = change.commits + (change.beyond?.commits ?? 0);
  const { from } = told;
  return {
    ...target,
    change: { from, bases, mergeBases, head, commits, objects, checkedOut, bundles: shown },
  };
}

/** Folders that package managers fill. */
const INSTALLED =
  /(?:^|\/)(?:node_modules|bower_components|\.yarn|\.pnpm-store|\.?venv|site-packages|Pods|\.gradle)\//;

/** What was installed to build the change is no part of it, unless git has it; it is ignored, and told as such. */
async function withInstalled(
  policy: Policy,
  repository: Repository,
  { change, bundles, config, signal }: Judging,
): Promise<Policy> {
  if (!config.usesIgnoreFile) return policy;
  const held = await treesOf(repository, commitsOf(change), signal);
  const judged = new Set([...held.values()].flatMap((paths) => [...paths]));
  const isNamed = (path: string): boolean =>
    bundles.shown.some((bundle) => path === bundle || path.startsWith(`${bundle}/`));
  const test = (path: string): boolean =>
    INSTALLED.test(path) && !judged.has(path) && !isNamed(path);
  // What commits hold is the change's, also where a later one removes it again.
  const source = "worktree" as const;
  const installed = { file: "gemsweep ci", pattern: "installed packages", source, test };
  return { ...policy, exclude: [...policy.exclude, installed] };
}

interface Judging extends Pick<FoundChange, "change"> {
  readonly bundles: Bundles;
  readonly config: Config;
  readonly signal: AbortSignal;
}

/** Files, and which of them were asked for: settings may extend others. Packages are left out, which git has not. */
function recorded(files: RepositoryFiles): {
  readonly files: RepositoryFiles;
  readonly asked: ReadonlySet<string>;
} {
  const asked = new Set<string>();
  return {
    asked,
    files: {
      async read(path) {
        if (!/(^|\/)node_modules\//.test(path)) asked.add(path);
        return files.read(path);
      },
    },
  };
}

/** A change can decide what is ignored in it. */
async function ownFilesChanged(
  { git }: Repository,
  bases: readonly string[],
  files: RepositoryFiles,
  asked: ReadonlySet<string>,
): Promise<readonly Note[]> {
  const [base] = bases;
  if (base === undefined) return [];
  const notes: Note[] = [];
  for (const file of new Set([CONFIG_FILE, IGNORE_FILE, ...asked])) {
    const [before, now] = await Promise.all(
      [commitFiles(git, base), files].map(async (some) => some.read(file).catch(() => undefined)),
    );
    if (now !== undefined && (before === undefined || !before.equals(now)))
      notes.push({ about: file, note: OWN_DOING });
  }
  return notes;
}

const OWN_DOING = "differs from that of the base: what it ignores is for reviewers to agree to";

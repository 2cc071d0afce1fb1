/** The second half of the first hour: out of the files, out of the history, out of the remotes. */
import type { SecretHistory } from "../finding.ts";
import { sortedUnique } from "../findings/compare.ts";
import { groupBy } from "../findings/group-by.ts";
import type { Command, Item, Step } from "../plan.ts";
import { isStagedOnly } from "../findings/staged-only.ts";
import type { KeyFacts } from "./key-facts.ts";
import { shellWord } from "./shell.ts";
import { folderBeside, scrubCommand, type Situation } from "./situation.ts";
import { item, step } from "./step.ts";

/** More refs than this are pushed by pattern. */
const MAX_PUSHED_BY_NAME = 8;

/** What takes the credentials out; steps that do not apply are left out. */
export function historySteps(situation: Situation): readonly Step[] {
  const { keys, scrub } = situation;
  const dropped = committedKeys(keys).filter(({ finding }) => finding.history?.unreachable);
  const ours = rewrittenKeys(keys);
  const pushed = pushedKeys(keys);
  const kept = scrub.refs.filter((ref) => PULL_REQUEST.test(ref));
  return [
    ...(ours.length > 0 ? [rewriteStep(ours, situation)] : []),
    ...(dropped.length > 0 ? [step(PRUNE, dropped)] : []),
    ...(ours.some((key) => pushed.includes(key)) ? [pushStep(ours, situation)] : []),
    ...(pushed.length > 0
      ? [tellStep(pushed, ours), supportStep(pushed, kept, ours.length > 0)]
      : []),
  ];
}

/** What a commit holds and a rewrite must take out. */
function committedKeys(keys: readonly KeyFacts[]): readonly KeyFacts[] {
  return keys.filter(
    ({ finding, rotation }) =>
      finding.mustScrub &&
      rotation !== "keep" &&
      finding.history !== undefined &&
      !isStagedOnly(finding),
  );
}

/** What a remote has, or may have. */
export function pushedKeys(keys: readonly KeyFacts[]): readonly KeyFacts[] {
  return committedKeys(keys).filter(
    ({ finding: { history } }) => history?.unreachable === false && history.pushed !== false,
  );
}

/** What stands in histories that can be rewritten from here. */
export function rewrittenKeys(keys: readonly KeyFacts[]): readonly KeyFacts[] {
  return committedKeys(keys).filter(
    ({ finding: { history } }) => history?.unreachable === false && isInOurHistory(history.refs),
  );
}

/** The refs of pull requests are the host's: nobody can rewrite them from here. */
const PULL_REQUEST = /^refs\/(?:pull|pull-requests|merge-requests|changes)\//;

/** Without any ref, it is the commit that is checked out. */
function isInOurHistory(refs: readonly string[]): boolean {
  return refs.length === 0 || refs.some(isOurs);
}

function isOurs(ref: string): boolean {
  return !PULL_REQUEST.test(ref);
}

function rewriteStep(ours: readonly KeyFacts[], situation: Situation): Step {
  const { scrub, target } = situation;
  return step(
    {
      id: "rewrite",
      byMinute: 30,
      title: "Then, not before, rewrite the history",
      details: [
        "A fresh copy is rewritten with git-filter-repo and audited again; this repository stays as it is.",
        "A rewrite does not reach forks, other clones and caches: that is why the key goes first.",
      ],
      items: scrub.commits.map((name) => item(name)),
      commands: [
        {
          does: "rewrite a fresh copy, and prove that it is clean",
          run: scrubCommand(target, `--apply --into ${folderBeside(situation, "clean.git")}`),
        },
        {
          does: "or only write the expressions for git-filter-repo and how to use them, outside the repository",
          run: scrubCommand(target, `--plan ${folderBeside(situation, "scrub-plan")}`),
        },
      ],
    },
    ours,
  );
}

const PRUNE = {
  id: "prune",
  byMinute: 30,
  title: "Drop what no branch reaches",
  details: [
    "It is in this clone's object store only. This also drops all stashes but the last, and what could still be undone.",
  ],
  commands: [
    { does: "forget how branches moved", run: "git reflog expire --expire=now --all" },
    { does: "drop what nothing reaches", run: "git gc --prune=now" },
  ],
} as const;

/** What these refs are called on the remote; those of pull requests cannot be pushed, a stash is nobody else's. */
function pushedRefs(refs: readonly string[]): readonly string[] {
  return sortedUnique(
    refs
      .filter((ref) => ref.startsWith("refs/") && isOurs(ref) && ref !== "refs/stash")
      .filter((ref) => !/^refs\/remotes\/[^/]+\/HEAD$/.test(ref))
      .map((ref) => ref.replace(/^refs\/remotes\/[^/]+\//, "refs/heads/")),
  );
}

function pushCommand(situation: Situation): Command {
  const { refs } = situation.scrub;
  const names = pushedRefs(refs).map((ref) => shellWord(ref, ""));
  const exact = names.length > 0 && names.length <= MAX_PUSHED_BY_NAME && !names.includes("");
  const what = exact ? names.join(" ") : "'refs/heads/*' 'refs/tags/*'";
  return {
    does: "REMOTE is the address of the repository",
    run: `git -C ${folderBeside(situation, "clean.git")} push --force REMOTE ${what}`,
  };
}

function pushStep(ours: readonly KeyFacts[], situation: Situation): Step {
  return step(
    {
      id: "push",
      byMinute: 30,
      title: "Force-push these refs",
      details: ["Lift the protection of branches and tags for it, and set it again after."],
      items: pushedRefs(situation.scrub.refs).map((name) => item(name)),
      commands: [pushCommand(situation)],
    },
    ours,
  );
}

function tellStep(pushed: readonly KeyFacts[], ours: readonly KeyFacts[]): Step {
  const foreign = pushed.filter((key) => !ours.includes(key));
  return step(
    {
      id: "tell",
      byMinute: 30,
      title: "Tell everybody who has a copy",
      details: [...(foreign.length > 0 ? [FOREIGN] : []), ...(ours.length > 0 ? [CLONE_ANEW] : [])],
      items: authorsOf(pushed.flatMap(({ finding }) => finding.history ?? [])),
      commands: [
        {
          does: "list the forks on GitHub",
          run: "gh api --paginate 'repos/{owner}/{repo}/forks' --jq '.[].full_name'",
        },
      ],
    },
    pushed,
  );
}

const FOREIGN =
  "What only pull requests hold is as a rule a key of their authors: then nobody else can delete it, and they should be told at once.";
const CLONE_ANEW =
  "Holders of clones and forks clone anew, or rebase; one merge from an old clone brings the key back. That goes for your own clone, too.";

function authorsOf(histories: readonly SecretHistory[]): readonly Item[] {
  const changes = histories.flatMap(({ introducedBy }) => introducedBy);
  const byAuthor = groupBy(changes, ({ author }) => author);
  return sortedUnique(byAuthor.keys()).map((name) => {
    const count = new Set(byAuthor.get(name)?.map(({ commit }) => commit)).size;
    return item(name, `author of ${count === 1 ? "a commit" : `${count} commits`} that brought it`);
  });
}

function supportStep(
  pushed: readonly KeyFacts[],
  kept: readonly string[],
  isRewritten: boolean,
): Step {
  return step(
    {
      id: "support",
      byMinute: isRewritten ? 60 : 30,
      title: "Ask the git host to drop what it keeps",
      details: [
        "No push changes the refs of pull requests and cached views of old commits: on GitHub, open a support request.",
        isRewritten
          ? "It names the repository, the number of pull requests concerned, the first changed commit and orphaned LFS objects, all of which gemsweep scrub prints."
          : "It names the repository and these refs. Nothing else holds a key, so that there is no history of yours to rewrite; the authors clean the branches that they come from.",
      ],
      items: kept.map((name) => item(name)),
      pages: [
        "https://support.github.com/request",
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
      ],
    },
    pushed,
  );
}

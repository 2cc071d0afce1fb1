/** The second half of the first hour: out of the files, out of the history, out of the remotes. */
import type { SecretHistory } from "../finding.ts";
import { sortedUnique } from "../findings/compare.ts";
import { groupBy } from "../findings/group-by.ts";
import type { Command, Item, Step } from "../plan.ts";
import { isStagedOnly } from "../findings/staged-only.ts";
import type { KeyFacts } from "./key-facts.ts";
import { shellWord } from "./shell.ts";
import { repositoryWord, type Situation } from "./situation.ts";
import { step } from "./step.ts";

/** What the commands call the copy that is rewritten. */
const CLEAN = "../clean.git";

/** More refs than this are pushed by pattern. */
const MAX_PUSHED_BY_NAME = 8;

/** What takes the credentials out; steps that do not apply are left out. */
export function historySteps({ keys, scrub, target }: Situation): readonly Step[] {
  const leaked = keys.filter(({ finding, rotation }) => finding.mustScrub && rotation !== "keep");
  const committed = leaked.filter(
    ({ finding }) => finding.history !== undefined && !isStagedOnly(finding),
  );
  const reached = committed.filter(({ finding }) => finding.history?.unreachable === false);
  const dropped = committed.filter(({ finding }) => finding.history?.unreachable === true);
  const repository = repositoryWord(target);
  return [
    ...(reached.length > 0 ? [rewriteStep(reached, scrub.commits, repository)] : []),
    ...(dropped.length > 0 ? [step(PRUNE, dropped)] : []),
    ...pushSteps(reached, scrub.refs),
  ];
}

function rewriteStep(
  reached: readonly KeyFacts[],
  commits: readonly string[],
  repository: string,
): Step {
  const word = repository === "." ? "" : `${repository} `;
  return step(
    {
      id: "rewrite",
      byMinute: 30,
      title: "Then, not before, rewrite the history",
      details: [
        "A fresh copy is rewritten with git-filter-repo and audited again; this repository stays as it is.",
        "A rewrite does not reach forks, other clones and caches: that is why the key goes first.",
      ],
      items: commits.map((name) => ({ name, about: undefined })),
      commands: [
        {
          does: "rewrite a fresh copy, and prove that it is clean",
          run: `gemsweep scrub ${word}--apply --into ${CLEAN}`,
        },
        {
          does: "or only write down the expressions for git-filter-repo, outside the repository",
          run: `gemsweep scrub ${word}--plan ../scrub-plan`,
        },
      ],
    },
    reached,
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

function pushSteps(reached: readonly KeyFacts[], refs: readonly string[]): readonly Step[] {
  const histories = reached.flatMap(({ finding }) => finding.history ?? []);
  if (!histories.some(({ pushed }) => pushed !== false)) return [];
  const kept = refs.filter((ref) => PULL_REQUEST.test(ref));
  return [
    step({ ...PUSH, items: itemsOf(pushedRefs(refs)), commands: [pushCommand(refs)] }, reached),
    step({ ...TELL, items: authorsOf(histories) }, reached),
    step({ ...SUPPORT, items: itemsOf(kept) }, reached),
  ];
}

const PULL_REQUEST = /^refs\/(?:pull|pull-requests|merge-requests|changes)\//;

/** What these refs are called on the remote; those of pull requests cannot be pushed, a stash is nobody else's. */
function pushedRefs(refs: readonly string[]): readonly string[] {
  return sortedUnique(
    refs
      .filter((ref) => ref.startsWith("refs/") && !PULL_REQUEST.test(ref) && ref !== "refs/stash")
      .filter((ref) => !/^refs\/remotes\/[^/]+\/HEAD$/.test(ref))
      .map((ref) => ref.replace(/^refs\/remotes\/[^/]+\//, "refs/heads/")),
  );
}

function pushCommand(refs: readonly string[]): Command {
  const names = pushedRefs(refs).map((ref) => shellWord(ref, ""));
  const exact = names.length > 0 && names.length <= MAX_PUSHED_BY_NAME && !names.includes("");
  const what = exact ? names.join(" ") : "'refs/heads/*' 'refs/tags/*'";
  return {
    does: "REMOTE is the address of the repository",
    run: `git -C ${CLEAN} push --force REMOTE ${what}`,
  };
}

function itemsOf(names: readonly string[]): readonly Item[] {
  return names.map((name) => ({ name, about: undefined }));
}

const PUSH = {
  id: "push",
  byMinute: 30,
  title: "Force-push these refs",
  details: ["Lift the protection of branches and tags for it, and set it again after."],
} as const;

const TELL = {
  id: "tell",
  byMinute: 30,
  title: "Tell everybody who has a copy",
  details: [
    "Holders of clones and forks clone anew, or rebase; one merge from an old clone brings the key back. That goes for your own clone, too.",
  ],
  commands: [
    {
      does: "list the forks on GitHub",
      run: "gh api --paginate 'repos/{owner}/{repo}/forks' --jq '.[].full_name'",
    },
  ],
} as const;

function authorsOf(histories: readonly SecretHistory[]): readonly Item[] {
  const changes = histories.flatMap(({ introducedBy }) => introducedBy);
  const byAuthor = groupBy(changes, ({ author }) => author);
  return sortedUnique(byAuthor.keys()).map((name) => {
    const count = new Set(byAuthor.get(name)?.map(({ commit }) => commit)).size;
    return { name, about: `author of ${count} of the commits` };
  });
}

const SUPPORT = {
  id: "support",
  byMinute: 60,
  title: "Ask the host to drop what it keeps",
  details: [
    "No push changes the refs of pull requests and cached views of old commits. On GitHub, open a support request.",
    "It names the repository, how many pull requests are concerned, the first changed commit, and orphaned LFS objects: gemsweep scrub prints them.",
    "Search indexes and package registries that took the files keep them, too.",
  ],
  pages: [
    "https://support.github.com/request",
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
  ],
} as const;

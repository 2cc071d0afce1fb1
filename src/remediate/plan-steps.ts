/** The page of a scrub plan that says what to do, in order. Nothing in it is secret. */
import { callbackNames } from "./callbacks.ts";
import { adviceFor } from "./out-of-reach.ts";
import type { ScrubPlan } from "./plan-files.ts";
import { visible } from "../report/visible.ts";

/** Markdown; its commands can be copied as they are into a shell in the plan's folder. */
export function planSteps(plan: ScrubPlan): string {
  const { found, outOfReach } = plan;
  return `# Scrub plan

${found.keys.map(keyLine).join("\n")}

\`expressions.txt\` holds these keys in full, in every form in which they were found. Keep it out of repositories and chats,
and delete this folder when you are done.

## 1. Rotate first

Make a new key, deploy it, then delete the old one: https://aistudio.google.com/api-keys. What was pushed once must be
taken for known; rewriting history does not reach forks, clones and caches.

## 2. Take the keys out of the current files

\`gemsweep scrub --worktree\`, in the repository, does it; commit and push that.

## 3. Rewrite a fresh copy of the history

\`gemsweep scrub --apply --into NEW-FOLDER\`, in the repository, does this step and proves it. By hand, in this folder:

\`\`\`sh
git clone --mirror ADDRESS-OF-THE-REPOSITORY cleaned.git
export GEMSWEEP_EXPRESSIONS="$PWD/expressions.txt"
${commandOf(plan)}${plan.places.has("ref") ? FORGET_REFS : ""}
git -C cleaned.git reflog expire --expire=now --all
git -C cleaned.git gc --prune=now
gemsweep audit cleaned.git
\`\`\`

git-filter-repo before 2.47 does not know \`--sensitive-data-removal\`: leave it out. \`refs.txt\` and \`commits.txt\` list what
holds the keys now: ${counted(found.refs.length, "ref")}, ${counted(found.commits.length, "commit")} that brought them in.
${outOfReach.length > 0 ? byHand(plan) : ""}
## ${outOfReach.length > 0 ? 5 : 4}. Publish it

\`\`\`sh
git -C cleaned.git push --force ADDRESS-OF-THE-REPOSITORY 'refs/heads/*:refs/heads/*' 'refs/tags/*:refs/tags/*'
\`\`\`

${plan.places.has("ref") ? RENAMED : ""}Git hosts refuse to change the refs of pull requests (\`refs/pull/…\`): ask their support to remove those and cached views,
and name the first changed commits. Everyone else clones anew, or rebases; a merge would bring the keys back.

## ${outOfReach.length > 0 ? 6 : 5}. Confirm

\`gemsweep audit\` in a fresh clone finds nothing. Look at billing and usage for the time the keys were exposed:
https://console.cloud.google.com/billing
`;
}

const RENAMED = `Branches and tags whose names held a key have other names now. The push deletes nothing: delete the old ones on the server.

`;

/** git-filter-repo writes down what refs were called. */
const FORGET_REFS = "\nrm -f cleaned.git/filter-repo/ref-map cleaned.git/filter-repo/changed-refs";

function keyLine({ finding, placeholder }: ScrubPlan["found"]["keys"][number]): string {
  const { preview, title, severity } = finding;
  return `- \`${shown(preview)}\` (${title}, ${severity}) becomes \`${placeholder}\``;
}

function commandOf({ places, outOfReach }: ScrubPlan): string {
  const callbacks = [...places].flatMap((place) => callbackNames[place]);
  return [
    "(cd cleaned.git && git filter-repo --sensitive-data-removal --no-fetch --force",
    "--replace-refs delete-no-add",
    '--replace-text "$GEMSWEEP_EXPRESSIONS" --replace-message "$GEMSWEEP_EXPRESSIONS"',
    ...callbacks.map((name) => `--${name}-callback "$(cat ../${name}.py)"`),
    ...(outOfReach.length > 0 ? ["--strip-blobs-with-ids ../drop-blobs.txt"] : []),
  ]
    .join(" \\\n  ")
    .concat(")");
}

function byHand({ outOfReach }: ScrubPlan): string {
  const blobs = outOfReach.map(
    ({ blob, paths, why }) =>
      `- \`${shown(paths.join(", ") || "no path")}\` (blob ${blob.slice(0, 12)}): ${adviceFor(why, paths)}`,
  );
  return `
## 4. What replacing text does not reach

The command above drops these from history (\`drop-blobs.txt\`). Where a file is still needed, commit a clean one afterwards.

${blobs.join("\n")}
`;
}

function shown(text: string): string {
  return visible(text).replaceAll("`", "'");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

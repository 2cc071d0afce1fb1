/** What `gemsweep scrub` says of a plan and of a rewritten copy: a screen each. */
import type { Finding } from "../finding.ts";
import type { ScrubPlan } from "../remediate/plan-files.ts";
import type { Applied } from "../remediate/scrub-apply.ts";
import { keysInRefs, type ScrubbedKey } from "../remediate/scrub-findings.ts";
import { adviceFor } from "../remediate/out-of-reach.ts";
import { placesOf } from "./places.ts";
import { refNames } from "./refs.ts";
import { visible } from "./visible.ts";
import { counted, few, shortId } from "./words.ts";

const MOST_KEYS = 8;
const MOST_BLOBS = 5;

/** What was found, what each file of the plan is for, and what comes next. `path` and `folder` are as typed. */
export function renderPlan(plan: ScrubPlan, path: string, folder: string): string {
  const { found, expressions, outOfReach } = plan;
  const forms = counted(expressions.length, "form");
  const files = [
    ["steps.md", "what to do, in order"],
    ["expressions.txt", `${forms} of the keys to replace; secret, delete it when done`],
    ["refs.txt", `${counted(found.refs.length, "ref")} that lead to a key`],
    ["commits.txt", `${counted(found.commits.length, "commit")} that brought one in`],
    ...(outOfReach.length > 0
      ? [["blobs.txt", `${counted(outOfReach.length, "blob")} that replacing text does not clean`]]
      : []),
  ];
  const local = found.keys.length - keysInRefs(plan);
  const only = local === 0 ? "" : `, ${local} of them only in this clone`;
  return `Scrub plan for ${shown(path)}: ${counted(found.keys.length, "key")} to remove${only}

${keyLines(found.keys)}

Written to ${shown(folder)}:
${files.map(([name = "", what = ""]) => `  ${name.padEnd(16)} ${what}\n`).join("")}${blobLines(outOfReach)}
Next: rotate the ${found.keys.length === 1 ? "key" : "keys"}, then
  gemsweep scrub ${quoted(path)} --worktree
  gemsweep scrub ${quoted(path)} --apply --into NEW-FOLDER
or by hand as ${shown(folder)}/steps.md says.
`;
}

/** Before and after, what is left, and how to publish it. `remote` is where the original pushes to, if it can be shown. */
export function renderApplied(applied: Applied, remote: string | undefined): string {
  const { into, before, after, left } = applied;
  const rewritten = [
    `${applied.rewritten} rewritten`,
    ...(applied.dropped > 0 ? [`${applied.dropped} became empty`] : []),
  ].join(", ");
  const clean = after.keys === 0 && left.report.complete;
  return [
    clean ? `Clean copy: ${shown(into)}` : `NOT CLEAN: ${shown(into)}`,
    "",
    `  ${" ".repeat(8)}${"before".padStart(10)}${"after".padStart(10)}\n${[
      row("keys", before.keys, after.keys),
      row("commits", before.commits, after.commits, rewritten),
      row(
        "refs",
        before.refs,
        after.refs,
        `${applied.changedRefs.length + applied.goneRefs.length} changed`,
      ),
      row("size", kibibytes(before.size), kibibytes(after.size)),
    ].join("")}`,
    ...firstLines(applied),
    ...behindLines(applied),
    ...(clean ? publishLines(applied, remote) : leftLines(applied)),
  ]
    .join("\n")
    .concat("\n");
}

function row(what: string, was: string | number, is: string | number, note = ""): string {
  return `  ${what.padEnd(8)}${String(was).padStart(10)}${String(is).padStart(10)}${note && `   ${note}`}\n`;
}

/** A history in which nothing is to be rewritten. */
export function renderNothing(path: string, elsewhere: readonly Finding[]): string {
  if (elsewhere.length === 0) return `Nothing to scrub: no ref of ${shown(path)} leads to a key.\n`;
  const places = elsewhere.map(({ preview }) => preview).join(", ");
  return `Nothing to rewrite: no ref of ${shown(path)} leads to a key. ${counted(elsewhere.length, "key")} (${places}) ${
    elsewhere.length === 1 ? "is" : "are"
  } only in this clone (index, reflogs, dropped
commits): a fresh clone is without. In place, git drops what nothing leads to, older stashes too, with
  git reflog expire --expire=now --all && git gc --prune=now
`;
}

function keyLines(keys: readonly ScrubbedKey[]): string {
  const shownKeys = keys
    .slice(0, MOST_KEYS)
    .map(
      ({ finding, placeholder }) =>
        `  ${finding.preview.padEnd(14)} ${finding.severity.padEnd(9)} becomes ${placeholder}`,
    );
  const more = keys.length - MOST_KEYS;
  return [...shownKeys, ...(more > 0 ? [`  and ${more} more (see steps.md)`] : [])].join("\n");
}

function blobLines(blobs: ScrubPlan["outOfReach"]): string {
  const listed = blobs.slice(0, MOST_BLOBS).map(({ blob, paths, why }) => {
    const name = paths.length > 0 ? few(paths.map(shown), 2) : `blob ${shortId(blob)}`;
    return `  ${name}: ${adviceFor(why, paths)}\n`;
  });
  const more = blobs.length - listed.length;
  if (blobs.length === 0) return "";
  return `\nNot cleaned by replacing text:\n${listed.join("")}${more > 0 ? `  and ${more} more (see blobs.txt)\n` : ""}`;
}

function firstLines({ firstChanged }: Applied): readonly string[] {
  if (firstChanged.length === 0) return [];
  return [`First changed commits: ${few(firstChanged.map(shortId), 4)}\n`];
}

function behindLines(applied: Applied): readonly string[] {
  const { leftBehind, keysLeftBehind, behind, changedRefs } = applied;
  const { commits, inReflogs, olderStashes } = leftBehind;
  const details = [
    ...(inReflogs > 0 ? [`${inReflogs} in reflogs`] : []),
    ...(olderStashes > 0 ? [`older stashes: ${olderStashes}`] : []),
  ].join(", ");
  const gone = [
    ...(commits > 0
      ? [`${counted(commits, "commit")} that no ref leads to${details && ` (${details})`}`]
      : []),
    ...(keysLeftBehind > 0 ? [`${counted(keysLeftBehind, "key")} only there`] : []),
  ].join(", ");
  return [
    ...(gone === "" ? [] : [`Not in the copy, gone when the old clone is deleted: ${gone}.\n`]),
    ...(changedRefs.includes("refs/stash")
      ? ["The latest stash is in the copy as refs/stash; the push below leaves it out.\n"]
      : []),
    ...(behind.length > 0
      ? [
          `WARNING: the server's ${few(behind.map(shown), 4)} ${
            behind.length === 1 ? "has" : "have"
          } commits that the local branch lacks. Pushing would\ndrop them: pull, delete this folder and scrub again.\n`,
        ]
      : []),
  ];
}

const PULL_REQUEST = /^refs\/(?:pull|pull-requests|merge-requests|changes)\//;

/** What is pushed by a pattern, by nobody, or not for others. */
const NOT_BY_NAME =
  /^refs\/(?:(?:heads|tags|notes|pull|pull-requests|merge-requests|changes|remotes)\/|stash$)/;

/** Refs outside of the usual places that are pushed by name. */
const MOST_NAMES = 6;

function publishLines(
  { into, changedRefs, goneRefs, lfsDropped }: Applied,
  remote: string | undefined,
): readonly string[] {
  const pushed = [
    "refs/heads/*",
    "refs/tags/*",
    ...(changedRefs.some((name) => name.startsWith("refs/notes/")) ? ["refs/notes/*"] : []),
    ...changedRefs.filter((name) => !NOT_BY_NAME.test(name)).slice(0, MOST_NAMES),
  ];
  const requests = changedRefs.filter((name) => PULL_REQUEST.test(name));
  return [
    `Nothing was pushed. The keys must be rotated first; then publish:\n  git -C ${quoted(into)} push --force ${
      remote === undefined ? "ADDRESS" : quoted(remote)
    } \\\n    ${pushed.map((refs) => quoted(`${refs}:${refs}`)).join(" ")}\n`,
    ...(goneRefs.length > 0
      ? [
          `Gone or renamed: ${few(refNames(goneRefs), 4)}. The push deletes nothing on the server: do that there.\n`,
        ]
      : []),
    ...(requests.length > 0
      ? [
          `Git hosts refuse to change ${few(refNames(requests), 3)}: ask their support to remove the pull\nrequests and cached views, and name the first changed commits.\n`,
        ]
      : []),
    ...(lfsDropped.length > 0
      ? [
          `Git LFS objects that hold a key stay on the server: have the host delete\n${lfsDropped.map((object) => `  ${object}\n`).join("")}`,
        ]
      : []),
    "Forks and other clones keep the old commits: everyone clones anew. Signatures of changed commits are gone.",
  ];
}

function leftLines({ left, outOfReach, into }: Applied): readonly string[] {
  const places = left.keys.flatMap(({ finding }) =>
    placesOf(finding.sightings, "audit")
      .slice(0, 3)
      .map(({ lead, where }) => `  ${finding.preview}  ${[lead, where].filter(Boolean).join(" ")}`),
  );
  const { skipped } = left.report;
  return [
    ...(places.length > 0 ? [`Still there:\n${places.slice(0, 12).join("\n")}\n`] : []),
    ...(left.refs.length > 0 ? [`Refs that lead there: ${few(refNames(left.refs), 6)}\n`] : []),
    ...(left.refs.length > 0 && outOfReach.length === 0 ? [NO_COMMIT] : []),
    ...(skipped.length > 0
      ? [
          `Not looked at: ${few(
            skipped.map(({ what, why }) => `${shown(what)} (${shown(why)})`),
            3,
          )}\n`,
        ]
      : []),
    ...(outOfReach.length > 0
      ? [
          `${blobLines(outOfReach).trimStart()}\nTo drop these files from all of history, run it again with --drop-blobs.\n`,
        ]
      : []),
    `${shown(into)} is marked INCOMPLETE: do not push it, delete it.`,
  ];
}

const NO_COMMIT =
  "git-filter-repo rewrites commits and what they hold. A ref to a file or folder itself stays as it is:\ndelete it in the repository and run this again.\n";

function kibibytes(count: number): string {
  return count < 10_240 ? `${count} KiB` : `${Math.round(count / 1024)} MiB`;
}

function shown(text: string): string {
  return visible(text, 160);
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text)
    ? text
    : `'${visible(text).replaceAll("'", String.raw`'\''`)}'`;
}

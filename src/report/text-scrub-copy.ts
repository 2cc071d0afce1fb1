/** What `gemsweep scrub` says of a rewritten copy: a screen at most. */
import type { Applied } from "../remediate/scrub-apply.ts";
import { shellWord } from "../remediate/shell.ts";
import { placesOf } from "./places.ts";
import { refNames } from "./refs.ts";
import { blobLines, lesserLines, shown, skippedLines } from "./text-scrub-words.ts";
import { counted, few, grouped, shortId } from "./words.ts";

/** Before and after, what is left, and how to publish it. `remote` is where the original pushes to, if it can be shown. */
export function renderApplied(applied: Applied, remote: string | undefined): string {
  const { into, before, after, left } = applied;
  const rewritten = [
    `${grouped(applied.rewritten)} rewritten`,
    ...(applied.dropped > 0 ? [`${grouped(applied.dropped)} became empty`] : []),
  ].join(", ");
  const clean = after.keys === 0 && left.report.complete;
  return [
    clean ? `Clean copy: ${shown(into)}` : `NOT CLEAN: ${shown(into)}`,
    "",
    `  ${" ".repeat(8)}${"before".padStart(10)}${"after".padStart(10)}\n${[
      row("keys", grouped(before.keys), grouped(after.keys)),
      row("commits", grouped(before.commits), grouped(after.commits), rewritten),
      row(
        "refs",
        grouped(before.refs),
        grouped(after.refs),
        `${grouped(applied.changedRefs.length + applied.goneRefs.length)} changed`,
      ),
      row("size", kibibytes(before.size), kibibytes(after.size)),
    ].join("")}`,
    ...firstLines(applied),
    ...behindLines(applied),
    ...lesserLines(left),
    ...(clean ? publishLines(applied, remote) : leftLines(applied)),
  ]
    .join("\n")
    .concat("\n");
}

function row(what: string, was: string, is: string, note = ""): string {
  return `  ${what.padEnd(8)}${was.padStart(10)}${is.padStart(10)}${note && `   ${note}`}\n`;
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
    `Nothing was pushed. The keys must be rotated first; then publish:\n  git -C ${shellWord(into, "FOLDER")} push --force ${shellWord(
      remote ?? "",
      "ADDRESS",
    )} \\\n    ${pushed.map((refs) => shellWord(`${refs}:${refs}`, "REF")).join(" ")}\n`,
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
  return [
    ...(places.length > 0 ? [`Still there:\n${places.slice(0, 12).join("\n")}\n`] : []),
    ...(left.refs.length > 0 ? [`Refs that lead there: ${few(refNames(left.refs), 6)}\n`] : []),
    ...(left.refs.length > 0 && outOfReach.length === 0 ? [NO_COMMIT] : []),
    ...skippedLines(left),
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

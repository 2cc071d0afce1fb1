/** Finds out which commits of a range brought the secrets in it, and under which names. */
import { byKeys, sortedUnique } from "../findings/compare.ts";
import type { Skipped } from "../document.ts";
import type { Secret, SecretHistory } from "../finding.ts";
import type { Trace } from "../sources/source.ts";
import { appearances, folderName } from "./appearances.ts";
import type { Appearances } from "./appearances.ts";
import { visitChanges } from "./changes.ts";
import { changesOf } from "./commit-changes.ts";
import { TREE_MODE, forEachTreeEntry } from "./entries.ts";
import { hitsOf } from "./hits.ts";
import type { Hits } from "./hits.ts";
import type { GitContext } from "./isolation.ts";
import { authorships } from "./porcelain.ts";
import { gitResult } from "./run.ts";

export interface RangeTrace extends Trace {
  /** Some commits of the range that have the blob at the path. */
  commitsWith(blob: string, path: string): readonly string[];
}

/** `commits` are those of the range, `tips` the objects that lead to all of it. */
export async function traceRange(
  git: GitContext,
  { commits, tips }: { readonly commits: readonly string[]; readonly tips: readonly string[] },
  secrets: readonly Secret[],
  signal: AbortSignal,
): Promise<RangeTrace> {
  const hits = hitsOf(secrets);
  const found = appearances(hits);
  const options = { objects: hits.contents, trees: hits.names, signal, jobs: 1 };
  const givenUp = await visitChanges(git, commits, found, options);
  found.finish();
  const unreadable = [...found.unreadableCommits, ...givenUp];
  for (const tip of [...tips, ...unreadable]) await nameTheRest(git, tip, hits, found, signal);

  const introduced = secrets.flatMap((secret) => [...found.of(secret).introduced.keys()]);
  const removed = secrets.flatMap((secret) => [...found.of(secret).removed.keys()]);
  const authors = await authorships(git, [...new Set([...introduced, ...removed])], signal);
  const atHead = await secretsAtHead(git, hits, signal);
  const refs = refsAsked(git, signal);
  const knowsRemotes = (await refs(["--count=1", "refs/remotes/"])).length > 0;

  const histories = new Map<string, SecretHistory>();
  for (const secret of secrets) {
    const { introduced: brought, removed: taken } = found.of(secret);
    const tags = [...hits.messages].filter((oid) => hits.inMessage(oid).has(secret));
    const questions = [
      ...[...brought.keys()].map((commit) => [`--contains=${commit}`]),
      ...tags.map((oid) => [`--points-at=${oid}`]),
    ];
    if (questions.length === 0) continue;
    const holding = sortedUnique((await Promise.all(questions.map(refs))).flat());
    histories.set(keyOf(secret), {
      introducedBy: changesOf(brought, authors),
      removedBy: changesOf(taken, authors),
      refs: holding,
      atHead: atHead.has(secret),
      pushed: knowsRemotes ? holding.some((name) => name.startsWith("refs/remotes/")) : undefined,
      unreachable: holding.length === 0,
    });
  }

  const why = "git cannot read its files or those of its parent";
  const skipped: Skipped[] = unreadable.map((oid) => ({ what: `changes of commit ${oid}`, why }));
  return {
    placesOf: (object) =>
      found
        .namesOf(object)
        .map(({ path }) => ({ source: "history", path }) as const)
        .sort(byKeys(({ path }) => path)),
    historyOf: (secret) => histories.get(keyOf(secret)),
    commitsWith: (blob, path) =>
      found.namesOf(blob).find((name) => name.path === path)?.commits ?? [],
    skipped,
  };
}

function keyOf({ family, value }: Secret): string {
  return `${family}\0${value}`;
}

/** A tag may be of a tree or a blob, which no commit names; what is below a tip has a name there. */
async function nameTheRest(
  git: GitContext,
  tip: string,
  hits: Hits,
  found: Appearances,
  signal: AbortSignal,
): Promise<void> {
  const nameless = new Set([...hits.contents].filter((oid) => found.namesOf(oid).length === 0));
  if (nameless.size === 0) return;
  await forEachTreeEntry(
    git,
    tip,
    ({ mode, oid, path }) => {
      if (nameless.has(oid))
        found.named(oid, mode === TREE_MODE ? folderName(path) : path, undefined);
    },
    signal,
  );
}

async function secretsAtHead(
  git: GitContext,
  hits: Hits,
  signal: AbortSignal,
): Promise<ReadonlySet<Secret>> {
  const shown = new Set<Secret>();
  if (hits.contents.size === 0) return shown;
  await forEachTreeEntry(
    git,
    "HEAD",
    ({ oid }) => {
      for (const secret of hits.inContent(oid)) shown.add(secret);
    },
    signal,
  );
  return shown;
}

/** Asks for names of refs; the same question is asked once. */
function refsAsked(
  git: GitContext,
  signal: AbortSignal,
): (question: readonly string[]) => Promise<readonly string[]> {
  const answers = new Map<string, Promise<readonly string[]>>();
  return (question) => {
    const key = question.join(" ");
    const answer = answers.get(key) ?? ask(question);
    answers.set(key, answer);
    return answer;
  };

  async function ask(question: readonly string[]): Promise<readonly string[]> {
    const args = ["for-each-ref", "--format=%(refname)", ...question];
    const { output } = await gitResult(git, args, { signal });
    return output.toString("utf8").split("\n").slice(0, -1);
  }
}

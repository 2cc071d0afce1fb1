/** Streams what every commit changed, and its place in history. */
import { TREE_MODE } from "./entries.ts";
import { nulRecords } from "./nul-records.ts";
import type { GitContext } from "./isolation.ts";
import { startGit } from "./run.ts";

/** One path of a commit that differs from all its parents. */
export interface PathChange {
  readonly path: string;
  readonly isTree: boolean;
  /** What each parent had there; an id of zeros where it had nothing. */
  readonly before: readonly string[];
  readonly after: string;
}

export interface CommitVisitor {
  commit(oid: string, tree: string, parents: readonly string[]): void;
  /** About the latest commit. */
  change(change: PathChange): void;
  /** git cannot tell what this commit changed, because a tree it needs is missing or damaged. */
  unreadable(oid: string): void;
}

export interface ChangeOptions {
  /** Only changes from or to one of these objects are told. */
  readonly objects: ReadonlySet<string>;
  /** Whether to look at trees too; without, at blobs only. */
  readonly trees: boolean;
  readonly signal: AbortSignal;
  /** How many gits may look at the same time. */
  readonly jobs: number;
}

/**
 * The combined form of a merge lists exactly the paths that differ from every parent: what the merge itself did.
 * A plain `diff-tree` is used instead of `log`, because repositories cannot configure it.
 */
const DIFF_TREE = [
  "diff-tree",
  "--stdin",
  "--always",
  "--root",
  "--raw",
  "-r",
  "-c",
  "-z",
  "--no-abbrev",
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--format=%H %T %P",
];

/** git dies of each commit it cannot read the trees of; a history with more of them is given up. */
const MOST_UNREADABLE = 100;

/** Commits that one git looks at: enough to be worth its start, not so many that what it says fills the memory. */
const FEWEST = 1024;
const MOST = 16_384;

/** Visits the commits in the given order; returns those that were given up unvisited. */
export async function visitChanges(
  git: GitContext,
  commits: readonly string[],
  visitor: CommitVisitor,
  options: ChangeOptions,
): Promise<readonly string[]> {
  const size = Math.min(MOST, Math.max(FEWEST, Math.ceil(commits.length / options.jobs)));
  const running: Promise<Recorded>[] = [];
  const start = (from: number): void => {
    const part = recordChanges(git, commits.slice(from, from + size), options);
    // It is awaited when its turn comes.
    part.catch(() => undefined);
    running.push(part);
  };
  let started = 0;
  for (let from = 0; from < commits.length; from += size) {
    for (; started < commits.length && running.length < options.jobs; started += size)
      start(started);
    const recorded = await running.shift();
    for (const tell of recorded?.events ?? []) tell(visitor);
    const givenUp = recorded?.givenUp ?? 0;
    if (givenUp > 0) {
      await Promise.allSettled(running);
      return commits.slice(Math.min(from + size, commits.length) - givenUp);
    }
  }
  return [];
}

/** What a git said of some commits. */
interface Recorded {
  readonly events: readonly ((visitor: CommitVisitor) => void)[];
  /** How many of the commits, the last ones, were given up. */
  readonly givenUp: number;
}

async function recordChanges(
  git: GitContext,
  commits: readonly string[],
  options: ChangeOptions,
): Promise<Recorded> {
  const events: ((visitor: CommitVisitor) => void)[] = [];
  const recorder: CommitVisitor = {
    commit: (...what) => void events.push((visitor) => visitor.commit(...what)),
    change: (change) => void events.push((visitor) => visitor.change(change)),
    unreadable: (oid) => void events.push((visitor) => visitor.unreadable(oid)),
  };
  const givenUp = await visitSome(git, commits, recorder, options);
  return { events, givenUp: givenUp.length };
}

async function visitSome(
  git: GitContext,
  commits: readonly string[],
  visitor: CommitVisitor,
  options: ChangeOptions,
): Promise<readonly string[]> {
  let next = 0;
  for (let deaths = 0; next < commits.length; deaths += 1) {
    if (deaths === MOST_UNREADABLE) return commits.slice(next);
    const rest = commits.slice(next);
    const { visited, died } = await visitUntilDeath(git, rest, visitor, options);
    next += visited;
    if (!died) break;
    const culprit = commits[next];
    if (culprit !== undefined) visitor.unreadable(culprit);
    next += 1;
  }
  for (const oid of commits.slice(next)) visitor.unreadable(oid);
  return [];
}

async function visitUntilDeath(
  git: GitContext,
  commits: readonly string[],
  visitor: CommitVisitor,
  options: ChangeOptions,
): Promise<{ visited: number; died: boolean }> {
  const args = [...DIFF_TREE, ...(options.trees ? ["-t"] : [])];
  const input = [`${commits.join("\n")}\n`];
  const process = startGit(git, args, { input, signal: options.signal });
  let visited = 0;
  let raw: Buffer | undefined;
  for await (const records of nulRecords(process.stdout))
    for (const record of records) {
      if (raw !== undefined) {
        const change = readChange(raw, record, options.objects);
        if (change !== undefined) visitor.change(change);
        raw = undefined;
        continue;
      }
      // Between a commit and its changes there is a line end, or one more NUL after a merge.
      const line = record[0] === LINE_END ? record.subarray(1) : record;
      if (line[0] === COLON) raw = line;
      else if (line.length > 0) {
        const [oid = "", tree = "", ...parents] = line.toString("latin1").trimEnd().split(" ");
        // git passes over a commit that it cannot parse without a word.
        for (; commits[visited] !== oid && visited < commits.length; visited += 1)
          visitor.unreadable(commits[visited] ?? "");
        visited += 1;
        visitor.commit(oid, tree, parents);
      }
    }
  const { code } = await process.ended;
  return { visited, died: code !== 0 };
}

const COLON = 0x3a;
const SPACE = 0x20;
const LINE_END = 0x0a;

const IDS_AT = ":100644 100644 ".length;

/** Whether one of the two ids of a change from a single parent is among the objects. */
function namesOne(raw: Buffer, objects: ReadonlySet<string>): boolean {
  const middle = raw.indexOf(SPACE, IDS_AT);
  return (
    objects.has(raw.toString("latin1", middle + 1, 2 * middle + 1 - IDS_AT)) ||
    objects.has(raw.toString("latin1", IDS_AT, middle))
  );
}

/** `:<mode> <mode> <id> <id> <status>`, with one more colon, mode and id for each further parent of a merge. */
function readChange(
  raw: Buffer,
  path: Buffer,
  objects: ReadonlySet<string>,
): PathChange | undefined {
  // Nearly all are of one parent and of no interest, which is seen without taking them apart.
  if (raw[1] !== COLON && !namesOne(raw, objects)) return undefined;
  const parents = raw.findIndex((byte) => byte !== COLON);
  const fields = raw.toString("latin1", parents).split(" ");
  const modes = fields.slice(0, parents + 1);
  const ids = fields.slice(parents + 1, 2 * parents + 2);
  if (!ids.some((oid) => objects.has(oid))) return undefined;
  return {
    path: path.toString("utf8"),
    isTree: modes.includes(TREE_MODE),
    before: ids.slice(0, -1),
    after: ids.at(-1) ?? "",
  };
}

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

/** Visits the commits in the given order; returns those that were given up unvisited. */
export async function visitChanges(
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
const LINE_END = 0x0a;

/** `:<mode> <mode> <id> <id> <status>`, with one more colon, mode and id for each further parent of a merge. */
function readChange(
  raw: Buffer,
  path: Buffer,
  objects: ReadonlySet<string>,
): PathChange | undefined {
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

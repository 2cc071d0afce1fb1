/** Finds in a repository the change that a CI service told of: what is new, and what was there before. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Repository } from "./repository.ts";
import { linesOf, type Revision } from "./revision.ts";
import { gitResult } from "./run.ts";

/** A change as commits. */
export interface Change {
  /** The object that leads to all that is new: a commit, or a tag of one. */
  readonly tip: string;
  /** The commit that it leads to. */
  readonly head: string;
  /** What is checked out; undefined where nothing is. */
  readonly checkedOut: string | undefined;
  /** Commits of the side that the change is to join. */
  readonly bases: readonly string[];
  /** Where the two parted; more than one where they were merged crosswise, none where they have nothing in common. */
  readonly mergeBases: readonly string[];
  /** How many commits are new. */
  readonly commits: number;
  /** What is checked out, where it has commits that neither side has; undefined otherwise. */
  readonly beyond: Beyond | undefined;
}

/** A part of a change that nobody told of. */
export interface Beyond {
  readonly tip: string;
  /** Where it parted from what was told. */
  readonly mergeBases: readonly string[];
  readonly commits: number;
}

/** The commits whose files are those of the change. */
export function commitsOf({ head, beyond }: Change): readonly string[] {
  return beyond === undefined ? [head] : [head, beyond.tip];
}

/** What a shallow clone cannot answer. */
export class HiddenHistory extends Error {
  override readonly name = "HiddenHistory";
}

/** What is to be compared. */
export interface Compared {
  readonly head: Revision;
  /** A commit; undefined where nothing was there before. */
  readonly base: string | undefined;
  /** Whether a service may have checked out a merge of the change with what it is to join. */
  readonly mayBeMerged: boolean;
  /** Whether commits that are checked out are judged, too, when neither side has them. */
  readonly withCheckedOut: boolean;
}

/** Throws {@link HiddenHistory} where a shallow clone does not reach back to where the two sides parted. */
export async function changeOf(
  repository: Repository,
  { head: { object: tip, commit: head }, base, mayBeMerged, withCheckedOut }: Compared,
  signal: AbortSignal,
): Promise<Change> {
  const joined = mayBeMerged ? await joinedParents(repository, head, signal) : [];
  const bases = base === undefined ? [] : [...new Set([base, ...joined])];
  const mergeBases = bases.length === 0 ? [] : await partings(repository, head, bases, signal);
  const commits = await commitsBetween(repository, tip, mergeBases, signal);
  if (repository.shallow) await refuseCutOff(repository, commits, mergeBases, bases);
  const checkedOut = repository.worktreeRoot === undefined ? undefined : repository.head;
  const beyond =
    withCheckedOut && checkedOut !== undefined && joined.length === 0
      ? await beyondOf(repository, checkedOut, [head, ...bases], signal)
      : undefined;
  return { tip, head, checkedOut, bases, mergeBases, commits: commits.length, beyond };
}

/** A run for a comment, or after another run, names the default branch while a change is checked out. */
async function beyondOf(
  repository: Repository,
  tip: string,
  told: readonly string[],
  signal: AbortSignal,
): Promise<Beyond | undefined> {
  if (told.includes(tip)) return undefined;
  const mergeBases = await partings(repository, tip, told, signal);
  const commits = await commitsBetween(repository, tip, mergeBases, signal);
  if (commits.length === 0) return undefined;
  if (repository.shallow) await refuseCutOff(repository, commits, mergeBases, told);
  return { tip, mergeBases, commits: commits.length };
}

/** Of a checked-out merge of the change, the other parents; the change is compared with them, too. */
async function joinedParents(
  repository: Repository,
  head: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { git, head: checkedOut } = repository;
  if (checkedOut === undefined || checkedOut === head) return [];
  const asked = ["rev-list", "--max-count=1", "--parents", "--end-of-options", checkedOut];
  const { output } = await gitResult(git, asked, { signal });
  const [, ...parents] = output.toString("latin1").trim().split(" ");
  return parents.includes(head) ? parents.filter((parent) => parent !== head) : [];
}

async function partings(
  { git }: Repository,
  head: string,
  bases: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const asked = ["merge-base", "--all", head, ...bases];
  return linesOf((await gitResult(git, asked, { signal })).output);
}

async function commitsBetween(
  { git }: Repository,
  tip: string,
  mergeBases: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const input = [tip, ...mergeBases.map((base) => `^${base}`)].map((line) => `${line}\n`).join("");
  const { output } = await gitResult(git, ["rev-list", "--stdin"], { signal, input: [input] });
  return linesOf(output);
}

/** Where a clone was cut inside of what is new, nobody can tell what else is. */
async function refuseCutOff(
  { commonDir }: Repository,
  commits: readonly string[],
  mergeBases: readonly string[],
  bases: readonly string[],
): Promise<void> {
  const cuts = new Set(linesOf(await readFile(join(commonDir, "shallow")).catch(() => EMPTY)));
  if ((bases.length > 0 && mergeBases.length === 0) || commits.some((commit) => cuts.has(commit)))
    throw new HiddenHistory();
}

const EMPTY = Buffer.alloc(0);

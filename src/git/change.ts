/** Finds in a repository the change that a CI service told of: what is new, and what was there before. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { Repository } from "./repository.ts";
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
}

/** What a shallow clone cannot answer. */
export class HiddenHistory extends Error {
  override readonly name = "HiddenHistory";
}

/** What a revision names. */
export interface Revision {
  /** A commit, or a tag of one. */
  readonly object: string;
  readonly commit: string;
}

/**
 * What a revision names; undefined when the repository has no such commit. What was not typed by a person is an id or the
 * full name of a ref. Throws UserError for what is no revision.
 */
export async function revisionAt(
  repository: Repository,
  revision: string,
  typed: boolean,
  signal: AbortSignal,
): Promise<Revision | undefined> {
  // A branch may be called like a short id, and git would prefer it.
  const isShort = !typed && /^[0-9a-f]{7,39}$/.test(revision);
  const name = isShort ? await abbreviated(repository, revision, signal) : revision;
  if (name === undefined) return undefined;
  const [object, commit] = await Promise.all([
    objectAt(repository, name, signal),
    objectAt(repository, `${name}^{commit}`, signal),
  ]);
  return object === undefined || commit === undefined ? undefined : { object, commit };
}

async function abbreviated(
  repository: Repository,
  id: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const asked = ["rev-parse", `--disambiguate=${id}`];
  const { output } = await gitResult(repository.git, asked, { signal });
  const commits = await Promise.all(
    linesOf(output).map(async (oid) => objectAt(repository, `${oid}^{commit}`, signal)),
  );
  const [only, ...others] = new Set(commits.filter((oid) => oid !== undefined));
  return others.length === 0 ? only : undefined;
}

async function objectAt(
  { git }: Repository,
  revision: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (revision.startsWith("-") || revision.includes("\0"))
    throw new UserError(`${revision} is not a revision`);
  const asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", revision];
  const { output, end } = await gitResult(git, asked, { signal });
  const [oid = ""] = output.toString("latin1").trim().split("\n").slice(-1);
  return end.code === 0 && /^[0-9a-f]{40,64}$/.test(oid) ? oid : undefined;
}

/** What is to be compared. */
export interface Compared {
  readonly head: Revision;
  /** A commit; undefined where nothing was there before. */
  readonly base: string | undefined;
  /** Whether a service may have checked out a merge of the change with what it is to join. */
  readonly mayBeMerged: boolean;
}

/** Throws {@link HiddenHistory} where a shallow clone does not reach back to where the two sides parted. */
export async function changeOf(
  repository: Repository,
  { head: { object: tip, commit: head }, base, mayBeMerged }: Compared,
  signal: AbortSignal,
): Promise<Change> {
  const joined = mayBeMerged ? await joinedParents(repository, head, signal) : [];
  const bases = base === undefined ? [] : [...new Set([base, ...joined])];
  const mergeBases = bases.length === 0 ? [] : await partings(repository, head, bases, signal);
  const commits = await commitsBetween(repository, tip, mergeBases, signal);
  if (repository.shallow) await refuseCutOff(repository, commits, mergeBases, bases);
  const checkedOut = repository.worktreeRoot === undefined ? undefined : repository.head;
  return { tip, head, checkedOut, bases, mergeBases, commits: commits.length };
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

function linesOf(output: Buffer): readonly string[] {
  return output
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "");
}

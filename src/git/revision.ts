/** Finds what people and CI services name, without taking what somebody else called alike. */
import { UserError } from "../errors.ts";
import type { Repository } from "./repository.ts";
import { gitResult } from "./run.ts";

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
  if (typed) await refuseAmbiguous(repository, name, signal);
  else if (!(await isThere(repository, name, signal))) return undefined;
  const [object, commit] = await Promise.all([
    objectAt(repository, name, signal),
    objectAt(repository, `${name}^{commit}`, signal),
  ]);
  return object === undefined || commit === undefined ? undefined : { object, commit };
}

/** git takes a tag called like the full name of a ref for one that is not there. */
async function isThere({ git }: Repository, name: string, signal: AbortSignal): Promise<boolean> {
  if (!name.startsWith("refs/")) return true;
  const asked = ["show-ref", "--verify", "--quiet", name];
  return (await gitResult(git, asked, { signal })).end.code === 0;
}

/**
 * Whoever may push a tag could call it like what a gate compares with, and git would prefer it. Throws {@link UserError}
 * where a name has several meanings, and where what is called like a branch of a remote is none.
 */
async function refuseAmbiguous(
  { git }: Repository,
  revision: string,
  signal: AbortSignal,
): Promise<void> {
  const [name = ""] = /^(?:(?!@\{)[^~^:])*/.exec(revision) ?? [];
  if (/^(?:$|-|HEAD$|@$|[0-9a-f]{40,64}$)/.test(name)) return;
  const asked = async (...args: readonly string[]): Promise<readonly string[]> =>
    linesOf((await gitResult(git, args, { signal })).output);

  const full = [name, ...PLACES.map((place) => `${place}${name}`), `refs/remotes/${name}/HEAD`];
  const all = await asked("for-each-ref", "--format=%(refname)", "--", ...full);
  const refs = all.filter((ref) => full.includes(ref));
  const [ref] = refs;
  if (ref === undefined || ref === name) return;
  const isId =
    /^[0-9a-f]{4,}$/.test(name) && (await asked("rev-parse", `--disambiguate=${name}`)).length > 0;
  const remotes = await asked("remote");
  const isOfRemote = remotes.some((remote) => name.startsWith(`${remote}/`));
  const isOne = refs.length === 1 && !isId && (!isOfRemote || ref.startsWith("refs/remotes/"));
  if (isOne && !name.startsWith("refs/")) return;
  throw new UserError(
    `${name} may not be what it is meant to be: there is ${[...refs, ...(isId ? ["an object of that id"] : [])].join(" and ")}`,
    "write the whole name, such as refs/remotes/origin/main, or the whole id",
  );
}

/** Where git looks for what is no full name. */
const PLACES = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];

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

/** Lines of what git prints, without empty ones. */
export function linesOf(output: Buffer): readonly string[] {
  return output
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "");
}

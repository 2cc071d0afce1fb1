/** Makes a bare copy of a repository with all its refs, for a history to be rewritten in. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UserError } from "../errors.ts";
import { contextOf, ISOLATION_OPTIONS, withEnvironment } from "./isolation.ts";
import type { GitContext } from "./isolation.ts";
import { openPorcelain } from "./porcelain.ts";
import type { Repository } from "./repository.ts";
import { listRefs } from "./refs.ts";
import { gitOutput, gitResult, lastLine } from "./run.ts";
import { withUsersTrust } from "./safe-directory.ts";

/** A copy, and what people should know of how it differs from the original. */
export interface Mirror {
  readonly git: GitContext;
  /** Local branches that lack commits of the server's branch of the same name. */
  readonly behind: readonly string[];
}

/**
 * Copies all refs and what they lead to into `folder`, which exists. Nothing else comes along: no configuration, no hooks,
 * no reflogs, no objects that nothing leads to. The server's branches, as far as the original knows them, become branches.
 */
export async function makeMirror(
  repository: Repository,
  folder: string,
  signal: AbortSignal,
): Promise<Mirror> {
  const git = contextOf(folder);
  const format = `--object-format=${repository.objectFormat}`;
  await gitOutput(git, ["init", "--quiet", "--bare", "--template=", format, "."], { signal });
  await withUsersTrust(git, async (trusted) => {
    // The one transport that is needed: of files on this machine.
    const local = withEnvironment(trusted, { GIT_ALLOW_PROTOCOL: "file" });
    const porcelain = await openPorcelain(local, signal);
    const quietly = ["--quiet", "--no-auto-maintenance", "--no-write-fetch-head", "--no-tags"];
    const copying = porcelain.raw([
      "-c",
      "fetch.unpackLimit=1",
      "fetch",
      ...quietly,
      `--upload-pack=${SERVER}`,
      repository.commonDir,
      "+refs/*:refs/*",
    ]);
    await copying.catch((thrown: unknown) => {
      signal.throwIfAborted();
      throw new UserError(`git cannot copy the repository: ${lastLine(messageOf(thrown))}`);
    });
  });
  await refuseHidden(git, repository, signal);
  const behind = await adoptServerBranches(git, repository, signal);
  await pointHead(git, repository, signal);
  return { git, behind };
}

/**
 * What git starts, through a shell, to read the original. `--strict` keeps it from a repository that lies inside that one,
 * in a `.git` of its own, which it would otherwise prefer; and since git tells it nothing of how it was started itself, it
 * is told once more what makes git believe the objects alone.
 */
const SERVER = [
  "GIT_GRAFT_FILE=/dev/null",
  "GIT_NO_REPLACE_OBJECTS=1",
  "git",
  ...ISOLATION_OPTIONS.map((option) => `-c ${option}`),
  "upload-pack --strict",
].join(" ");

/** Refs by name. */
export async function refsOf(
  git: GitContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const list = ["for-each-ref", "--format=%(objectname) %(refname)"];
  const lines = (await gitOutput(git, list, { signal })).toString("utf8").split("\n").slice(0, -1);
  return new Map(
    lines.map((line) => {
      const space = line.indexOf(" ");
      return [line.slice(space + 1), line.slice(0, space)];
    }),
  );
}

/** How many commits the refs lead to. */
export async function commitCount(git: GitContext, signal: AbortSignal): Promise<number> {
  return Number(await gitOutput(git, ["rev-list", "--count", "--glob=refs/*"], { signal }));
}

/** What the object store takes on disk, in KiB. */
export async function sizeOf(git: GitContext, signal: AbortSignal): Promise<number> {
  const counts = (await gitOutput(git, ["count-objects", "-v"], { signal })).toString("latin1");
  const count = (name: string): number =>
    Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(counts)?.[1] ?? 0);
  return count("size") + count("size-pack");
}

/** Packs what the refs lead to and drops all else. */
export async function dropTheRest(git: GitContext, signal: AbortSignal): Promise<void> {
  await gitOutput(git, ["reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all"], {
    signal,
  });
  await gitOutput(git, ["gc", "--quiet", "--prune=now"], { signal });
}

/** A repository's own configuration can keep refs from being copied, and a key that they lead to from being removed. */
async function refuseHidden(
  git: GitContext,
  repository: Repository,
  signal: AbortSignal,
): Promise<void> {
  const [copied, { refs }] = await Promise.all([refsOf(git, signal), listRefs(repository, signal)]);
  const hidden = refs.find(
    ({ name }) =>
      name.startsWith("refs/") &&
      !/^refs\/(?:bisect|worktree|rewritten)\//.test(name) &&
      !copied.has(name),
  );
  if (hidden)
    throw new UserError(
      `git does not copy ${hidden.name}`,
      "see transfer.hideRefs and uploadpack.hideRefs in the repository's configuration",
    );
}

/** Without these, what only the server's branches hold would be left as it is when the copy is pushed there. */
async function adoptServerBranches(
  git: GitContext,
  repository: Repository,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const refs = await refsOf(git, signal);
  const behind: string[] = [];
  const updates: string[] = [];
  for (const [name, tip] of refs) {
    const branch = /^refs\/remotes\/origin\/(.+)$/.exec(name)?.[1];
    if (branch === undefined) continue;
    updates.push(`delete ${name}\n`);
    const local = refs.get(`refs/heads/${branch}`);
    if (branch === "HEAD" || local === tip) continue;
    if (local === undefined) updates.push(`create refs/heads/${branch} ${tip}\n`);
    else if (!(await isAncestor(git, tip, local, signal))) behind.push(branch);
  }
  if (updates.length > 0)
    await gitOutput(git, ["update-ref", "--no-deref", "--stdin"], { input: updates, signal });
  return behind;
}

async function isAncestor(
  git: GitContext,
  older: string,
  newer: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { end } = await gitResult(git, ["merge-base", "--is-ancestor", older, newer], { signal });
  return end.code === 0;
}

/** Changes the name of the branch that HEAD names. */
export async function renameHead(
  git: GitContext,
  rename: (name: string) => string,
  signal: AbortSignal,
): Promise<void> {
  const { output, end } = await gitResult(git, ["symbolic-ref", "--quiet", "HEAD"], { signal });
  const name = output.toString("latin1").trimEnd();
  const renamed = rename(name);
  if (end.code === 0 && renamed !== name)
    await gitOutput(git, ["symbolic-ref", "HEAD", renamed], { signal });
}

/** HEAD names the branch that it names in the original; a detached one would keep what is to go. */
async function pointHead(
  git: GitContext,
  { gitDir }: Repository,
  signal: AbortSignal,
): Promise<void> {
  const head = await readFile(join(gitDir, "HEAD"), "utf8").catch(() => "");
  const branches = [...(await refsOf(git, signal)).keys()].filter((name) =>
    name.startsWith("refs/heads/"),
  );
  const named = /^ref: (refs\/heads\/.+)\n?$/.exec(head)?.[1];
  const choices = [named, "refs/heads/main", "refs/heads/master", ...branches];
  const branch = choices.find((one) => one !== undefined && branches.includes(one)) ?? named;
  if (branch !== undefined) await gitOutput(git, ["symbolic-ref", "HEAD", branch], { signal });
}

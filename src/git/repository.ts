/** Finds out what kind of repository a folder is or belongs to. */
import { readFile, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { contextOf, withEnvironment } from "./isolation.ts";
import type { GitContext } from "./isolation.ts";
import { gitOutput, gitResult, lastLine, requireGit } from "./run.ts";
import type { GitEnd } from "./run.ts";
import { isOwnershipRefusal, ownershipError, withUsersTrust } from "./safe-directory.ts";
import { headOf } from "./head.ts";
import { gitDirBelow, refuseWaitingFiles } from "./waiting-files.ts";

/** A repository as far as its own word for it is needed. Paths are absolute and without symbolic links. */
export interface Repository {
  /** How git is run on it: the git directory is fixed, no index is read, no folder is a working tree. */
  readonly git: GitContext;
  readonly gitDir: string;
  /** Where objects and refs are; differs from `gitDir` in a linked worktree. */
  readonly commonDir: string;
  /** The folder whose `.git` led here; undefined for a bare repository or a git directory named as such. */
  readonly worktreeRoot: string | undefined;
  readonly objectFormat: "sha1" | "sha256";
  readonly shallow: boolean;
  /** Whether objects were left out on purpose when it was cloned (`--filter`). */
  readonly partial: boolean;
  /** The commit that HEAD names; undefined while there is none. */
  readonly head: string | undefined;
}

/** Opens the repository that `path` is in, as git finds it. Throws {@link UserError} when there is none. */
export async function openRepository(path: string, signal?: AbortSignal): Promise<Repository> {
  const folder = await existingFolder(path);
  refuseWaitingFiles(contextOf(folder));
  const discovering = discover(path, folder, signal);
  // What a git that is missing or too old makes of the question is not the error to tell.
  discovering.catch(() => undefined);
  await requireGit(contextOf(folder), signal);
  const found = await discovering;
  const git = fixedContext(found.gitDir);
  const [head, partial, worktreeRoot] = await Promise.all([
    headOf(git, signal),
    isPartial(git, found.commonDir, signal),
    worktreeRootOf(folder, found.gitDir),
  ]);
  return { ...found, git, head, partial, worktreeRoot };
}

async function existingFolder(path: string): Promise<string> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new UserError(`${path} does not exist`);
  if (!status.isDirectory()) throw new UserError(`${path} is not a folder`);
  return realpath(path);
}

type Found = Pick<Repository, "gitDir" | "commonDir" | "objectFormat" | "shallow">;

// The path comes last, because it alone may hold a line end.
const QUESTIONS = [
  "rev-parse",
  "--show-object-format",
  "--is-shallow-repository",
  "--absolute-git-dir",
];

async function discover(
  path: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const git = contextOf(folder);
  let { output, end } = await gitResult(git, QUESTIONS, { signal });
  if (isOwnershipRefusal(end))
    ({ output, end } = await withUsersTrust(git, (trusted) =>
      gitResult(trusted, QUESTIONS, { signal }),
    ));
  if (isOwnershipRefusal(end)) throw ownershipError(path);
  if (end.code !== 0) throw refusal(path, end);

  const [format, shallow, ...named] = output.toString("utf8").replace(/\n$/, "").split("\n");
  const gitDir = await realpath(named.join("\n"));
  return {
    gitDir,
    commonDir: await commonDirOf(gitDir),
    objectFormat: format === "sha256" ? "sha256" : "sha1",
    shallow: shallow === "true",
  };
}

function refusal(path: string, end: GitEnd): UserError {
  if (/not a git repository/i.test(end.stderr))
    return new UserError(
      `${path} is not a git repository`,
      "change to a repository, or look at files without git: gemsweep scan PATH",
    );
  return new UserError(`git cannot open ${path}: ${lastLine(end.stderr)}`);
}

/** A linked worktree's git directory names, in a file, the one that it shares objects and refs with. */
async function commonDirOf(gitDir: string): Promise<string> {
  const named = await readFile(join(gitDir, "commondir"), "utf8").catch(() => undefined);
  return named === undefined ? gitDir : realpath(resolve(gitDir, named.replace(/\n+$/, "")));
}

/**
 * A repository's `core.worktree` could send us, or git's idea of the current folder, anywhere; the git directory
 * stands in for the working tree, and nothing asks for an index unless it says which.
 */
function fixedContext(gitDir: string): GitContext {
  return withEnvironment(contextOf(gitDir), {
    GIT_DIR: gitDir,
    GIT_WORK_TREE: gitDir,
    GIT_INDEX_FILE: join(gitDir, "gemsweep-reads-no-index"),
  });
}

async function isPartial(
  git: GitContext,
  commonDir: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const packs = await readdir(join(commonDir, "objects/pack")).catch(() => []);
  if (packs.some((name) => name.endsWith(".promisor"))) return true;
  const keys = "^(extensions\\.partialclone|remote\\..*\\.(promisor|partialclonefilter))$";
  return gitOutput(git, ["config", "-z", "--get-regexp", keys], { signal }).then(
    () => true,
    () => false,
  );
}

/** Walks up to the `.git` that leads to `gitDir`; what the repository itself says of its working tree is not asked. */
async function worktreeRootOf(folder: string, gitDir: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const below = gitDirBelow(at);
    if (below !== undefined && (await realpath(below).catch(() => "")) === gitDir) return at;
    if (dirname(at) === at) return undefined;
  }
}

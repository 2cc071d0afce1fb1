/** Keeps git from opening what would make it wait for ever: pipes and devices where its own files should be. */
import { readFileSync, statSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../errors.ts";
import type { GitContext } from "./isolation.ts";

/** What nearly every git command opens before it does anything. */
const OPENED_FIRST = [
  "HEAD",
  "commondir",
  "config",
  "config.worktree",
  "index",
  "packed-refs",
  "shallow",
  "info/attributes",
  "info/exclude",
  "info/sparse-checkout",
  "objects/info/alternates",
  "objects/info/commit-graph",
  "objects/pack/multi-pack-index",
];

/** Throws {@link UserError} where git would find a pipe, a socket or a device; opens nothing but regular files. */
export function refuseWaitingFiles({ cwd, env }: GitContext): void {
  const named = env["GIT_DIR"];
  const gitDirs = named === undefined ? gitDirsAbove(resolve(cwd)) : [resolve(cwd, named)];
  for (const gitDir of gitDirs) {
    refuseWaitingIn(gitDir);
    const common = textOf(join(gitDir, "commondir"));
    if (common !== undefined) refuseWaitingIn(resolve(gitDir, common.replace(/\n+$/, "")));
  }
}

/** The git directory that a folder's `.git` is or, being a file, names; it need not exist. */
export function gitDirBelow(folder: string): string | undefined {
  const dotGit = join(folder, ".git");
  if (statusOf(dotGit)?.isDirectory()) return dotGit;
  const [, target] = /^gitdir: (.*?)\n*$/s.exec(textOf(dotGit) ?? "") ?? [];
  return target === undefined ? undefined : resolve(folder, target);
}

/** All that git may come upon: it passes over those that are damaged. */
function* gitDirsAbove(folder: string): Generator<string> {
  for (let at = folder; ; at = dirname(at)) {
    const below = gitDirBelow(at);
    if (below !== undefined) yield below;
    if (statusOf(join(at, "objects"))?.isDirectory() && statusOf(join(at, "HEAD"))) yield at;
    if (dirname(at) === at) return;
  }
}

function refuseWaitingIn(gitDir: string): void {
  for (const name of OPENED_FIRST) {
    const path = join(gitDir, name);
    const status = statusOf(path);
    // Of a folder git says at once that it is none of its files.
    if (status !== undefined && !status.isFile() && !status.isDirectory())
      throw new UserError(
        `not a regular file: ${path}`,
        "git would wait for it for ever; move it away if you trust the rest of the repository",
      );
  }
}

/** Of what a link leads to, as git would open it. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return statusOf(path)?.isFile() ? readFileSync(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

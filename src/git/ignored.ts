/** Which files git leaves out by itself. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { contextOf, withEnvironment } from "./isolation.ts";
import type { Repository } from "./repository.ts";
import { gitResult, lastLine } from "./run.ts";

/** Those of some paths below the root of the working tree that git ignores; what it tracks, it does not ignore. */
export async function ignoredPaths(
  { gitDir, worktreeRoot }: Repository,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (worktreeRoot === undefined || paths.length === 0) return new Set();
  const git = withEnvironment(contextOf(worktreeRoot), {
    GIT_DIR: gitDir,
    GIT_WORK_TREE: worktreeRoot,
  });
  for (const folder of new Set(paths.flatMap(foldersAbove)))
    await refuseWaiting(join(worktreeRoot, folder, ".gitignore"));
  // The dot keeps a path that begins with a colon from being read as a pattern.
  const input = paths.map((path) => `./${path}\0`);
  const asked = ["-c", "core.excludesFile=/dev/null", "check-ignore", "-z", "--stdin"];
  const { output, end } = await gitResult(git, asked, { input, signal });
  if (end.code !== 0 && end.code !== 1)
    throw new UserError(`git cannot tell what it ignores: ${lastLine(end.stderr)}`);
  const ignored = output.toString("utf8").split("\0").slice(0, -1);
  return new Set(ignored.map((path) => path.slice("./".length)));
}

/** Folders of which git reads the ignore file, from the root on. */
function foldersAbove(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1);
  return ["", ...names.map((_, index) => names.slice(0, index + 1).join("/"))];
}

/** git would wait for somebody to write into a pipe. */
async function refuseWaiting(file: string): Promise<void> {
  const stats = await stat(file).catch(() => undefined);
  if (stats === undefined || stats.isFile() || stats.isDirectory()) return;
  throw new UserError(`not a regular file: ${file}`, "remove it, and try again");
}

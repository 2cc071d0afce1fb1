/** The folders in which one repository is checked out. */
import { readdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Repository } from "./repository.ts";

/** Roots of the working tree at hand, the main one and all linked ones that are still there, without links. */
export async function worktreeRoots({
  commonDir,
  worktreeRoot,
}: Repository): Promise<readonly string[]> {
  const linked = await readdir(join(commonDir, "worktrees")).catch(() => []);
  const roots = linked.map(async (name) => {
    const gitFile = await readFile(join(commonDir, "worktrees", name, "gitdir"), "utf8");
    return await realpath(dirname(gitFile.trim()));
  });
  return [
    ...(worktreeRoot === undefined ? [] : [worktreeRoot]),
    ...(basename(commonDir) === ".git" ? [dirname(commonDir)] : []),
    ...(await Promise.allSettled(roots)).flatMap((root) =>
      root.status === "fulfilled" ? root.value : [],
    ),
  ];
}

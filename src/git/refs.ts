/** Everything that keeps history alive: refs, and the HEADs and refs of all working trees. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Skipped } from "../document.ts";
import { withEnvironment } from "./isolation.ts";
import type { Repository } from "./repository.ts";
import { gitResult } from "./run.ts";

/** A ref and the object it names, which may be missing and need not be a commit. */
export interface Ref {
  readonly name: string;
  readonly tip: string;
}

export interface Refs {
  readonly refs: readonly Ref[];
  readonly skipped: readonly Skipped[];
}

/** Refs by full name; a HEAD is listed only while it is detached, otherwise its branch stands for it. */
export async function listRefs(repository: Repository, signal: AbortSignal): Promise<Refs> {
  const { refs, skipped } = await refsSeenFrom(repository, repository.gitDir, signal);
  const all = [...refs, ...(await detachedHead(repository.gitDir, "HEAD"))];
  if (repository.gitDir !== repository.commonDir)
    all.push(...(await detachedHead(repository.commonDir, "main-worktree/HEAD")));

  for (const folder of await linkedWorktrees(repository)) {
    if (folder.path === repository.gitDir) continue;
    all.push(...(await detachedHead(folder.path, `${folder.name}/HEAD`)));
    // Bisect and rewritten refs are a working tree's own and listed only from there.
    const hasOwn = (await readdir(join(folder.path, "refs")).catch(() => [])).length > 0;
    if (!hasOwn) continue;
    const own = (await refsSeenFrom(repository, folder.path, signal)).refs.filter(({ name }) =>
      /^refs\/(bisect|worktree|rewritten)\//.test(name),
    );
    all.push(...own.map(({ name, tip }) => ({ name: `${folder.name}/${name}`, tip })));
  }
  return { refs: all, skipped };
}

/** The git directories of linked worktrees, with the name that git's own ref names begin with. */
export async function linkedWorktrees({
  commonDir,
}: Repository): Promise<readonly { path: string; name: string }[]> {
  const entries = await readdir(join(commonDir, "worktrees"), { withFileTypes: true }).catch(
    () => [],
  );
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ path: join(commonDir, "worktrees", name), name: `worktrees/${name}` }));
}

async function refsSeenFrom(
  repository: Repository,
  gitDir: string,
  signal: AbortSignal,
): Promise<Refs> {
  const git = withEnvironment(repository.git, { GIT_DIR: gitDir });
  const { output, end } = await gitResult(
    git,
    ["for-each-ref", "--format=%(objectname) %(symref) %(refname)"],
    { signal },
  );
  const refs: Ref[] = [];
  for (const line of output.toString("utf8").split("\n")) {
    const [tip = "", symbolic, name] = line.split(" ");
    if (symbolic === "" && name !== undefined) refs.push({ name, tip });
  }
  return { refs, skipped: [...brokenRefs(end.stderr), ...(end.code === 0 ? [] : [unlisted])] };
}

const unlisted: Skipped = {
  what: "some refs",
  why: "git cannot list them; see `git for-each-ref`",
};

/** A symbolic ref whose target is gone hides nothing; a broken one may. */
function brokenRefs(stderr: string): Skipped[] {
  return [...stderr.matchAll(/ignoring (?:broken ref|ref with broken name) (.*)$/gm)].map(
    ([, name = ""]) => ({
      what: name,
      why: "broken ref: git cannot tell what it names",
    }),
  );
}

async function detachedHead(gitDir: string, name: string): Promise<readonly Ref[]> {
  const content = await readFile(join(gitDir, "HEAD"), "latin1").catch(() => "");
  const tip = /^[0-9a-f]{40,64}(?=\s*$)/.exec(content)?.[0];
  return tip === undefined ? [] : [{ name, tip }];
}

/** A word for the state of a repository, by which it is known again whether anything has changed. */
import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gitDirNames } from "./git-dir-files.ts";
import { linkedWorktrees, listRefs, type Ref } from "./refs.ts";
import type { Repository } from "./repository.ts";

/** 64 hexadecimal digits of refs and of the one that HEAD names, if that is one of them. */
export function digestOf(refs: readonly Ref[], head: string | undefined): string {
  const named = refs.some(({ name }) => name === head) ? head : "";
  const lines = refs.map(({ name, tip }) => `${tip} ${name}`).toSorted(inOrder);
  return createHash("sha256")
    .update([`HEAD ${named}`, ...lines].join("\n"))
    .digest("hex");
}

/** The digest of a clone: that of its server, unless that has changed since. */
export async function mirrorDigest(repository: Repository, signal: AbortSignal): Promise<string> {
  const { refs } = await listRefs(repository, signal);
  return digestOf(
    refs.filter(({ name }) => name.startsWith("refs/")),
    await headName(repository),
  );
}

/** The digest of a repository that people work in: of its refs and of all files that an audit reads, by size and times. */
export async function worktreeDigest(
  repository: Repository,
  files: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const { gitDir, commonDir } = repository;
  const hash = createHash("sha256").update(await mirrorDigest(repository, signal));
  const folders = [gitDir, ...(await linkedWorktrees(repository)).map(({ path }) => path)];
  const indexes = folders.map((folder) => join(folder, "index"));
  const own = (await gitDirNames(repository, [""])).map((name) => join(commonDir, name));
  // A new object changes the folder that it is put into.
  const objects = join(commonDir, "objects");
  const stores = (await readdir(objects).catch(() => [])).map((name) => join(objects, name));
  for (const file of [...indexes, ...own, ...stores.toSorted(inOrder), ...files]) {
    const stats = await lstat(file).catch(() => undefined);
    hash.update(`${file}\0${stats?.size}\0${stats?.mtimeMs}\0${stats?.ctimeMs}\0`);
  }
  return hash.digest("hex");
}

function inOrder(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

async function headName({ gitDir }: Repository): Promise<string | undefined> {
  const content = await readFile(join(gitDir, "HEAD"), "utf8").catch(() => "");
  return /^ref: (refs\/.+?)\s*$/.exec(content)?.[1];
}

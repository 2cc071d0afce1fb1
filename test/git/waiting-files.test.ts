import { execFileSync } from "node:child_process";
import { renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { findInHistory, findInRange, findStaged, repository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";

const RANGE = { tips: "branches", bases: [], remotes: [], names: [] } as const;

const WAYS: readonly [string, (path: string, key: string) => Promise<unknown>][] = [
  ["audit", findInHistory],
  ["staged", findStaged],
  ["push", (path, key) => findInRange(path, key, RANGE)],
];

function spoil(path: string): void {
  rmSync(path, { force: true });
  execFileSync("mkfifo", [path]);
}

const refusal = async (find: Promise<unknown>): Promise<unknown> =>
  find.catch((thrown: unknown) => thrown);

test.for(WAYS)("%s waits for no pipe where git keeps its files", async ([, find]) => {
  for (const name of ["HEAD", "config", "index", "packed-refs", "shallow", "info/exclude"]) {
    const repo = repository();
    repo.write({ "sub/a.txt": "a\n", ".git/info/exclude": "" });
    const path = join(repo.root, ".git", name);
    spoil(path);
    const thrown = await refusal(find(join(repo.root, "sub"), googleApiKey()));
    expect(thrown).toBeInstanceOf(UserError);
    expect(thrown).toMatchObject({ message: expect.stringContaining(`.git/${name}`) });
  }
});

test("a git directory that a .git file names, and the one that this names", async () => {
  for (const name of [".git/worktrees/linked/index", ".git/packed-refs"]) {
    const repo = repository();
    repo.git("commit", "-q", "--allow-empty", "-m", "first");
    repo.git("worktree", "add", "-q", "linked");
    spoil(join(repo.root, name));
    expect(await refusal(findStaged(join(repo.root, "linked"), googleApiKey()))).toMatchObject({
      message: expect.stringContaining(name),
    });
  }
});

test("a bare repository, and a link to a device", async () => {
  const repo = repository();
  const bare = join(repo.root, "bare");
  renameSync(join(repo.root, ".git"), bare);
  symlinkSync("/dev/zero", join(bare, "objects/info/alternates"));
  expect(await refusal(findInHistory(bare, googleApiKey()))).toMatchObject({
    message: expect.stringContaining("not a regular file"),
  });
});

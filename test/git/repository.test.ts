import { chownSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { UserError } from "../../src/errors.ts";
import { listRefs } from "../../src/git/refs.ts";
import { openRepository } from "../../src/git/repository.ts";
import { submoduleNotes } from "../../src/git/submodules.ts";
import { findInHistory, repository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

describe("kinds of repositories", () => {
  test("a working tree, from its root, a folder below and its git directory", async () => {
    const { root, commit } = repository();
    const head = commit({ "sub/a.txt": "1" });
    const opened = await openRepository(root);
    expect(opened).toMatchObject({
      gitDir: join(realpathSync(root), ".git"),
      commonDir: join(realpathSync(root), ".git"),
      worktreeRoot: realpathSync(root),
      objectFormat: "sha1",
      shallow: false,
      partial: false,
      head,
    });
    expect(await openRepository(join(root, "sub"))).toEqual(opened);
    expect(await openRepository(join(root, ".git"))).toEqual(opened);
  });

  test("bare, SHA-256, without a commit", async () => {
    const { root } = repository("--bare", "--object-format=sha256");
    expect(await openRepository(root)).toMatchObject({
      gitDir: realpathSync(root),
      worktreeRoot: undefined,
      objectFormat: "sha256",
      head: undefined,
    });
  });

  test("a linked worktree", async () => {
    const { root, commit, git } = repository();
    commit({ "a.txt": "1" });
    git("worktree", "add", "-q", "-b", "side", join(root, "linked"));
    const opened = await openRepository(join(root, "linked"));
    expect(opened.gitDir).toBe(join(realpathSync(root), ".git/worktrees/linked"));
    expect(opened.commonDir).toBe(join(realpathSync(root), ".git"));
    expect(opened.worktreeRoot).toBe(join(realpathSync(root), "linked"));
  });

  test("a submodule, whose git directory says where it is checked out", async () => {
    const inner = repository();
    inner.commit({ "a.txt": "1" });
    const { root, git } = repository();
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.root, "inner");
    const opened = await openRepository(join(root, "inner"));
    expect(opened.gitDir).toBe(join(realpathSync(root), ".git/modules/inner"));
    expect(opened.worktreeRoot).toBe(join(realpathSync(root), "inner"));
  });

  test("a git directory elsewhere, a link, a path with a line end", async () => {
    const folder = temporaryFolder();
    const { commit, git, root } = repository();
    commit({ "a.txt": "1" });
    git("init", "-q", "--separate-git-dir", join(folder, "git\ndir"));
    symlinkSync(root, join(folder, "link"));
    const opened = await openRepository(join(folder, "link"));
    expect(opened.gitDir).toBe(join(realpathSync(folder), "git\ndir"));
    expect(opened.worktreeRoot).toBe(realpathSync(root));
  });

  test("a repository that says its working tree is everything", async () => {
    const { root, commit, git } = repository();
    const key = googleApiKey();
    commit({ "a.txt": key });
    git("config", "core.worktree", "/");
    expect((await openRepository(root)).worktreeRoot).toBe(realpathSync(root));
    const { places, skipped } = await findInHistory(root, key);
    expect(skipped).toEqual([]);
    expect(places).toContainEqual({ source: "index", path: "a.txt" });
  });

  test("a shallow and a partial clone", async () => {
    const origin = repository();
    origin.commit({ "a.txt": "1" });
    origin.commit({ "a.txt": "2" });
    origin.git("config", "uploadpack.allowFilter", "true");
    const clone = repository();
    clone.git("fetch", "-q", "--depth=1", `file://${origin.root}`, "main");
    expect(await openRepository(clone.root)).toMatchObject({ shallow: true, partial: false });
    const partial = repository();
    partial.git("remote", "add", "origin", `file://${origin.root}`);
    partial.git("fetch", "-q", "--filter=blob:none", "origin");
    expect(await openRepository(partial.root)).toMatchObject({ shallow: false, partial: true });
  });
});

describe("what cannot be opened", () => {
  const refusal = async (path: string) => openRepository(path).catch((thrown: unknown) => thrown);

  test("says what is wrong and what to do", async () => {
    const folder = temporaryFolder({ "file.txt": "1" });
    expect(await refusal(join(folder, "none"))).toMatchObject({
      message: `${folder}/none does not exist`,
    });
    expect(await refusal(join(folder, "file.txt"))).toMatchObject({
      message: `${folder}/file.txt is not a folder`,
    });
    expect(await refusal(folder)).toMatchObject({
      message: `${folder} is not a git repository`,
      remedy: "change to a repository, or look at files without git: gemsweep scan PATH",
    });
  });

  test("a broken configuration", async () => {
    const { root } = repository();
    writeFileSync(join(root, ".git/config"), "[core\n");
    const error = await refusal(root);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: expect.stringContaining("bad config line 1") });
  });

  test("git is missing, or too old", async () => {
    const { root } = repository();
    const bin = temporaryFolder();
    vi.stubEnv("PATH", bin);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await refusal(root)).toMatchObject({
      message: "git was not found",
      remedy: expect.stringContaining("install git 2.31"),
    });
    writeFileSync(join(bin, "git"), "#!/bin/sh\necho git version 2.30.9\n", { mode: 0o755 });
    expect(await refusal(root)).toMatchObject({
      message: "git 2.30 is too old",
      remedy: expect.stringContaining("install git 2.31"),
    });
  });

  const isRoot = process.getuid?.() === 0;
  test.runIf(isRoot)("a repository of another user, unless the user trusts it", async () => {
    const { root, commit } = repository();
    commit({ "a.txt": "1" });
    chownSync(root, 4711, 4711);
    chownSync(join(root, ".git"), 4711, 4711);
    onTestFinished(() => void vi.unstubAllEnvs());
    const global = join(temporaryFolder(), "global");
    vi.stubEnv("GIT_CONFIG_GLOBAL", global);
    vi.stubEnv("GIT_CONFIG_NOSYSTEM", "1");
    writeFileSync(global, "");
    expect(await refusal(root)).toMatchObject({
      message: expect.stringMatching(/git does not trust/),
      remedy: expect.stringMatching(/safe\.directory/),
    });
    // What else stands in the user's configuration is not read.
    writeFileSync(global, `[core]\n\tbare = broken\n[safe]\n\tdirectory = ${root}\n`);
    expect((await openRepository(root)).worktreeRoot).toBe(realpathSync(root));
    writeFileSync(global, `[safe]\n\tdirectory = *\n\tdirectory =\n`);
    expect(await refusal(root)).toBeInstanceOf(UserError);
  });
});

test("inherited git variables do not lead to another repository", async () => {
  const [here, there] = [repository(), repository()];
  const key = googleApiKey();
  here.commit({ "a.txt": key });
  there.commit({ "a.txt": "1" });
  mkdirSync(join(there.root, "empty"));
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("GIT_DIR", join(there.root, ".git"));
  vi.stubEnv("GIT_OBJECT_DIRECTORY", join(there.root, "empty"));
  vi.stubEnv("GIT_NAMESPACE", "elsewhere");
  vi.stubEnv("GIT_CONFIG_PARAMETERS", "'core.bare'='true'");
  const { origins, skipped } = await findInHistory(here.root, key);
  expect(origins).toEqual(["history"]);
  expect(skipped).toEqual([]);
});

test("what is interrupted starts no git, or ends it", async () => {
  const { root, commit } = repository();
  commit({ "a.txt": "1" });
  const signal = AbortSignal.abort();
  const aborted = expect.objectContaining({ name: "AbortError" });
  const opened = await openRepository(root);
  await expect(openRepository(root, signal)).rejects.toEqual(aborted);
  await expect(listRefs(opened, signal)).rejects.toEqual(aborted);
  await expect(submoduleNotes(opened, signal)).rejects.toEqual(aborted);
});

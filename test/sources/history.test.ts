import { mkdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type TestRepository, findInHistory, repository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";

/** Ways to leave a key in a repository that scanners are known to miss. Each must be found. */
const HIDING_PLACES: readonly [where: string, hide: (repo: TestRepository, key: string) => void][] =
  [
    [
      "an ordinary line, later deleted",
      ({ commit }, key) => {
        commit({ "a.txt": `key=${key}\n` });
        commit({ "a.txt": "clean\n" });
      },
    ],
    [
      "a file that attributes call binary or without diff",
      ({ commit }, key) => {
        commit({
          ".gitattributes": "*.ipynb -diff\n*.min.js binary\n",
          "a.ipynb": key,
          "b.min.js": key,
        });
        commit({ "a.ipynb": undefined, "b.min.js": undefined });
      },
    ],
    [
      "a merge commit only",
      ({ commit, git, write }, key) => {
        commit({ "a.txt": "1" });
        git("checkout", "-qb", "side");
        commit({ "b.txt": "2" });
        git("checkout", "-q", "main");
        commit({ "c.txt": "3" });
        git("merge", "--quiet", "--no-commit", "--no-ff", "side");
        write({ "d.txt": key });
        git("add", ".");
        git("commit", "-qm", "merge");
        commit({ "d.txt": undefined });
      },
    ],
    [
      "a renamed and edited file",
      ({ commit, git, write }, key) => {
        const lines = "some line\n".repeat(50);
        commit({ "a.txt": lines });
        git("mv", "a.txt", "b.txt");
        write({ "b.txt": `${lines}${key}\n` });
        commit({});
        commit({ "b.txt": lines });
      },
    ],
    [
      "the target of a link that was a file",
      ({ commit, git, root }, key) => {
        commit({ "a.txt": "1" });
        unlinkSync(join(root, "a.txt"));
        symlinkSync(key, join(root, "a.txt"));
        git("add", ".");
        git("commit", "-qm", "link");
        unlinkSync(join(root, "a.txt"));
        commit({ "a.txt": "2" });
      },
    ],
    [
      "the message of an empty commit",
      ({ commit }, key) => {
        commit({ "a.txt": "1" });
        commit({}, `remove ${key}`);
      },
    ],
    [
      "an author's name",
      ({ commit, git }, key) => {
        commit({ "a.txt": "1" });
        git(
          "-c",
          `user.name=${key}`,
          "commit",
          "-q",
          "--allow-empty",
          `--author=${key} <a@example.com>`,
          "-m",
          "x",
        );
      },
    ],
    [
      "the message of an annotated tag",
      ({ commit, git }, key) => {
        commit({ "a.txt": "1" });
        git("tag", "-a", "v1", "-m", `release ${key}`);
      },
    ],
    [
      "a blob that only a tag names",
      ({ commit, git, gitWith }, key) => {
        commit({ "a.txt": "1" });
        git("tag", "-a", "blob", "-m", "blob", gitWith(key, "hash-object", "-w", "--stdin"));
      },
    ],
    [
      "a note",
      ({ commit, git }, key) => {
        commit({ "a.txt": "1" });
        git("notes", "add", "-m", key);
      },
    ],
    [
      "the top stash",
      ({ commit, git, write }, key) => {
        commit({ "a.txt": "1" });
        write({ "a.txt": key });
        git("stash", "-q");
      },
    ],
    [
      "an older stash",
      ({ commit, git, write }, key) => {
        commit({ "a.txt": "1" });
        write({ "a.txt": key });
        git("stash", "-q");
        write({ "a.txt": "2" });
        git("stash", "-q");
      },
    ],
    [
      "the index of a stash",
      ({ commit, git, write }, key) => {
        commit({ "a.txt": "1" });
        write({ "a.txt": key });
        git("add", ".");
        write({ "a.txt": "2" });
        git("stash", "-q");
      },
    ],
    [
      "an untracked file of a stash",
      ({ commit, git, write }, key) => {
        commit({ "a.txt": "1" });
        write({ "b.txt": key });
        git("stash", "-q", "--include-untracked");
      },
    ],
    [
      "a reflog only (amended)",
      ({ commit, git, write }, key) => {
        commit({ "a.txt": "1" });
        commit({ "a.txt": key });
        write({ "a.txt": "2" });
        git("commit", "-qa", "--amend", "-m", "clean");
      },
    ],
    [
      "a reflog only (reset)",
      ({ commit, git }, key) => {
        commit({ "a.txt": "1" });
        commit({ "a.txt": key });
        git("reset", "-q", "--hard", "HEAD~1");
      },
    ],
    [
      "a commit that nothing names any more",
      ({ commit, git }, key) => {
        commit({ "a.txt": "1" });
        commit({ "a.txt": key });
        git("reset", "-q", "--hard", "HEAD~1");
        git("reflog", "expire", "--expire=now", "--all");
      },
    ],
    ["a dangling blob", ({ gitWith }, key) => void gitWith(key, "hash-object", "-w", "--stdin")],
    [
      "the index, never committed",
      ({ commit, git, write }, key) => {
        commit({ "a.txt": "1" });
        write({ "b.txt": key });
        git("add", ".");
      },
    ],
    ["a file's name", ({ commit }, key) => void commit({ [`sub/${key}.txt`]: "1" })],
    ["a folder's name", ({ commit }, key) => void commit({ [`${key}/a.txt`]: "1" })],
    [
      "the name of a file that is only staged",
      ({ git, write }, key) => {
        write({ [`sub/${key}.txt`]: "1" });
        git("add", ".");
      },
    ],
    [
      "a branch's name",
      ({ commit, git }, key) => {
        commit({ "a.txt": "1" });
        git("branch", key);
        git("pack-refs", "--all");
      },
    ],
    [
      "the name of a branch without commits",
      ({ git }, key) => void git("symbolic-ref", "HEAD", `refs/heads/${key}`),
    ],
    [
      "a message in a reflog",
      ({ commit, git }, key) => {
        commit({ "a.txt": "1" });
        git("update-ref", "--create-reflog", "-m", key, "refs/heads/other", "HEAD");
      },
    ],
    [
      "the draft of a message",
      ({ root }, key) => writeFileSync(join(root, ".git/COMMIT_EDITMSG"), key),
    ],
    [
      "the configuration",
      ({ git }, key) => void git("config", "remote.origin.url", `https://u:${key}@example.com/`),
    ],
    [
      "local LFS content",
      ({ root }, key) => {
        mkdirSync(join(root, ".git/lfs/objects/12"), { recursive: true });
        writeFileSync(join(root, ".git/lfs/objects/12/34"), key);
      },
    ],
    [
      "a pull request's ref",
      ({ commit, git }, key) => {
        commit({ "a.txt": "1" });
        commit({ "a.txt": key });
        git("update-ref", "refs/pull/7/head", "HEAD");
        git("reset", "-q", "--hard", "HEAD~1");
      },
    ],
    [
      "an object that was replaced",
      ({ commit, git, gitWith }, key) => {
        commit({ "a.txt": key });
        git(
          "replace",
          git("rev-parse", "HEAD:a.txt"),
          gitWith("harmless", "hash-object", "-w", "--stdin"),
        );
      },
    ],
    [
      "history that a graft hides",
      ({ commit, git, root }, key) => {
        commit({ "a.txt": key });
        commit({ "a.txt": "1" });
        writeFileSync(join(root, ".git/info/grafts"), `${git("rev-parse", "HEAD")}\n`);
      },
    ],
    [
      "a packed repository",
      ({ commit, git }, key) => {
        commit({ "a.txt": `${"line\n".repeat(500)}${key}\n` });
        commit({ "a.txt": "line\n".repeat(500) });
        git("gc", "-q", "--aggressive");
      },
    ],
  ];

describe("where a key can be", () => {
  for (const options of [[], ["--object-format=sha256"]])
    test.for(HIDING_PLACES)(`%s ${options.join("")}`, async ([, hide]) => {
      const repo = repository(...options);
      const key = googleApiKey();
      hide(repo, key);
      const found = await findInHistory(repo.root, key);
      expect(found.origins).not.toEqual([]);
      expect(found.skipped).toEqual([]);
    });
});

test("objects of alternates are searched, and those of a missing alternate are missed aloud", async () => {
  const key = googleApiKey();
  const lender = repository();
  lender.commit({ "a.txt": key });
  const borrower = repository();
  borrower.commit({ "b.txt": "1" });
  const alternates = join(borrower.root, ".git/objects/info/alternates");
  writeFileSync(alternates, `${join(lender.root, ".git/objects")}\n`);
  const found = await findInHistory(borrower.root, key);
  expect(found.origins).toEqual(["history"]);
  expect(found.skipped).toEqual([]);
  expect(found.history).toMatchObject({ refs: [], unreachable: true, atHead: false });

  writeFileSync(alternates, "/nowhere/objects\n");
  const without = await findInHistory(borrower.root, key);
  expect(without.origins).toEqual([]);
  expect(without.skipped).toEqual([
    {
      what: "part of the object store",
      why: expect.stringMatching(/^git says: error: .*\/nowhere\/objects/),
    },
  ]);
});

test("everything is counted, whether it may match or not", async () => {
  const { root, commit, git } = repository();
  commit({ "a.txt": "12345", "sub/b.txt": "1" });
  commit({ "a.txt": "123456" });
  const { coverage, documents } = await findInHistory(root, "nothing like it");
  expect(documents).toEqual([]);
  expect(coverage).toMatchObject({ blobs: 3, commits: 2 });
  expect(coverage.files).toBeGreaterThan(5);
  git("gc", "-q");
  expect((await findInHistory(root, "x")).coverage).toMatchObject({ blobs: 3, commits: 2 });
});

test("the file beside a sighting comes from a commit that holds the blob", async () => {
  const { root, commit } = repository();
  const key = googleApiKey();
  commit({ "dist/app.js": key, "dist/app.js.map": "old map" });
  commit({ "dist/app.js": "clean", "dist/app.js.map": "new map" });
  const { source, documents } = await findInHistory(root, key);
  const [origin] = documents.map((document) => document.origin);
  if (origin?.source !== "history") throw new Error("expected a blob");
  const sighting = {
    source: "history",
    path: "dist/app.js",
    blob: origin.blob,
    line: 1,
    column: 1,
    part: undefined,
    decodings: [],
    bundle: undefined,
    marks: [],
  } as const;
  const beside = async (name: string) => (await source.beside?.(sighting, name))?.toString();
  expect(await beside("app.js.map")).toBe("old map");
  expect(await beside("../dist/app.js.map")).toBe("old map");
  expect(await beside("other.map")).toBeUndefined();
  expect(await beside("../../dist/app.js.map")).toBeUndefined();
  expect(await beside("a\0b")).toBeUndefined();
});

test("a map that was committed later than its bundle is found while HEAD has both", async () => {
  const { root, commit } = repository();
  const key = googleApiKey();
  commit({ "app.js": key });
  commit({ "app.js.map": "map" });
  const { source, places, documents } = await findInHistory(root, key);
  const [origin] = documents.map((document) => document.origin);
  expect(places).toEqual([
    { source: "history", path: "app.js" },
    { source: "index", path: "app.js" },
  ]);
  if (origin?.source !== "history") throw new Error("expected a blob");
  const at = {
    line: 1,
    column: 1,
    part: undefined,
    decodings: [],
    bundle: undefined,
    marks: [],
    blob: origin.blob,
    path: "app.js",
  };
  for (const place of ["history", "index"] as const)
    expect((await source.beside?.({ source: place, ...at }, "app.js.map"))?.toString()).toBe("map");
});

test("submodules are named, with their kept repositories", async () => {
  const { root, commit, git } = repository();
  const inner = repository();
  inner.commit({ "a.txt": "1" });
  commit({ "a.txt": "1" });
  git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.root, "lib/inner");
  commit({});
  const { notes, skipped } = await findInHistory(root, "x");
  expect(skipped).toEqual([]);
  expect(notes.map(({ about }) => about)).toEqual(["lib/inner", ".git/modules/lib/inner"]);
});

test(
  "a file that is larger than memory should hold arrives in windows",
  { timeout: 60_000 },
  async () => {
    const { root, commit, git } = repository();
    const key = googleApiKey();
    const line = `${"x".repeat(1023)}\n`;
    commit({ "big.txt": `${line.repeat(65 * 1024)}key ${key}\n`, "small.txt": "1" });
    const { documents, places, skipped, coverage } = await findInHistory(root, key);
    expect(skipped).toEqual([]);
    expect(coverage.blobs).toBe(2);
    expect(places).toContainEqual({ source: "history", path: "big.txt" });
    const [document] = documents;
    expect(document?.whole).toBe(false);
    const before = document?.bytes.subarray(0, document.bytes.indexOf(key)).toString() ?? "";
    expect((document?.start.line ?? 0) + before.split("\n").length - 1).toBe(65 * 1024 + 1);
    expect(git("status", "--porcelain")).toBe("");
  },
);

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { stagedSource } from "../../src/sources/staged.ts";
import { damage, findStaged, gitEnvironment, looseObject, repository } from "../support/git.ts";
import type { TestRepository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

const STAGED: readonly [
  what: string,
  stage: (repo: TestRepository, key: string) => void,
  origins: readonly string[],
][] = [
  [
    "a new file",
    ({ commit, write, git }, key) => {
      commit({ "a.txt": "1" });
      write({ "b.txt": key });
      git("add", ".");
    },
    ["index:b.txt"],
  ],
  [
    "a change",
    ({ commit, write, git }, key) => {
      commit({ "a.txt": "1" });
      write({ "a.txt": key });
      git("add", ".");
    },
    ["index:a.txt"],
  ],
  [
    "nothing when nothing is staged",
    ({ commit, write }, key) => {
      commit({ "a.txt": key, "b.txt": "1" });
      write({ "b.txt": key });
    },
    [],
  ],
  [
    "the staged content, not the file's",
    ({ commit, write, git }, key) => {
      commit({ "a.txt": "1" });
      write({ "a.txt": key, "b.txt": "2" });
      git("add", ".");
      write({ "a.txt": "clean", "b.txt": key });
    },
    ["index:a.txt"],
  ],
  [
    "nothing that is removed, or only made executable",
    ({ commit, git, root }, key) => {
      commit({ "a.txt": key, "b.txt": key });
      git("rm", "-q", "a.txt");
      chmodSync(join(root, "b.txt"), 0o755);
      git("add", ".");
    },
    [],
  ],
  [
    "the first commit",
    ({ write, git }, key) => {
      write({ "a.txt": key, "sub/b.txt": key });
      git("add", ".");
    },
    ["index:a.txt", "index:sub/b.txt"],
  ],
  [
    "a renamed file",
    ({ commit, git }, key) => {
      commit({ "a.txt": key });
      git("mv", "a.txt", "b.txt");
    },
    ["index:b.txt"],
  ],
  [
    "a link's target, and a file that becomes a link",
    ({ commit, git, root }, key) => {
      commit({ "a.txt": "1" });
      unlinkSync(join(root, "a.txt"));
      symlinkSync(key, join(root, "a.txt"));
      git("add", ".");
    },
    ["index:a.txt"],
  ],
  [
    "a file's and a folder's name",
    ({ commit, write, git }, key) => {
      commit({ "a.txt": "1" });
      write({ [`${key}/a.txt`]: "1" });
      git("add", ".");
    },
    ["name:path"],
  ],
  [
    "a file with odd characters in its name",
    ({ write, git }, key) => {
      write({ 'a\n\t"b\u001b': key, ":(top)c": key, "-d": key });
      git("add", ".");
    },
    ["index:-d", "index::(top)c", 'index:a\n\t"b\u001b'],
  ],
  [
    "all sides of a conflict",
    ({ commit, git, gitWith }, key) => {
      commit({ "a.txt": "1", "b.txt": "1" });
      git("checkout", "-qb", "side");
      commit({ "a.txt": `${key} theirs` });
      git("checkout", "-q", "main");
      commit({ "a.txt": "ours" });
      expect(() => git("merge", "side")).toThrow();
      gitWith(key, "hash-object", "-w", "--stdin");
    },
    ["index:a.txt"],
  ],
  [
    "a merge that is being made",
    ({ commit, git, write }, key) => {
      commit({ "a.txt": "1" });
      git("checkout", "-qb", "side");
      commit({ "b.txt": key });
      git("checkout", "-q", "main");
      commit({ "c.txt": "1" });
      git("merge", "-q", "--no-commit", "side");
      write({ "c.txt": key });
      git("add", ".");
    },
    ["index:b.txt", "index:c.txt"],
  ],
  [
    "no file that is only intended to be added",
    ({ commit, write, git }, key) => {
      commit({ "a.txt": "1" });
      write({ "b.txt": key });
      git("add", "--intent-to-add", "b.txt");
    },
    [],
  ],
  [
    "a sparse index",
    ({ commit, write, git }, key) => {
      commit({ "in/a.txt": "1", "out/deep/b.txt": "1", "out/c.txt": "1" });
      git("sparse-checkout", "set", "--cone", "--sparse-index", "in");
      write({ "in/a.txt": key });
      git("add", ".");
    },
    ["index:in/a.txt"],
  ],
  [
    "a change outside the sparse part",
    ({ commit, git, gitWith }, key) => {
      commit({ "in/a.txt": "1", "out/b.txt": "1" });
      git("sparse-checkout", "set", "--cone", "--sparse-index", "in");
      git(
        "update-index",
        "--add",
        "--cacheinfo",
        `100644,${gitWith(key, "hash-object", "-w", "--stdin")},out/b.txt`,
      );
    },
    ["index:out/b.txt"],
  ],
  [
    "a split index",
    ({ commit, write, git }, key) => {
      commit({ "a.txt": "1" });
      git("update-index", "--split-index");
      write({ "a.txt": key });
      git("add", ".");
    },
    ["index:a.txt"],
  ],
  [
    "no submodule",
    ({ commit, git }) => {
      const head = commit({ "a.txt": "1" });
      git("update-index", "--add", "--cacheinfo", `160000,${head},lib`);
    },
    [],
  ],
  [
    "the same content at two paths",
    ({ commit, write, git }, key) => {
      commit({ "a.txt": "1" });
      write({ "b.txt": key, "c/d.txt": key });
      git("add", ".");
    },
    ["index:b.txt", "index:c/d.txt"],
  ],
];

describe("what is about to be committed", () => {
  for (const options of [[], ["--object-format=sha256"]])
    test.for(STAGED)(`%s ${options.join("")}`, async ([, stage, origins]) => {
      const repo = repository(...options);
      const key = googleApiKey();
      stage(repo, key);
      const found = await findStaged(repo.root, key);
      expect(found.origins).toEqual(origins);
      expect(found.skipped).toEqual([]);
    });

  test("from a folder below, everything", async () => {
    const { root, write, git } = repository();
    const key = googleApiKey();
    write({ "a.txt": key, "sub/b.txt": "1" });
    git("add", ".");
    expect((await findStaged(join(root, "sub"), key)).origins).toEqual(["index:a.txt"]);
  });

  test("in a linked worktree, its own index", async () => {
    const { root, commit, write, git } = repository();
    const key = googleApiKey();
    commit({ "a.txt": "1" });
    const linked = join(temporaryFolder(), "linked");
    git("worktree", "add", "-q", linked);
    writeFileSync(join(linked, "b.txt"), key);
    git("-C", linked, "add", ".");
    write({ "c.txt": key });
    git("add", ".");
    expect((await findStaged(linked, key)).origins).toEqual(["index:b.txt"]);
    expect((await findStaged(root, key)).origins).toEqual(["index:c.txt"]);
  });

  test("a sighting's neighbour comes from the index", async () => {
    const { root, write, git } = repository();
    write({ "dist/app.js": "1", "dist/app.js.map": "staged" });
    git("add", ".");
    write({ "dist/app.js.map": "file" });
    const source = stagedSource(root);
    const sighting = {
      source: "index",
      path: "dist/app.js",
      line: 1,
      column: 1,
      part: undefined,
      decodings: [],
      blob: "",
      bundle: undefined,
      marks: [],
    } as const;
    expect((await source.beside?.(sighting, "app.js.map"))?.toString()).toBe("staged");
    expect(await source.beside?.(sighting, "../../app.js.map")).toBeUndefined();
  });
});

/** Runs a real commit whose hook writes down what git tells hooks, and then asks with that. */
function environmentInHook(repo: TestRepository, ...commit: readonly string[]): NodeJS.ProcessEnv {
  const told = join(temporaryFolder(), "environment");
  mkdirSync(join(repo.root, ".git/hooks"), { recursive: true });
  const index = join(temporaryFolder(), "index");
  const hook = `#!/bin/sh\nenv -0 > '${told}'\ncp "$GIT_INDEX_FILE" '${index}'\nexit 1\n`;
  writeFileSync(join(repo.root, ".git/hooks/pre-commit"), hook, { mode: 0o755 });
  expect(() =>
    execFileSync("git", ["commit", "-m", "x", ...commit], {
      cwd: repo.root,
      env: gitEnvironment(),
      stdio: "pipe",
    }),
  ).toThrow();
  const variables = readFileSync(told, "utf8")
    .split("\0")
    .slice(0, -1)
    .map((line) => line.split(/=(.*)/s).slice(0, 2));
  return { ...Object.fromEntries(variables), GIT_INDEX_FILE: index };
}

describe("inside a hook", () => {
  test.for([
    ["commit -a", ["-a"], ["index:a.txt", "index:staged.txt"]],
    ["commit -- path", ["--", "a.txt"], ["index:a.txt"]],
    ["commit", [], ["index:staged.txt"]],
  ] as const)("%s", async ([, args, origins]) => {
    const repo = repository();
    const key = googleApiKey();
    repo.commit({ "a.txt": "1", "b.txt": "1" });
    repo.write({ "a.txt": key, "staged.txt": key, "untracked.txt": key });
    repo.git("add", "staged.txt");
    const environment = environmentInHook(repo, ...args);
    onTestFinished(() => void vi.unstubAllEnvs());
    for (const [name, value] of Object.entries(environment))
      if (name.startsWith("GIT_")) vi.stubEnv(name, value);
    const found = await findStaged(repo.root, key);
    expect(found.origins).toEqual(origins);
  });
});

describe("what cannot be read", () => {
  test("is named, and the rest is still read", async () => {
    const { root, write, git, gitWith } = repository();
    const repo = { root, write, git, gitWith } as TestRepository;
    const key = googleApiKey();
    const text = (seed: number) =>
      Array.from({ length: 400 }, (_, index) => `${(index * seed) % 7919}\n`).join("");
    write({ "a.txt": text(3), "b.txt": text(5), "c.txt": text(7), "d.txt": key });
    git("add", ".");
    damage(looseObject(repo, ":a.txt"), (bytes) =>
      Buffer.concat([bytes.subarray(0, 60), Buffer.alloc(60), bytes.subarray(120)]),
    );
    damage(looseObject(repo, ":b.txt"), () => Buffer.alloc(0));
    rmSync(looseObject(repo, ":c.txt"));
    const { origins, skipped, coverage } = await findStaged(root, key);
    expect(origins).toEqual(["index:d.txt"]);
    expect(skipped.map(({ what }) => what).toSorted()).toEqual(["a.txt", "b.txt", "c.txt"]);
    expect(coverage.files).toBe(4);
  });

  test("HEAD is read together with the blobs, and counts as none of them", async () => {
    const repo = repository();
    const key = googleApiKey();
    repo.write({ "a.txt": key });
    repo.git("add", ".");
    const unborn = await findStaged(repo.root, key);
    expect([unborn.head, unborn.skipped]).toEqual([undefined, []]);
    repo.git("commit", "-q", "-m", `holds ${key} too`);
    repo.write({ "a.txt": "1", "b.txt": key, "c.txt": "gone" });
    repo.git("add", ".");
    rmSync(looseObject(repo, ":c.txt"));
    const { head, origins, skipped, coverage } = await findStaged(repo.root, key);
    expect([head, origins]).toEqual([repo.git("rev-parse", "HEAD"), ["index:b.txt"]]);
    expect(skipped.map(({ what }) => what)).toEqual(["c.txt"]);
    expect(coverage.bytes).toBe(1 + key.length);
  });

  test("a damaged HEAD means that everything is looked at", async () => {
    const repo = repository();
    const key = googleApiKey();
    repo.commit({ "a.txt": key });
    rmSync(looseObject(repo, "HEAD"));
    const { head, origins, skipped } = await findStaged(repo.root, key);
    expect([head, origins, skipped]).toEqual([undefined, ["index:a.txt"], []]);
  });

  test("no repository", async () => {
    const folder = temporaryFolder();
    await expect(findStaged(folder, "x")).rejects.toMatchObject({
      name: "UserError",
      message: `${folder} is not in a git repository`,
    });
  });

  test("an index that is no index", async () => {
    const { root, write, git } = repository();
    write({ "a.txt": "1" });
    git("add", ".");
    writeFileSync(join(root, ".git/index"), "not an index at all, but long enough to look at");
    await expect(findStaged(root, "x")).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringMatching(/^git cannot tell what is staged: /),
    });
  });

  test("no git", async () => {
    const { root } = repository();
    vi.stubEnv("PATH", temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(findStaged(root, "x")).rejects.toMatchObject({
      name: "UserError",
      message: "git was not found",
    });
  });
});

test("two processes are enough, and none of them is simple-git's", async () => {
  const { root, commit, write, git } = repository();
  const key = googleApiKey();
  commit({ "a.txt": "1" });
  write({ "a.txt": key, "b.txt": key });
  git("add", ".");
  const log = join(temporaryFolder(), "log");
  const bin = temporaryFolder();
  const real = execFileSync("sh", ["-c", "command -v git"]).toString().trim();
  writeFileSync(join(bin, "git"), `#!/bin/sh\necho "$*" >> '${log}'\nexec '${real}' "$@"\n`, {
    mode: 0o755,
  });
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect((await findStaged(root, key)).origins).toEqual(["index:a.txt", "index:b.txt"]);
  expect(existsSync(log)).toBe(true);
  expect(readFileSync(log, "utf8").trim().split("\n")).toHaveLength(2);
});

test("a git that takes long is waited for", async () => {
  const { root, write, git } = repository();
  const key = googleApiKey();
  write({ "a.txt": key });
  git("add", ".");
  const bin = temporaryFolder();
  const real = execFileSync("sh", ["-c", "command -v git"]).toString().trim();
  const slow = `#!/bin/sh\ncase "$*" in *cat-file*) sleep 3 ;; esac\nexec '${real}' "$@"\n`;
  writeFileSync(join(bin, "git"), slow, { mode: 0o755 });
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { origins, skipped } = await findStaged(root, key);
  expect([origins, skipped]).toEqual([["index:a.txt"], []]);
});

const isRoot = process.getuid?.() === 0;
test.runIf(isRoot)("a repository of another user is read only if the user trusts it", async () => {
  const { root, commit, write, git } = repository();
  const key = googleApiKey();
  commit({ "a.txt": "1" });
  write({ "a.txt": key });
  git("add", ".");
  for (const path of [root, join(root, ".git")]) chownSync(path, 4711, 4711);
  onTestFinished(() => void vi.unstubAllEnvs());
  const global = join(temporaryFolder(), "global");
  vi.stubEnv("GIT_CONFIG_GLOBAL", global);
  writeFileSync(global, "");
  await expect(findStaged(root, key)).rejects.toMatchObject({
    name: "UserError",
    remedy: expect.stringContaining("safe.directory"),
  });
  writeFileSync(global, `[safe]\n\tdirectory = ${root}\n`);
  const { origins, head } = await findStaged(root, key);
  expect([origins, head?.length]).toEqual([["index:a.txt"], 40]);
});

test("a staged file of more than can be held comes in parts", { timeout: 60_000 }, async () => {
  const { root, write, git } = repository();
  const key = googleApiKey();
  write({ "big.txt": `${"x\n".repeat(33 * 1024 * 1024)}${key}`, "small.txt": key });
  git("add", ".");
  const { documents, origins } = await findStaged(root, key);
  expect(origins).toEqual(["index:big.txt", "index:small.txt"]);
  expect(documents.filter(({ whole }) => whole)).toHaveLength(1);
});

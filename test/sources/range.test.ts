import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Range } from "../../src/git/range.ts";
import { rangeSource } from "../../src/sources/range.ts";
import { at, damage, findInRange, looseObject, repository } from "../support/git.ts";
import { silentSieve } from "../support/sieve.ts";
import type { TestRepository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { collect, temporaryFolder } from "../support/tree.ts";

const UNKNOWN = "d".repeat(40);

/** Everything that HEAD leads to, with whatever else is given. */
function range(given: Partial<Range>): Range {
  return { tips: ["HEAD"], bases: [], remotes: [], names: [], ...given };
}

/** Makes the remote-tracking ref of a remote, which needs no remote to be there. */
function track({ git }: TestRepository, remote: string, commit: string, branch = "main"): void {
  git("config", `remote.${remote}.url`, `https://host/${remote}.git`);
  git("config", `remote.${remote}.fetch`, `+refs/heads/*:refs/remotes/${remote}/*`);
  git("update-ref", `refs/remotes/${remote}/${branch}`, commit);
}

type Setup = (repo: TestRepository, key: string) => Partial<Range>;

const RANGES: readonly [what: string, setUp: Setup, origins: readonly string[]][] = [
  [
    "a key that a later commit removes again",
    ({ commit }, key) => {
      const base = commit({ "a.txt": "1" });
      commit({ "a.txt": key });
      commit({ "a.txt": "2" });
      return { bases: [base] };
    },
    ["history"],
  ],
  [
    "no key that the base has",
    ({ commit }, key) => {
      const base = commit({ "a.txt": key });
      commit({ "b.txt": "2" });
      return { bases: [base] };
    },
    [],
  ],
  [
    "everything when nothing is had",
    ({ commit }, key) => {
      commit({ "a.txt": key });
      commit({ "b.txt": "2" });
      return {};
    },
    ["history"],
  ],
  [
    "everything when what is had is not known here",
    ({ commit }, key) => {
      commit({ "a.txt": key });
      return { bases: [UNKNOWN, "no-such-branch", "--all", ":/change"].slice(0, 2) };
    },
    ["history"],
  ],
  [
    "what a forced push brings, not what it drops",
    ({ commit, git }, key) => {
      commit({ "a.txt": "1" });
      const old = commit({ "b.txt": key });
      git("reset", "-q", "--hard", "HEAD~1");
      commit({ "c.txt": "1" });
      return { bases: [old] };
    },
    [],
  ],
  [
    "both sides of a merge and the merge itself",
    ({ commit, git, write }, key) => {
      const base = commit({ "a.txt": "1" });
      git("checkout", "-qb", "side");
      commit({ "side.txt": `1 ${key}` });
      git("checkout", "-q", "main");
      commit({ "main.txt": `2 ${key}` });
      git("merge", "-q", "--no-commit", "side");
      write({ "merge.txt": `3 ${key}` });
      git("add", ".");
      git("commit", "-qm", "merge");
      return { bases: [base] };
    },
    ["history", "history", "history"],
  ],
  [
    "of a merge only the side that is not had",
    ({ commit, git }, key) => {
      commit({ "a.txt": "1" });
      git("checkout", "-qb", "side");
      const side = commit({ "side.txt": key });
      git("checkout", "-q", "main");
      commit({ "main.txt": "1" });
      git("merge", "-q", "side");
      return { bases: [side] };
    },
    [],
  ],
  [
    "messages, annotated tags of tags, and names",
    ({ commit, git }, key) => {
      const base = commit({ "a.txt": "1" });
      commit({ [`${key}.txt`]: "1" }, `message ${key}`);
      git("tag", "-a", "inner", "-m", `inner ${key}`);
      git("tag", "-a", "outer", "-m", `outer ${key}`, "inner");
      return { tips: ["outer"], bases: [base], names: ["refs/tags/outer", `refs/heads/${key}`] };
    },
    ["message:commit", "message:tag", "message:tag", "name:path", "name:ref"],
  ],
  [
    "a tag of a tree, and one of a blob",
    ({ commit, git, gitWith }, key) => {
      const base = commit({ "sub/a.txt": key });
      git("rm", "-q", "-r", "sub");
      const blob = gitWith(`blob ${key}`, "hash-object", "-w", "--stdin");
      git("tag", "tree", `${base}:sub`);
      git("tag", "blob", blob);
      return { tips: ["tree", "blob"] };
    },
    ["history", "history"],
  ],
  [
    "several refs at once",
    ({ commit, git }, key) => {
      const base = commit({ "a.txt": "1" });
      git("checkout", "-qb", "one");
      commit({ "one.txt": `1 ${key}` });
      git("checkout", "-q", "-b", "two", base);
      commit({ "two.txt": `2 ${key}` });
      return { tips: ["one", "two"], bases: [base] };
    },
    ["history", "history"],
  ],
  [
    "all branches and a detached HEAD",
    ({ commit, git }, key) => {
      commit({ "a.txt": "1" });
      git("checkout", "-qb", "side");
      commit({ "side.txt": `1 ${key}` });
      git("checkout", "-q", "--detach", "main");
      commit({ "detached.txt": `2 ${key}` });
      return { tips: "branches", remotes: "all" };
    },
    ["history", "history"],
  ],
  ["nothing where there is no commit yet", () => ({ tips: "branches", remotes: "all" }), []],
];

describe("what leaves", () => {
  for (const options of [[], ["--object-format=sha256"]])
    test.for(RANGES)(`%s ${options.join("")}`, async ([, setUp, origins]) => {
      const repo = repository(...options);
      const key = googleApiKey();
      const found = await findInRange(repo.root, key, range(setUp(repo, key)));
      expect(found.origins).toEqual(origins);
      expect(found.skipped).toEqual([]);
    });

  test("is counted", async () => {
    const { root, commit } = repository();
    const base = commit({ "a.txt": "1" });
    commit({ "a.txt": "2", "b.txt": "3" });
    commit({ "a.txt": "1" });
    const { coverage } = await collect(rangeSource(root, range({ bases: [base] })));
    expect(coverage).toMatchObject({ commits: 2, blobs: 2 });
    expect(coverage.bytes).toBeGreaterThan(2);
  });

  test("is found in a hook of a repository whose git directory is elsewhere", async () => {
    const repo = repository();
    const key = googleApiKey();
    repo.commit({ "a.txt": key });
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv("GIT_DIR", join(repo.root, ".git"));
    const { origins } = await findInRange(temporaryFolder(), key, range({}));
    expect(origins).toEqual(["history"]);
  });
});

describe("what a remote has", () => {
  /** One commit with the key that the remote's branch has, and one that leaves. */
  function shared(remote: string): { repo: TestRepository; key: string; had: string } {
    const repo = repository();
    const key = googleApiKey();
    const had = repo.commit({ "a.txt": key });
    track(repo, remote, had);
    repo.commit({ "b.txt": "1" });
    return { repo, key, had };
  }
  const origins = async (repo: TestRepository, key: string, ...remotes: readonly string[]) =>
    (await findInRange(repo.root, key, range({ remotes }))).origins;

  test("is told by its own remote-tracking refs", async () => {
    const { repo, key } = shared("origin");
    expect(await origins(repo, key, "origin")).toEqual([]);
    expect((await findInRange(repo.root, key, range({ remotes: "all" }))).origins).toEqual([]);
    expect(await origins(repo, key, "all")).toEqual(["history"]);
    expect(await origins(repo, key, "other")).toEqual(["history"]);
    expect(await origins(repo, key, "https://host/origin.git")).toEqual(["history"]);
    expect(await origins(repo, key)).toEqual(["history"]);
  });

  test("is not told by those of a remote whose name goes on", async () => {
    const { repo, key, had } = shared("team/sub");
    track(repo, "team", repo.git("commit-tree", "-m", "x", `${had}^{tree}`), "other");
    repo.git("update-ref", "-d", "refs/remotes/team/other");
    expect(await origins(repo, key, "team")).toEqual(["history"]);
    repo.git("config", "--unset", "remote.team.fetch");
    expect(await origins(repo, key, "team/sub")).toEqual([]);
  });

  test.for([
    ["pushurl", "git@host:origin", []],
    ["pushurl", "ssh://git@host:22/origin.git/", []],
    ["pushurl", "git@host:fork.git", ["history"]],
    ["url", "https://elsewhere/origin.git", ["history"]],
  ] as const)("by fetching is told where the push goes: %s %s", async ([name, url, expected]) => {
    const { repo, key } = shared("origin");
    repo.git("config", "--add", `remote.origin.${name}`, url);
    expect(await origins(repo, key, "origin")).toEqual(expected);
  });

  test("is not told by a ref that stands for a local one, nor by a mirror's local refs", async () => {
    const repo = repository();
    const key = googleApiKey();
    repo.commit({ "a.txt": key });
    track(repo, "origin", repo.git("commit-tree", "-m", "x", "HEAD^{tree}"), "other");
    repo.git("update-ref", "-d", "refs/remotes/origin/other");
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/heads/main");
    repo.git("config", "--add", "remote.origin.fetch", "+refs/*:refs/*");
    expect(await origins(repo, key, "origin")).toEqual(["history"]);
  });

  test("counts even if one of its refs names nothing", async () => {
    const { repo, key } = shared("origin");
    writeFileSync(join(repo.root, ".git/refs/remotes/origin/gone"), `${UNKNOWN}\n`);
    expect(await origins(repo, key, "origin")).toEqual([]);
  });
});

describe("what is found is traced", () => {
  test("to its path, its commits and the refs that lead to them", async () => {
    const repo = repository();
    const key = googleApiKey();
    const base = repo.commit({ "a.txt": "1" });
    track(repo, "origin", base);
    const added = repo.commit({ "src/a.py": key });
    const removed = repo.commit({ "src/a.py": "clean" });
    const { history, places } = await findInRange(repo.root, key, range({ remotes: ["origin"] }));
    expect(places).toEqual([{ source: "history", path: "src/a.py" }]);
    expect(history).toMatchObject({
      introducedBy: [{ commit: added, author: "Ada Author", paths: ["src/a.py"] }],
      removedBy: [{ commit: removed, paths: ["src/a.py"] }],
      refs: ["refs/heads/main"],
      atHead: false,
      pushed: false,
      unreachable: false,
    });
  });

  test("to another remote that has it already", async () => {
    const repo = repository();
    const key = googleApiKey();
    track(repo, "backup", repo.commit({ "a.txt": key }));
    const { history } = await findInRange(repo.root, key, range({ remotes: ["origin"] }));
    expect(history).toMatchObject({ pushed: true, atHead: true });
  });

  test("to what a tag of a tree calls it", async () => {
    const repo = repository();
    const key = googleApiKey();
    repo.commit({ "sub/a.txt": key });
    repo.git("tag", "-a", "tree", "-m", "x", "HEAD:sub");
    const { places } = await findInRange(repo.root, key, range({ tips: ["tree"] }));
    expect(places).toEqual([{ source: "history", path: "a.txt" }]);
  });

  test("to the file beside it in the same commit", async () => {
    const repo = repository();
    const key = googleApiKey();
    repo.commit({ "dist/app.js": key, "dist/app.js.map": "its map" });
    repo.commit({ "dist/app.js.map": "another" });
    const { source, history } = await findInRange(repo.root, key, range({}));
    const sighting = {
      source: "history",
      path: "dist/app.js",
      line: 1,
      column: 1,
      part: undefined,
      decodings: [],
      blob: repo.git("rev-parse", "HEAD:dist/app.js"),
      bundle: undefined,
      marks: [],
    } as const;
    expect(history?.introducedBy).toHaveLength(1);
    expect((await source.beside?.(sighting, "app.js.map"))?.toString()).toBe("its map");
    expect(await source.beside?.(sighting, "../../app.js.map")).toBeUndefined();
  });
});

describe("what cannot be looked at is named", () => {
  test("a lost blob and a damaged one; the rest is read", async () => {
    const repo = repository();
    const key = googleApiKey();
    const text = Array.from({ length: 400 }, (_, index) => `${(index * 7) % 7919}\n`).join("");
    repo.commit({ "a.txt": "lost", "b.txt": text, "c.txt": key });
    const lost = repo.git("rev-parse", "HEAD:a.txt");
    const damaged = repo.git("rev-parse", "HEAD:b.txt");
    rmSync(looseObject(repo, "HEAD:a.txt"));
    damage(looseObject(repo, "HEAD:b.txt"), (bytes) =>
      Buffer.concat([bytes.subarray(0, 60), Buffer.alloc(60), bytes.subarray(120)]),
    );
    const { origins, skipped } = await findInRange(repo.root, key, range({}));
    expect(origins).toEqual(["history"]);
    expect(skipped.map(({ what }) => what).toSorted()).toEqual(
      [`blob ${damaged}`, `object ${lost}`].toSorted(),
    );
  });

  test("lost blobs beyond a hundred are counted", async () => {
    const repo = repository();
    const files = Array.from({ length: 103 }, (_, index) => [`${index}.txt`, `${index}`]);
    repo.commit(Object.fromEntries(files) as Record<string, string>);
    for (const [name] of files) rmSync(looseObject(repo, `HEAD:${name}`));
    const { skipped } = await findInRange(repo.root, "nothing", range({}));
    expect(skipped).toHaveLength(101);
    expect(skipped.at(-1)).toEqual({
      what: "3 more objects",
      why: expect.stringContaining("git fetch --refetch --no-filter"),
    });
  });

  test("a lost commit, and a lost tip", async () => {
    const repo = repository();
    const key = googleApiKey();
    repo.commit({ "a.txt": key });
    const tip = repo.commit({ "b.txt": "1" });
    rmSync(looseObject(repo, "HEAD~1"));
    expect((await findInRange(repo.root, key, range({ tips: [tip] }))).skipped).not.toEqual([]);
    const { skipped } = await findInRange(repo.root, key, range({ tips: [UNKNOWN] }));
    expect(skipped.map(({ what }) => what)).toEqual([`object ${UNKNOWN}`]);
  });

  test("a shallow clone's missing past, but only where the range reaches it", async () => {
    const origin = repository();
    origin.commit({ "a.txt": "1" });
    origin.commit({ "b.txt": "1" });
    const folder = join(temporaryFolder(), "shallow");
    origin.git("clone", "-q", "--depth=1", `file://${origin.root}`, folder);
    const clone = at(folder);
    const boundary = clone.git("rev-parse", "HEAD");
    const key = googleApiKey();
    clone.commit({ "c.txt": key });

    const known = await findInRange(folder, key, range({ remotes: ["origin"] }));
    expect([known.origins, known.skipped]).toEqual([["history"], []]);
    const unknown = await findInRange(folder, key, range({}));
    expect(unknown.origins).toEqual(["history"]);
    expect(unknown.skipped.map(({ what }) => what)).toEqual([`history before commit ${boundary}`]);
  });
});

describe("what is no revision is never passed on as one", () => {
  test.for(["--all", "-x", "--output=x"])("%s", async (tip) => {
    const { root, commit } = repository();
    commit({ "a.txt": "1" });
    await expect(findInRange(root, "x", range({ tips: [tip] }))).rejects.toMatchObject({
      name: "UserError",
      message: `${tip} is not a revision`,
    });
    expect(existsSync(join(root, "x"))).toBe(false);
  });

  test("an id of another length names nothing", async () => {
    const { root, commit } = repository();
    commit({ "a.txt": "1" });
    await expect(findInRange(root, "x", range({ tips: ["d".repeat(64)] }))).rejects.toMatchObject({
      name: "UserError",
    });
  });

  test("no repository", async () => {
    const folder = temporaryFolder();
    await expect(findInRange(folder, "x", range({}))).rejects.toMatchObject({
      name: "UserError",
      message: `${folder} is not in a git repository`,
    });
  });
});

test("the repository's own settings run nothing, and replaced objects hide nothing", async () => {
  const repo = repository();
  const key = googleApiKey();
  repo.commit({ "a.txt": key });
  const clean = repo.git("commit-tree", "-m", "clean", repo.git("mktree", "--missing"));
  repo.git("replace", "HEAD", clean);
  const traces = temporaryFolder();
  const trap = join(traces, "trap");
  writeFileSync(trap, `#!/bin/sh\ntouch '${join(traces, "ran")}'\n`);
  chmodSync(trap, 0o755);
  for (const name of ["core.fsmonitor", "core.pager", "diff.external", "gpg.program"])
    repo.git("config", name, trap);
  repo.git("config", "log.showSignature", "true");
  const { origins, history } = await findInRange(repo.root, key, range({}));
  expect(origins).toEqual(["history"]);
  expect(history?.introducedBy).toHaveLength(1);
  expect(existsSync(join(traces, "ran"))).toBe(false);
});

test("a clean push needs few processes, and none of them is simple-git's", async () => {
  const repo = repository();
  track(repo, "origin", repo.commit({ "a.txt": "1" }));
  repo.commit({ "a.txt": "2" });
  const log = join(temporaryFolder(), "log");
  const bin = temporaryFolder();
  const real = execFileSync("sh", ["-c", "command -v git"]).toString().trim();
  writeFileSync(join(bin, "git"), `#!/bin/sh\necho "$*" >> '${log}'\nexec '${real}' "$@"\n`, {
    mode: 0o755,
  });
  const tips = [repo.git("rev-parse", "HEAD")];
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const source = rangeSource(repo.root, range({ tips, remotes: ["origin"] }));
  expect((await collect(source)).coverage.commits).toBe(1);
  await source.trace?.([], silentSieve());
  const commands = readFileSync(log, "utf8").match(
    /(?<= )(rev-parse|config|for-each-ref|cat-file|rev-list|log|diff-tree)(?= )/g,
  );
  expect(commands?.toSorted()).toEqual([
    "cat-file",
    "cat-file",
    "config",
    "for-each-ref",
    "rev-list",
    "rev-parse",
  ]);
});

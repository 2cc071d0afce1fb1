import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { allObjects } from "../../src/git/all-objects.ts";
import { openRepository } from "../../src/git/repository.ts";
import { historySource } from "../../src/sources/history.ts";
import { at, damage, looseObject, repository, type TestRepository } from "../support/git.ts";
import { LITERALS, plantedHistory } from "../support/planted-history.ts";
import { seeded } from "../support/random.ts";
import { ruleSetOf } from "../support/rule-set.ts";
import { silentSieve } from "../support/sieve.ts";
import { temporaryFolder } from "../support/tree.ts";

const kernelSieve = () => ({ ...silentSieve(), ruleSet: ruleSetOf(LITERALS) });

/** How much is said to be missing from a store, with the objects that its refs name. */
async function missing({ root, git }: TestRepository): Promise<number | undefined> {
  const opened = await openRepository(root);
  const tips = git("for-each-ref", "--format=%(objectname)").split("\n").filter(Boolean);
  let told: number | undefined;
  for await (const item of allObjects(opened).candidates(kernelSieve(), Promise.resolve(tips)))
    if ("missing" in item) told = item.missing;
  return told;
}

async function isClosed(repo: TestRepository): Promise<boolean> {
  return (await missing(repo)) === 0;
}

/** What the report says is not there. */
async function skippedOf(root: string): Promise<readonly string[]> {
  const skipped: string[] = [];
  const source = historySource(await openRepository(root));
  for await (const item of source.documents(kernelSieve()))
    if ("skipped" in item) skipped.push(`${item.skipped.what}: ${item.skipped.why}`);
  return skipped;
}

/** Commits with folders, a merge, a tag of a tag and a submodule, all loose. */
function varied(...options: readonly string[]): TestRepository {
  const repo = repository(...options);
  const { commit, git } = repo;
  const elsewhere = "1".repeat(git("rev-parse", "--show-object-format") === "sha256" ? 64 : 40);
  const lines = (seed: number) => Array.from({ length: 300 }, (_, i) => `${i * seed}\n`).join("");
  for (let seed = 1; seed < 7; seed++)
    commit({ [`a/b/f${seed % 4}.txt`]: lines(seed), [`c/f${seed}.txt`]: lines(seed + 100) });
  git("update-index", "--add", "--cacheinfo", `160000,${elsewhere},module`);
  git("commit", "-qm", "submodule");
  git("checkout", "-qb", "side", "HEAD~3");
  commit({ "side.txt": "1" });
  git("merge", "-q", "--no-edit", "main");
  git("tag", "-a", "-m", "one", "one");
  git("tag", "-a", "-m", "two", "two", "one");
  git("tag", "-a", "-m", "tree", "three", "HEAD^{tree}");
  git("tag", "-a", "-m", "blob", "four", "HEAD:c/f1.txt");
  return repo;
}

const STORES: readonly [string, (repo: TestRepository) => void][] = [
  ["loose", () => {}],
  ["one pack", ({ git }) => git("repack", "-adfq", "--depth=50", "--window=50")],
  [
    "packs and loose objects",
    ({ git, commit }) => {
      git("repack", "-dq");
      commit({ "a/b/f1.txt": "later" });
      git("repack", "-dq");
      commit({ "a/b/f1.txt": "last" });
    },
  ],
];

describe("a store that lacks nothing", () => {
  for (const options of [[], ["--object-format=sha256"]])
    test.for(STORES)(`%s ${options.join("")}`, async ([, store]) => {
      const repo = varied(...options);
      store(repo);
      expect(await isClosed(repo)).toBe(true);
      expect(await skippedOf(repo.root)).toEqual([]);
    });

  test("what it borrows is there", async () => {
    const lender = varied();
    lender.git("repack", "-adq");
    const clone = join(temporaryFolder(), "clone");
    lender.git("clone", "-q", "--shared", lender.root, clone);
    const borrower = at(clone);
    borrower.commit({ "c/f1.txt": "mine" });
    expect(await isClosed(borrower)).toBe(true);
    rmSync(join(lender.root, ".git/objects/pack"), { recursive: true });
    expect(await isClosed(borrower)).toBe(false);
  });

  test("a tree too large to be noted together with others", async () => {
    const repo = repository();
    const names = Array.from({ length: 4000 }, (_, i) => `file-with-a-long-name-${i}.txt`);
    repo.commit(Object.fromEntries(names.map((name, i) => [name, `${i}`])));
    repo.git("repack", "-adq");
    expect(await isClosed(repo)).toBe(true);
  });
});

describe("a store that lacks something", () => {
  const lost: readonly string[] = [
    "HEAD~2:a/b/f1.txt",
    "main~5:a",
    "main~5^{tree}",
    "main~4",
    "one",
    "one^{commit}",
    "three^{tree}",
  ];
  test.for([...lost.map((name) => [name]), ["main~5:a", "--object-format=sha256"]])(
    "%s %s",
    async ([name = "", ...options]) => {
      const repo = varied(...options);
      const oid = repo.git("rev-parse", name);
      const before = repo.git("rev-list", "--objects", "--all", "--no-object-names");
      rmSync(looseObject(repo, name));
      expect(await isClosed(repo)).toBe(false);
      expect((await skippedOf(repo.root)).join("\n")).toContain(oid);

      // All that is left in one pack.
      const left = before.split("\n").filter((each) => each !== oid);
      repo.gitWith(
        left.join("\n"),
        "pack-objects",
        "-q",
        join(repo.root, ".git/objects/pack/pack"),
      );
      repo.git("prune-packed", "-q");
      expect(await isClosed(repo)).toBe(false);
      expect((await skippedOf(repo.root)).join("\n")).toContain(oid);
    },
  );

  test("what only a dropped commit names is nothing to report", async () => {
    const repo = varied();
    repo.commit({ "dropped.txt": "dropped" });
    const blob = looseObject(repo, "HEAD:dropped.txt");
    repo.git("reset", "-q", "--hard", "HEAD~1");
    repo.git("reflog", "expire", "--expire=all", "--all");
    rmSync(blob);
    expect(await isClosed(repo)).toBe(false);
    expect(await skippedOf(repo.root)).toEqual([]);
  });

  test("what a ref names", async () => {
    const repo = varied();
    const oid = repo.gitWith("lost", "hash-object", "--stdin");
    writeFileSync(join(repo.root, ".git/refs/heads/lost"), `${oid}\n`);
    expect(await isClosed(repo)).toBe(false);
    expect((await skippedOf(repo.root)).join("\n")).toContain("refs/heads/lost");
  });

  test("an object that is damaged", async () => {
    const repo = varied();
    damage(looseObject(repo, "main~4"), (bytes) => bytes.subarray(0, 30));
    expect(await isClosed(repo)).toBe(false);
  });
});

describe("what only git can tell", () => {
  const object = ({ gitWith }: TestRepository, type: string, bytes: Buffer | string) =>
    gitWith(bytes, "hash-object", "-w", "--literally", "-t", type, "--stdin");
  const entry = (mode: string, name: string, oid: string) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]);

  const odd: readonly [string, (repo: TestRepository) => string][] = [
    [
      "a tree that ends early",
      (repo) => {
        const whole = entry("100644", "f", repo.git("rev-parse", "HEAD:c/f1.txt"));
        return object(repo, "tree", whole.subarray(0, -1));
      },
    ],
    [
      "a tree without a name",
      (repo) => object(repo, "tree", entry("100644", "", repo.git("rev-parse", "HEAD:c/f1.txt"))),
    ],
    [
      "a tree with an unknown mode",
      (repo) => object(repo, "tree", entry("060000", "f", repo.git("rev-parse", "HEAD:c/f1.txt"))),
    ],
    [
      "a folder that is a file",
      (repo) => object(repo, "tree", entry("40000", "f", repo.git("rev-parse", "HEAD:c/f1.txt"))),
    ],
    [
      "a file that is a commit",
      (repo) => object(repo, "tree", entry("100644", "f", repo.git("rev-parse", "HEAD"))),
    ],
    ["a commit without a tree", (repo) => object(repo, "commit", "author nobody\n\n")],
    [
      "a commit of a file",
      (repo) => object(repo, "commit", `tree ${repo.git("rev-parse", "HEAD:c/f1.txt")}\n\n`),
    ],
    [
      "a commit with a broken parent",
      (repo) =>
        object(repo, "commit", `tree ${repo.git("rev-parse", "HEAD^{tree}")}\nparent 12\n\n`),
    ],
    [
      "a tag of a wrong type",
      (repo) =>
        object(repo, "tag", `object ${repo.git("rev-parse", "HEAD")}\ntype tree\ntag t\n\n`),
    ],
    [
      "a tag of an unknown type",
      (repo) =>
        object(repo, "tag", `object ${repo.git("rev-parse", "HEAD")}\ntype commits\ntag t\n\n`),
    ],
  ];
  test.for(odd)("%s", async ([, make]) => {
    const repo = varied();
    const oid = make(repo);
    expect(await isClosed(repo)).toBe(false);
    repo.gitWith(oid, "pack-objects", "-q", join(repo.root, ".git/objects/pack/pack"));
    repo.git("prune-packed", "-q");
    expect(await isClosed(repo)).toBe(false);
    // Nothing leads there.
    expect(await skippedOf(repo.root)).toEqual([]);
  });

  test("a shallow clone is asked about as ever", async () => {
    const { root } = clone(varied(), "--depth=1");
    expect((await skippedOf(root)).join("\n")).toMatch(/^history before commit .*shallow clone/);
  });
});

/** A bare clone of another repository. */
function clone({ root, git }: TestRepository, ...options: readonly string[]): TestRepository {
  git("config", "uploadpack.allowFilter", "true");
  git("config", "uploadpack.allowAnySHA1InWant", "true");
  const folder = join(temporaryFolder(), "clone");
  git("clone", "-q", "--no-local", "--bare", ...options, `file://${root}`, folder);
  return at(folder);
}

describe("a partial clone", () => {
  /** How many objects git misses from what refs and reflogs lead to. */
  const missed = ({ git }: TestRepository): number =>
    git("rev-list", "--objects", "--all", "--reflog", "--missing=print", "--quiet")
      .split("\n")
      .filter((line) => line.startsWith("?")).length;

  /** What is said: by git where `counted` says that the reader cannot tell. */
  async function expectCounted(repo: TestRepository, counted: boolean): Promise<void> {
    const number = missed(repo);
    expect(await missing(repo)).toBe(counted ? number : undefined);
    expect(await skippedOf(repo.root)).toEqual([
      expect.stringMatching(new RegExp(`^${number} objects?: partial clone`)),
    ]);
  }

  test("its missing files are counted", async () => {
    await expectCounted(clone(varied(), "--filter=blob:none"), true);
    await expectCounted(clone(varied("--object-format=sha256"), "--filter=blob:none"), true);
    await expectCounted(clone(varied(), "--filter=blob:limit=1k"), true);
  });

  test("git counts missing trees", async () => {
    const repo = clone(varied(), "--filter=tree:0");
    expect(await missing(repo)).toBeUndefined();
    expect((await skippedOf(repo.root)).join("\n")).toContain("partial clone");
  });

  test("loose objects and several packs", async () => {
    const repo = clone(varied(), "--filter=blob:none");
    const tree = repo.git("rev-parse", "HEAD^{tree}");
    const commit = (message: string, parent: string) =>
      repo.git("commit-tree", "-m", message, "-p", parent, tree);
    const packed = commit("packed", repo.git("rev-parse", "HEAD"));
    repo.git("update-ref", "refs/heads/more", packed);
    repo.gitWith(
      `${packed}\n${tree}\n`,
      "pack-objects",
      "-q",
      join(repo.root, "objects/pack/pack"),
    );
    repo.git("prune-packed", "-q");
    await expectCounted(repo, true);
    repo.git("update-ref", "refs/heads/more", commit("loose", packed));
    await expectCounted(repo, true);
  });

  test("what nothing leads to counts for nothing", async () => {
    for (const packs of [false, true]) {
      const repo = clone(varied(), "--filter=blob:none");
      const before = missed(repo);
      const lost = repo.gitWith("lost", "hash-object", "--stdin");
      const entry = Buffer.concat([Buffer.from("100644 f\0"), Buffer.from(lost, "hex")]);
      const tree = repo.gitWith(entry, "hash-object", "-w", "--literally", "-t", "tree", "--stdin");
      if (packs) {
        repo.gitWith(tree, "pack-objects", "-q", join(repo.root, "objects/pack/pack"));
        repo.git("prune-packed", "-q");
      }
      expect(missed(repo)).toBe(before);
      await expectCounted(repo, false);
      // Now a ref does.
      const commit = repo.git("commit-tree", "-m", "lost", tree);
      repo.git("update-ref", "refs/heads/lost", commit);
      expect(missed(repo)).toBe(before + 1);
      await expectCounted(repo, true);
    }
  });
});

/** Everything that the objects of a store name, by git's own word. */
function lacksSomething({ git, gitWith }: TestRepository): boolean {
  const present = new Map(
    git("cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
      .split("\n")
      .map((line) => line.split(" ") as [string, string]),
  );
  const named: string[] = [];
  for (const [oid, type] of present)
    if (type === "tree")
      named.push(
        ...[...git("ls-tree", oid).matchAll(/ (?:blob|tree) ([0-9a-f]+)\t/g)].map(
          ([, id = ""]) => id,
        ),
      );
    else if (type !== "blob")
      named.push(
        ...[
          ...gitWith("", "cat-file", "-p", oid).matchAll(/^(?:tree|parent|object) ([0-9a-f]+)$/gm),
        ].map(([, id = ""]) => id),
      );
  return named.some((oid) => !present.has(oid));
}

test.for([1, 2, 3])("random histories that lose an object, %i", async (seed) => {
  const random = seeded(seed);
  const repo = repository("--bare");
  repo.gitWith(plantedHistory(random, 12), "fast-import", "--quiet");
  repo.git("repack", "-adfq", "--depth=20");
  expect(await isClosed(repo)).toBe(!lacksSomething(repo));

  const packs = join(repo.root, "objects/pack");
  const apart = temporaryFolder();
  for (const name of readdirSync(packs)) renameSync(join(packs, name), join(apart, name));
  const [pack = ""] = readdirSync(apart).filter((name) => name.endsWith(".pack"));
  repo.gitWith(readFileSync(join(apart, pack)), "unpack-objects", "-q");
  const all = repo
    .git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
    .split("\n");
  const lost = random.pick(all);
  rmSync(join(repo.root, "objects", lost.slice(0, 2), lost.slice(2)));
  expect(await isClosed(repo)).toBe(false);
  expect((await skippedOf(repo.root)).join("\n")).toContain(lost);
  const left = all.filter((oid) => oid !== lost);
  repo.gitWith(left.join("\n"), "pack-objects", "-q", join(packs, "pack"));
  repo.git("prune-packed", "-q");
  expect(
    existsSync(join(repo.root, "objects", left[0]?.slice(0, 2) ?? "", left[0]?.slice(2) ?? "")),
  ).toBe(false);
  expect(await isClosed(repo)).toBe(false);
  expect((await skippedOf(repo.root)).join("\n")).toContain(lost);
});

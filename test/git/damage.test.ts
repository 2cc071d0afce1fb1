import { readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { openRepository } from "../../src/git/repository.ts";
import { historySource } from "../../src/sources/history.ts";
import { damage, findInHistory, looseObject, repository } from "../support/git.ts";
import { silentSieve } from "../support/sieve.ts";
import type { TestRepository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";

/** Flips bits in the middle, or at `offset`. */
const flip = (offset?: number) => (bytes: Buffer) => {
  const at = offset ?? Math.floor(bytes.length / 2);
  return Buffer.from(
    bytes.map((byte, index) => (index === at || index === at + 1 ? byte ^ 0xff : byte)),
  );
};

/** Some commits, of which each adds a file with text that does not compress to nothing; the last adds the key. */
function grown(key: string): TestRepository {
  const repo = repository();
  const text = (seed: number) =>
    Array.from({ length: 400 }, (_, index) => `${(index * seed) % 7919}\n`).join("");
  for (let seed = 3; seed < 9; seed += 1) repo.commit({ [`f${seed}.txt`]: text(seed) });
  repo.commit({ "key.txt": key });
  return repo;
}

const packFile = ({ root }: TestRepository, ending: string) => {
  const folder = join(root, ".git/objects/pack");
  const name = readdirSync(folder).find((file) => file.endsWith(ending));
  if (name === undefined) throw new Error(`there is no ${ending}`);
  return join(folder, name);
};

describe("a damaged store is read as far as it goes, and every loss is named", () => {
  test("a loose blob with a damaged middle", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    damage(looseObject(repo, "HEAD:f4.txt"), flip());
    const { origins, skipped, coverage, history } = await findInHistory(repo.root, key);
    expect(origins).toEqual(["history"]);
    expect(skipped).toEqual([
      { what: `blob ${repo.git("rev-parse", "HEAD:f4.txt")}`, why: "damaged: git cannot read it" },
    ]);
    expect(coverage).toMatchObject({ blobs: 6, commits: 7 });
    expect(history?.atHead).toBe(true);
  });

  test("several loose objects with damaged beginnings", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    const names = ["HEAD:f3.txt", "HEAD:f5.txt", "HEAD:f8.txt"];
    for (const name of names) damage(looseObject(repo, name), flip(0));
    const { origins, skipped } = await findInHistory(repo.root, key);
    expect(origins).toEqual(["history"]);
    for (const name of names)
      expect(skipped).toContainEqual({
        what: `object ${repo.git("rev-parse", name)}`,
        why: "damaged: git cannot read it",
      });
  });

  test("an empty loose object", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    damage(looseObject(repo, "HEAD:f4.txt"), () => Buffer.alloc(0));
    const { origins, skipped } = await findInHistory(repo.root, key);
    expect(origins).toEqual(["history"]);
    expect(skipped.map(({ what }) => what)).toContain(
      `object ${repo.git("rev-parse", "HEAD:f4.txt")}`,
    );
  });

  test("a pack with a damaged middle", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    repo.git("gc", "-q");
    damage(packFile(repo, ".pack"), flip());
    const { skipped, coverage, notes } = await findInHistory(repo.root, key);
    expect(notes.map(({ note }) => note)).toContain(
      "left to git to read, because where they are stored is damaged; see `git fsck`",
    );
    const lost = skipped.filter(({ why }) => why === "damaged: git cannot read it");
    expect(lost.length).toBeGreaterThan(0);
    const trees = 7;
    expect(coverage.blobs + coverage.commits + trees + lost.length).toBeGreaterThanOrEqual(
      7 + 7 + trees,
    );
    expect(coverage.blobs).toBeGreaterThan(2);
  });

  test.for(["every byte of a small pack, one after the other"])(
    "%s",
    { timeout: 120_000 },
    async () => {
      const key = googleApiKey();
      const repo = repository();
      repo.commit({ "a.txt": "1\n".repeat(50) });
      repo.commit({ "a.txt": `${"1\n".repeat(50)}${key}` });
      repo.git("gc", "-q");
      const pack = packFile(repo, ".pack");
      // The trailing checksum is not looked at.
      for (let offset = 12; offset < 500; offset += 37) {
        damage(pack, flip(offset));
        const { origins, skipped } = await findInHistory(repo.root, key);
        expect(skipped.length + origins.length, `offset ${offset}`).toBeGreaterThan(0);
        damage(pack, flip(offset));
      }
      expect((await findInHistory(repo.root, key)).skipped).toEqual([]);
    },
  );

  test("a pack without an index, even if nothing refers to it", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    repo.git("gc", "-q");
    const pack = packFile(repo, ".pack");
    rmSync(packFile(repo, ".idx"), { force: true });
    repo.git("update-ref", "--no-deref", "-d", "refs/heads/main");
    rmSync(join(repo.root, ".git/index"));
    const { skipped } = await findInHistory(repo.root, key);
    expect(skipped).toContainEqual({
      what: `objects/pack/${basename(pack)}`,
      why: "its index is missing; see `git index-pack`",
    });
  });

  test("a pack whose index leaves an object out", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    repo.git("gc", "-q");
    const pack = packFile(repo, ".pack");
    // The header counts the objects; its checksum is that of the whole pack, which nothing here looks at.
    damage(pack, (bytes) => {
      bytes.writeUInt32BE(bytes.readUInt32BE(8) + 1, 8);
      return bytes;
    });
    rmSync(join(repo.root, ".git/index"));
    const { skipped } = await findInHistory(repo.root, key);
    expect(skipped).toContainEqual({
      what: `objects/pack/${basename(pack)}`,
      why: "its index counts other objects than it holds; see `git index-pack`",
    });
  });

  test("a pack without an index, which a multi-pack index lists", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    repo.git("gc", "-q");
    repo.git("multi-pack-index", "write");
    rmSync(packFile(repo, ".idx"), { force: true });
    // git itself refuses to read it, and follows no history therefore.
    const named = {
      what: `objects/pack/${basename(packFile(repo, ".pack"))}`,
      why: "its index is missing; see `git index-pack`",
    };
    const { skipped, notes, origins } = await findInHistory(repo.root, key);
    expect({ notes, origins }).toEqual({ notes: [], origins: ["history"] });
    expect(skipped).toContainEqual(named);
    damage(join(repo.root, ".git/objects/pack/multi-pack-index"), flip(5));
    expect((await findInHistory(repo.root, key)).skipped).toContainEqual(named);
  });

  test("a pack with a damaged index", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    repo.git("gc", "-q");
    damage(packFile(repo, ".idx"), flip(0));
    expect((await findInHistory(repo.root, key)).skipped).not.toEqual([]);
  });

  test("a pack that is cut off", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    repo.git("gc", "-q");
    const pack = packFile(repo, ".pack");
    damage(pack, (bytes) => bytes);
    truncateSync(pack, 200);
    const { skipped } = await findInHistory(repo.root, key);
    expect(skipped).not.toEqual([]);
  });
});

describe("what is missing is named", () => {
  test("a blob, a tree, a commit", async () => {
    for (const [name, noun] of [
      ["HEAD:f4.txt", "blob"],
      ["HEAD~3^{tree}", "tree"],
      ["HEAD~3", "commit"],
    ] as const) {
      const key = googleApiKey();
      const repo = grown(key);
      const oid = repo.git("rev-parse", name);
      rmSync(looseObject(repo, name));
      const { origins, skipped, history } = await findInHistory(repo.root, key);
      expect(origins, noun).toEqual(["history"]);
      expect(JSON.stringify(skipped), noun).toContain(oid);
      expect(history, noun).toMatchObject({ atHead: true, refs: ["refs/heads/main"] });
    }
  });

  test("what a ref names, and a ref that is not one", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    const lost = repo.gitWith("lost", "hash-object", "--stdin");
    writeFileSync(join(repo.root, ".git/refs/heads/gone"), `${lost}\n`);
    writeFileSync(join(repo.root, ".git/refs/heads/broken"), "not an id\n");
    const { origins, skipped, history } = await findInHistory(repo.root, key);
    expect(origins).toEqual(["history"]);
    expect(skipped.map(({ what }) => what).toSorted()).toEqual([
      "refs/heads/broken",
      "refs/heads/gone",
    ]);
    expect(history?.refs).toEqual(["refs/heads/main"]);
  });

  test("the commit that HEAD names", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    rmSync(looseObject(repo, "HEAD"));
    const { origins, skipped } = await findInHistory(repo.root, key);
    expect(origins).toEqual(["history"]);
    expect(skipped.map(({ what }) => what)).toContain("refs/heads/main");
  });

  test("staged content, and an index that cannot be read", async () => {
    const key = googleApiKey();
    const repo = grown(key);
    repo.write({ "staged.txt": "staged" });
    repo.git("add", ".");
    rmSync(looseObject(repo, ":staged.txt"));
    const { skipped } = await findInHistory(repo.root, key);
    expect(skipped.map(({ what }) => what)).toEqual(["staged.txt (in the index)"]);
    damage(join(repo.root, ".git/index"), flip(0));
    const second = await findInHistory(repo.root, key);
    expect(second.skipped.map(({ what }) => what)).toEqual(["the index"]);
    expect(second.history?.atHead).toBe(true);
  });

  test("objects that a partial clone never fetched are counted, and nothing is fetched", async () => {
    const key = googleApiKey();
    const origin = grown(key);
    origin.commit({ "key.txt": "clean" });
    origin.git("config", "uploadpack.allowFilter", "true");
    const clone = repository();
    clone.git("remote", "add", "origin", `file://${origin.root}`);
    clone.git("fetch", "-q", "--filter=blob:none", "origin");
    clone.git("update-ref", "refs/heads/main", "refs/remotes/origin/main");
    const { origins, skipped } = await findInHistory(clone.root, key);
    expect(origins).toEqual([]);
    expect(skipped).toEqual([{ what: "8 objects", why: expect.stringContaining("partial clone") }]);
    renameSync(origin.root, `${origin.root}-moved`);
    expect((await findInHistory(clone.root, key)).skipped).toEqual(skipped);
    renameSync(`${origin.root}-moved`, origin.root);
  });
});

test(
  "whichever byte is wrong, nothing is missed without a word",
  { timeout: 120_000 },
  async () => {
    const key = googleApiKey();
    const repo = grown(key);
    repo.git("gc", "-q");
    repo.commit({ "loose.txt": `loose ${key}` });
    const whole = (await findInHistory(repo.root, key)).origins;
    const files = [".idx", ".pack"].map((ending) => packFile(repo, ending));
    files.push(
      join(repo.root, ".git/packed-refs"),
      looseObject(repo, "HEAD"),
      looseObject(repo, "HEAD:loose.txt"),
    );

    for (const file of files)
      for (const part of [0.03, 0.2, 0.4, 0.6, 0.97]) {
        const at = Math.floor(part * statSync(file).size);
        damage(file, flip(at));
        const { origins, skipped } = await findInHistory(repo.root, key);
        if (skipped.length === 0) expect(origins, `${file} at ${part}`).toEqual(whole);
        damage(file, flip(at));
      }
  },
);

test("what is interrupted is not called damaged", async () => {
  const key = googleApiKey();
  const repo = grown(key);
  const controller = new AbortController();
  const source = historySource(await openRepository(repo.root));
  const seen: string[] = [];
  const interrupted = (async () => {
    for await (const item of source.documents({ ...silentSieve(), signal: controller.signal })) {
      seen.push(Object.keys(item).join());
      controller.abort();
    }
  })();
  await expect(interrupted).rejects.toMatchObject({ name: "AbortError" });
  expect(seen).toEqual(["document"]);
});

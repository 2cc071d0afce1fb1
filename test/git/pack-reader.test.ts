import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { packReader } from "../../src/git/pack/reader.ts";
import { startThreads } from "../../src/crew/crew.ts";
import { LIMITS, type Limits } from "../../src/git/pack/limits.ts";
import { objectContent } from "../../src/git/object-content.ts";
import type { ObjectItem, ObjectType, SearchedObject } from "../../src/git/object-reader.ts";
import { loadRules } from "../../src/rules/load.ts";
import { isWorthTelling, startSearch } from "../../src/search.ts";
import { gitEnvironment, repository, type TestRepository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { holdsLiteral, LITERALS, plantedHistory } from "../support/planted-history.ts";
import { ruleSetOf } from "../support/rule-set.ts";
import { silentSieve } from "../support/sieve.ts";
import { seeded } from "../support/random.ts";

/** Workers hand the objects over as they are, so that each byte can be compared. */
const UNSEARCHED = { ...LIMITS, searchedThere: -1 };

interface Seen {
  readonly oid: string;
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

interface Reading {
  readonly items: readonly ObjectItem[];
  readonly objects: readonly Seen[];
  readonly coverage: { readonly blobs: number; readonly commits: number; readonly bytes: number };
  /** Objects that were left to git. */
  readonly left: readonly string[];
  /** What the reader of the report is told of them. */
  readonly notes: readonly string[];
}

function git(root: string, args: readonly string[], input?: string | Buffer): Buffer {
  return execFileSync("git", args, {
    cwd: root,
    env: gitEnvironment(),
    input,
    maxBuffer: 2 ** 30,
    stdio: ["pipe", "pipe", "ignore"],
  });
}

/** Every object that git has, or those asked for. */
function allObjects(root: string, asked?: readonly string[]): Seen[] {
  const output =
    asked === undefined
      ? git(root, ["cat-file", "--batch-all-objects", "--batch"])
      : git(root, ["cat-file", "--batch"], `${asked.join("\n")}\n`);
  const objects: Seen[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf("\n", at);
    const [oid = "", type = "", size = ""] = output.toString("latin1", at, end).split(" ");
    if (type !== "missing")
      objects.push({
        oid,
        type: type as ObjectType,
        bytes: output.subarray(end + 1, end + 1 + Number(size)),
      });
    at = type === "missing" ? end + 1 : end + 2 + Number(size);
  }
  return objects;
}

async function read(
  root: string,
  { jobs = 1, pristine = root, limits = UNSEARCHED, ruleSet = ruleSetOf(LITERALS) } = {},
): Promise<Reading> {
  const left: string[] = [];
  const threads = startThreads(ruleSet, jobs);
  const { searchContent } = startSearch(ruleSet);
  const sieve = { ...silentSieve(), searchContent, mayMatch: holdsLiteral, ruleSet, threads };
  const { coverage } = sieve;
  const count = ({ type, bytes }: Seen): void => {
    coverage.blobs += Number(type === "blob");
    coverage.commits += Number(type === "commit");
    coverage.bytes += bytes.length;
  };
  async function* some(oids: readonly string[]): AsyncGenerator<ObjectItem> {
    left.push(...oids);
    for (const object of allObjects(pristine, oids)) {
      count(object);
      if (holdsLiteral(object.bytes))
        yield { object: { ...object, start: { line: 1, column: 1 }, whole: true } };
    }
  }
  const all = {
    async *candidates(): AsyncGenerator<ObjectItem> {
      yield* some(allObjects(pristine).map(({ oid }) => oid));
    },
  };
  const gitDirectory = git(root, ["rev-parse", "--absolute-git-dir"]).toString().trim();
  const oidBytes =
    git(root, ["rev-parse", "--show-object-format"]).toString().trim() === "sha256" ? 32 : 20;
  const reader = packReader(
    { objectDirectory: join(gitDirectory, "objects"), oidBytes },
    { limits, all, some },
  );
  const objects: Seen[] = [];
  const items: ObjectItem[] = [];
  try {
    for await (const item of reader.candidates(sieve)) {
      items.push(item);
      if ("object" in item)
        objects.push({ oid: item.object.oid, type: item.object.type, bytes: item.object.bytes });
    }
  } finally {
    await threads.end();
  }
  const { blobs, commits, bytes } = coverage;
  const notes = items.flatMap((item) =>
    "note" in item ? [`${item.note.about} ${item.note.note}`] : [],
  );
  return { items, objects, coverage: { blobs, commits, bytes }, left, notes };
}

/** Holds the reader to the definition: exactly the objects with a literal, each once, with its bytes; all counted. */
async function expectExact(root: string, pristine = root, limits = UNSEARCHED): Promise<Reading> {
  const all = allObjects(pristine);
  const reading = await read(root, { pristine, limits });
  const expected = all.filter(({ bytes }) => holdsLiteral(bytes));
  expect(expected.length).toBeGreaterThan(3);
  expect(expected.length).toBeLessThan(all.length);
  expect(names(reading.objects)).toEqual(names(expected));
  const contents = new Map(expected.map(({ oid, bytes }) => [oid, bytes]));
  expect(
    reading.objects.filter(({ oid, bytes }) => contents.get(oid)?.equals(bytes) !== true),
  ).toEqual([]);
  expect(reading.coverage).toEqual({
    blobs: all.filter(({ type }) => type === "blob").length,
    commits: all.filter(({ type }) => type === "commit").length,
    bytes: all.reduce((sum, { bytes }) => sum + bytes.length, 0),
  });
  return reading;
}

function names(objects: readonly Seen[]): string[] {
  return objects.map(({ oid, type }) => `${oid} ${type}`).sort();
}

function planted(seed: number, commits: number, ...options: readonly string[]): TestRepository {
  const made = repository(...options);
  git(
    made.root,
    ["-c", "fastimport.unpackLimit=1", "fast-import", "--quiet"],
    plantedHistory(seeded(seed), commits),
  );
  return made;
}

const REPACK = ["repack", "-adfq", "--depth=50", "--window=50"];

function packsOf(root: string): string[] {
  const folder = join(root, ".git/objects/pack");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".pack"))
    .sort()
    .map((name) => join(folder, name));
}

/** Changes bytes of a file that git made read-only. */
function rewrite(path: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(path);
  change(bytes);
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
}

/** Moves the second half of a pack without deltas up by `gap` bytes that are not there, and its index with it. */
function stretch(pack: string, gap: number): void {
  const indexPath = pack.replace(/pack$/u, "idx");
  const index = readFileSync(indexPath);
  const count = index.readUInt32BE(8 + 255 * 4);
  const table = 8 + 1024 + count * 24;
  const offsets = Array.from({ length: count }, (_, i) => index.readUInt32BE(table + i * 4));
  const from = offsets.toSorted((a, b) => a - b)[count >> 1] ?? 0;
  const large = offsets.filter((offset) => offset >= from);
  const wide = Buffer.alloc(large.length * 8);
  for (const [i, offset] of large.entries()) {
    wide.writeBigUInt64BE(BigInt(offset + gap), i * 8);
    index.writeUInt32BE(0x80000000 + i, table + offsets.indexOf(offset) * 4);
  }
  chmodSync(indexPath, 0o644);
  writeFileSync(
    indexPath,
    Buffer.concat([index.subarray(0, table + count * 4), wide, index.subarray(-40)]),
  );

  const bytes = readFileSync(pack);
  chmodSync(pack, 0o644);
  const file = openSync(pack, "r+");
  ftruncateSync(file, from);
  writeSync(file, bytes, from, bytes.length - from, from + gap);
  closeSync(file);
}

function copyOf(root: string): string {
  const { root: copy } = repository();
  execFileSync("cp", ["-rT", root, copy]);
  return copy;
}

describe("the same objects as an exhaustive search", () => {
  test.for(Array.from({ length: 6 }, (_, seed) => seed))("one pack, seed %i", async (seed) => {
    const { root } = planted(seed, 250);
    git(root, REPACK);
    const { left } = await expectExact(root);
    expect(left).toEqual([]);
  });

  test.for([
    ["no pack kept in memory", { ...UNSEARCHED, keptPacks: 0 }],
    ["every branch a task of its own", { ...UNSEARCHED, taskWeight: 1, branchWeight: 200 }],
    ["hardly any memory at first", { ...UNSEARCHED, memory: 3000 }],
    ["hardly any memory at all", { ...UNSEARCHED, memory: 2000, lastMemory: 4000 }],
    [
      "branches of their own and hardly any memory",
      { ...UNSEARCHED, branchWeight: 500, memory: 3000, lastMemory: 8000 },
    ],
  ] as const)("%s", async ([, limits]) => {
    const { root } = planted(7, 250);
    git(root, REPACK);
    const { left } = await expectExact(root, root, limits);
    expect(left.length > 0).toBe(limits.lastMemory < LIMITS.lastMemory);
  });

  test("large entries, whole and derived, before any small one", async () => {
    const { root } = repository();
    const random = seeded(8);
    const noise = random.bytes(700_000);
    const ids = [
      noise,
      Buffer.concat([Buffer.from("AIza"), noise]),
      Buffer.concat([random.bytes(400_000), noise]),
      Buffer.concat([random.bytes(300_000), Buffer.from("AQ."), noise]),
      Buffer.concat([noise, Buffer.from("x-goog-api-key")]),
      Buffer.concat([noise.subarray(9), random.bytes(350_000), Buffer.from("AQ.")]),
    ].map((bytes) => git(root, ["hash-object", "-w", "--stdin"], bytes).toString());
    git(root, ["pack-objects", "-q", join(root, ".git/objects/pack/pack")], ids.join(""));
    git(root, ["prune-packed"]);
    for (const limits of [
      UNSEARCHED,
      { ...UNSEARCHED, keptPacks: 0 },
      { ...UNSEARCHED, memory: 1_000_000 },
    ])
      expect((await expectExact(root, root, limits)).left).toEqual([]);
  });

  test("as fast-import left it", async () => {
    const { root } = planted(10, 150);
    expect((await expectExact(root)).left).toEqual([]);
  });

  test("bases named by id", async () => {
    const { root } = planted(11, 200);
    git(root, ["-c", "repack.useDeltaBaseOffset=false", ...REPACK]);
    expect((await expectExact(root)).left).toEqual([]);
  });

  test("SHA-256", async () => {
    const { root } = planted(12, 150, "--object-format=sha256");
    git(root, ["-c", "repack.useDeltaBaseOffset=false", ...REPACK]);
    git(
      root,
      ["-c", "fastimport.unpackLimit=1000", "fast-import", "--quiet"],
      plantedHistory(seeded(112), 10, "loose"),
    );
    expect((await expectExact(root)).left).toEqual([]);
  });

  test("an index of version 1", async () => {
    const { root } = planted(13, 100);
    git(root, ["-c", "pack.indexVersion=1", ...REPACK]);
    expect((await expectExact(root)).left).toEqual([]);
  });

  test("offsets of eight bytes", async () => {
    const { root } = planted(14, 100);
    git(root, REPACK);
    const [pack = ""] = packsOf(root);
    const index = pack.replace(/pack$/u, "idx");
    rmSync(index);
    git(root, ["index-pack", "--index-version=2,0x40", pack]);
    expect((await expectExact(root)).left).toEqual([]);
  });

  test("many packs, a kept one, a multi-pack-index, loose objects and copies of everything", async () => {
    const { root } = planted(15, 80);
    git(root, REPACK);
    writeFileSync((packsOf(root)[0] ?? "").replace(/pack$/u, "keep"), "");
    for (const seed of [16, 17, 18]) {
      const history = plantedHistory(seeded(seed), 60, `branch${seed}`);
      git(root, ["-c", "fastimport.unpackLimit=1", "fast-import", "--quiet"], history);
      git(root, ["repack", "-dq"]);
    }
    git(root, ["multi-pack-index", "write"]);
    git(
      root,
      ["-c", "fastimport.unpackLimit=1000", "fast-import", "--quiet"],
      plantedHistory(seeded(19), 20, "loose"),
    );
    // A second copy of all, with other deltas, and some of it loose as well.
    git(
      root,
      ["pack-objects", "--all", "--window=5", "-q", join(root, ".git/objects/pack/pack")],
      "",
    );
    const [pack = ""] = packsOf(root);
    const other = repository();
    git(other.root, ["unpack-objects", "-q"], readFileSync(pack));
    for (const oid of readdirSync(join(other.root, ".git/objects"))
      .filter((name) => name.length === 2)
      .slice(0, 90))
      execFileSync("cp", ["-r", join(other.root, ".git/objects", oid), join(root, ".git/objects")]);
    expect(packsOf(root).length).toBeGreaterThan(4);
    expect((await expectExact(root)).left).toEqual([]);
  });

  test.for(["one file", "a chain"])(
    "packs that only a multi-pack index in %s lists",
    async (form) => {
      const { root } = planted(20, 80);
      git(root, REPACK);
      for (const seed of [21, 22]) {
        const history = plantedHistory(seeded(seed), 60, `branch${seed}`);
        git(root, ["-c", "fastimport.unpackLimit=1", "fast-import", "--quiet"], history);
      }
      const pristine = copyOf(root);
      git(root, ["multi-pack-index", "write"]);
      const folder = join(root, ".git/objects/pack");
      const packs = packsOf(root);
      expect(packs.length).toBe(3);
      for (const pack of packs.slice(1)) rmSync(pack.replace(/pack$/u, "idx"));
      if (form === "a chain") {
        const name = "ab".repeat(20);
        mkdirSync(join(folder, "multi-pack-index.d"));
        renameSync(
          join(folder, "multi-pack-index"),
          join(folder, `multi-pack-index.d/multi-pack-index-${name}.midx`),
        );
        writeFileSync(join(folder, "multi-pack-index.d/multi-pack-index-chain"), `${name}\n`);
      }
      expect(await expectExact(root, pristine)).toMatchObject({ left: [], notes: [] });
    },
  );

  test("a pack larger than any buffer", async () => {
    const { root: pristine } = planted(23, 60);
    git(pristine, ["-c", "pack.window=0", "repack", "-adfq", "--window=0"]);
    const root = copyOf(pristine);
    const [pack = ""] = packsOf(root);
    stretch(pack, 5 * 2 ** 30);
    expect(statSync(pack).size).toBeGreaterThan(2 ** 32);
    expect((await expectExact(root, pristine)).left).toEqual([]);
  });

  test("only loose objects", async () => {
    const { root } = repository();
    git(
      root,
      ["-c", "fastimport.unpackLimit=10000", "fast-import", "--quiet"],
      plantedHistory(seeded(20), 60),
    );
    expect(packsOf(root)).toEqual([]);
    expect((await expectExact(root)).left).toEqual([]);
  });

  test("alternates of alternates, relative and quoted, that lead in a circle", async () => {
    const farthest = planted(21, 60);
    git(farthest.root, REPACK);
    const middle = planted(22, 60);
    const near = planted(23, 60);
    const folder = join(near.root, 'with "quotes"');
    mkdirSync(folder);
    execFileSync("mv", [join(middle.root, ".git"), join(folder, ".git")]);
    writeFileSync(
      join(near.root, ".git/objects/info/alternates"),
      `# comment\n"../../with \\"quotes\\"/.git/objects"\n`,
    );
    writeFileSync(
      join(folder, ".git/objects/info/alternates"),
      `${join(farthest.root, ".git/objects")}\n`,
    );
    writeFileSync(
      join(farthest.root, ".git/objects/info/alternates"),
      `${join(near.root, ".git/objects")}\n`,
    );
    const reading = await expectExact(near.root);
    expect(reading.left).toEqual([]);
    expect(reading.coverage.commits).toBeGreaterThan(150);
  });

  test("an empty repository", async () => {
    expect(await read(repository().root)).toEqual({
      items: [],
      objects: [],
      coverage: { blobs: 0, commits: 0, bytes: 0 },
      left: [],
      notes: [],
    });
  });
});

describe("what it cannot read is left to git", () => {
  test("damaged entries and all that derives from them", async () => {
    const { root: pristine } = planted(30, 250);
    git(pristine, REPACK);
    const random = seeded(30);
    let left = 0;
    for (let round = 0; round < 12; round++) {
      const root = copyOf(pristine);
      rewrite(packsOf(root)[0] ?? "", (bytes) => {
        for (let i = 0; i < 3; i++) {
          const at = 12 + random.below(bytes.length - 40);
          bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        }
      });
      const keptPacks = round % 2 === 0 ? 0 : LIMITS.keptPacks;
      const reading = await expectExact(root, pristine, { ...UNSEARCHED, keptPacks });
      left += reading.left.length;
      const counted = reading.notes.map((note) => Number.parseInt(note, 10));
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(reading.left.length);
    }
    expect(left).toBeGreaterThan(12);
  });

  test("a pack that is cut short", async () => {
    const { root: pristine } = planted(31, 150);
    git(pristine, REPACK);
    const root = copyOf(pristine);
    const [pack = ""] = packsOf(root);
    const bytes = readFileSync(pack);
    chmodSync(pack, 0o644);
    writeFileSync(pack, bytes.subarray(0, bytes.length / 2));
    for (const keptPacks of [0, LIMITS.keptPacks]) {
      const { left } = await expectExact(root, pristine, { ...UNSEARCHED, keptPacks });
      expect(left.length).toBeGreaterThan(50);
    }
  });

  test("a pack of an unknown version, and one that is none", async () => {
    for (const [at, text] of [
      [7, "\x09"],
      [0, "JUNK"],
    ] as const) {
      const { root: pristine } = planted(32, 40);
      git(pristine, REPACK);
      const root = copyOf(pristine);
      rewrite(packsOf(root)[0] ?? "", (bytes) => void bytes.write(text, at, "latin1"));
      const { left, notes } = await expectExact(root, pristine);
      const all = allObjects(pristine).length;
      expect(left.length).toBe(all);
      expect(notes).toEqual([
        `${all} objects left to git to read, because their pack is of an unknown version; see \`git fsck\``,
      ]);
    }
  });

  test.for<[string, (bytes: Buffer) => void, string]>([
    ["of an unknown version", (bytes) => void bytes.writeUInt32BE(3, 4), "the index has version 3"],
    [
      "whose counts go down",
      (bytes) => void bytes.writeUInt32BE(0xffffff, 8),
      "the index is damaged",
    ],
  ])("an index %s", async ([, change, why]) => {
    const { root: pristine } = planted(33, 40);
    git(pristine, REPACK);
    const root = copyOf(pristine);
    rewrite((packsOf(root)[0] ?? "").replace(/pack$/u, "idx"), change);
    const { left, notes } = await expectExact(root, pristine);
    expect(left.length).toBe(allObjects(pristine).length);
    const name = basename(packsOf(root)[0] ?? "", ".pack");
    expect(notes).toEqual([
      `the object store left to git to read, because objects/pack/${name}.idx cannot be read: ${why}`,
    ]);
  });

  test.for(["lost", "its own descendant"])("a delta whose base is %s", async (kind) => {
    const { root: pristine } = planted(34, 150);
    git(pristine, ["-c", "repack.useDeltaBaseOffset=false", ...REPACK]);
    const root = copyOf(pristine);
    const [pack = ""] = packsOf(root);
    const listed = git(root, ["verify-pack", "-v", pack])
      .toString()
      .split("\n")
      .map((line) => line.split(/\s+/u));
    const grandchild = listed.find(([, , , , , depth]) => depth === "2") ?? [];
    const child = listed.find(([oid]) => oid === grandchild[6]) ?? [];
    rewrite(pack, (bytes) => {
      let at = Number(child[4]);
      while ((bytes[at] ?? 0) >= 128) at++;
      bytes.write(kind === "lost" ? "00".repeat(20) : (grandchild[0] ?? ""), at + 1, "hex");
    });
    const { left, notes } = await expectExact(root, pristine);
    expect(left).toContain(child[0]);
    expect(left).toContain(grandchild[0]);
    expect(notes).toEqual([
      `${left.length} objects left to git to read, because what they are stored as a difference from is missing or damaged; see \`git fsck\``,
    ]);
  });

  test("damaged, empty and misplaced loose objects", async () => {
    const { root: pristine } = repository();
    git(
      pristine,
      ["-c", "fastimport.unpackLimit=10000", "fast-import", "--quiet"],
      plantedHistory(seeded(35), 60),
    );
    const root = copyOf(pristine);
    const victims = allObjects(pristine).filter((_, i) => i % 10 === 0);
    for (const [i, { oid }] of victims.entries()) {
      const path = join(root, ".git/objects", oid.slice(0, 2), oid.slice(2));
      rewrite(path, (bytes) => void bytes.fill(i % 2 === 0 ? 0 : 255, bytes.length - 6));
      if (i % 3 === 0) writeFileSync(path, "");
    }
    writeFileSync(join(root, ".git/objects/ab/not-an-object"), "AIza");
    const { left } = await expectExact(root, pristine);
    expect([...left].sort()).toEqual(victims.map(({ oid }) => oid).sort());
  });

  test("an object too large to hold", async () => {
    const { root } = planted(36, 40);
    writeFileSync(join(root, "large"), Buffer.alloc(65 * 1024 * 1024));
    appendFileSync(join(root, "large"), "AIza");
    const oid = git(root, ["hash-object", "-w", "large"]).toString().trim();
    // Nothing is amiss with it, so that there is nothing to tell.
    expect(await expectExact(root)).toMatchObject({ left: [oid], notes: [] });
    git(root, ["pack-objects", "-q", join(root, ".git/objects/pack/pack")], `${oid}\n`);
    git(root, ["prune-packed"]);
    expect(await expectExact(root)).toMatchObject({ left: [oid], notes: [] });
  });
});

describe("workers", () => {
  test("the same objects in the same order with any number of them", async () => {
    const { root } = planted(40, 250);
    const random = seeded(41);
    for (let i = 0; i < 6; i++) {
      const noise = Buffer.concat([random.bytes(1024 * 1024), Buffer.from("AIza")]);
      git(root, ["hash-object", "-w", "--stdin"], noise);
    }
    const loose = git(root, ["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"]);
    git(root, ["pack-objects", "-q", join(root, ".git/objects/pack/pack")], loose);
    git(
      root,
      ["-c", "fastimport.unpackLimit=1000", "fast-import", "--quiet"],
      plantedHistory(seeded(42), 20, "loose"),
    );
    await expectExact(root);
    const order = async (jobs: number) =>
      (await read(root, { jobs })).objects.map(({ oid }) => oid);
    const one = await order(1);
    expect(one.length).toBeGreaterThan(50);
    for (const jobs of [2, 3, 7]) expect(await order(jobs)).toEqual(one);
    const pieceByPiece = await read(root, { jobs: 2, limits: { ...UNSEARCHED, keptPacks: 0 } });
    expect(pieceByPiece.objects.map(({ oid }) => oid)).toEqual(one);
  });

  test("find in an object what the main thread would find in it, and tell of nothing else", async () => {
    const repo = repository();
    const key = googleApiKey();
    const notebook = JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [{ cell_type: "markdown", metadata: {}, source: [`key ${key}`] }],
    });
    repo.commit({ "a.py": `GEMINI_API_KEY = "${key}"\n`, "b.ipynb": notebook }, `Use ${key}`);
    repo.commit({ [`${key}.txt`]: "x", "broken.ipynb": `{"cells": [{"source": "${key}` });
    const silent = {
      "notes.md": "About Gemini.\n",
      "web.js": "/* gemini */ __webpack_require__(1)",
    };
    repo.commit(silent, "Say more");
    repo.git("gc", "--quiet");
    const ruleSet = await loadRules([]);
    const { searchContent } = startSearch(ruleSet);
    const whole = { start: { line: 1, column: 1 }, whole: true };
    const items = async (limits: Limits): Promise<readonly SearchedObject[]> => {
      const { items: found } = await read(repo.root, { jobs: 2, limits, ruleSet });
      return found.map((item) => {
        if ("searched" in item) return item.searched;
        if (!("object" in item)) throw new Error("something was skipped");
        const { oid, type, bytes } = item.object;
        return { oid, type, ...searchContent(objectContent({ type, bytes, ...whole }, "sha1")) };
      });
    };
    const there = await items({ ...LIMITS, worthWorkers: 0 });
    const here = await items({ ...UNSEARCHED, worthWorkers: 0 });
    expect(there).toEqual(here.filter(isWorthTelling));
    expect(here.length).toBe(there.length + 1);
    expect(
      there
        .map(({ type, kind, matches }) => `${type} ${kind} ${matches.length}`)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual([
      "blob bundle 0",
      "blob notebook 1",
      "blob text 1",
      "blob text 1",
      "commit text 1",
      "tree text 1",
      "tree text 1",
    ]);
  });

  test("one that dies is an error", async () => {
    const threads = startThreads(ruleSetOf(LITERALS), 2);
    try {
      const crew = threads.crew(2);
      crew.open({
        packs: [],
        objectFormat: "sha1",
        memoryLimit: 1,
        searchedThere: 0,
        linked: false,
      });
      crew.offer([{ pack: 7, roots: Int32Array.of(0) }]);
      await expect(crew.next()).rejects.toThrow("no pack 7");
    } finally {
      await threads.end();
    }
  });
});

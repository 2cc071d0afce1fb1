import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { git } from "../../bench/generate/git.js";
import { historyStream, keysOf } from "../../bench/generate/history.js";
import { makeBare } from "../../bench/generate/repositories.js";
import { keysInTree, writeTree } from "../../bench/generate/tree.js";
import { temporaryFolder } from "../support/tree.ts";

const PLAN = { seed: 7, commits: 90 };

describe("a generated history", () => {
  test("is the same for the same seed, and another for another", () => {
    const digest = (plan) => {
      const hash = createHash("sha256");
      for (const piece of historyStream(plan)) hash.update(piece);
      return hash.digest("hex");
    };
    expect(digest(PLAN)).toBe(digest(PLAN));
    expect(digest({ ...PLAN, seed: 8 })).not.toBe(digest(PLAN));
  });

  test("is a sound repository of so many commits, with merges, and holds every key", async () => {
    const folder = temporaryFolder();
    await makeBare(folder, historyStream(PLAN));
    expect(git(folder, "fsck", "--strict", "--no-progress", "--no-dangling")).toBe("");
    expect(Number(git(folder, "rev-list", "--all", "--count"))).toBe(PLAN.commits);
    expect(Number(git(folder, "rev-list", "--all", "--merges", "--count"))).toBeGreaterThan(0);
    // Deltas are what a scanner of packs has to deal with.
    expect(git(folder, "verify-pack", "--stat-only", packOf(folder))).toContain(
      "chain length = 1:",
    );

    const content = withMaps(git(folder, "cat-file", "--batch-all-objects", "--batch"));
    const keys = keysOf(PLAN);
    expect(keys).toHaveLength(20);
    expect(keys.filter(({ value }) => !content.includes(value))).toEqual([]);
    const anywhere = content.match(/AIza[\w-]{35}|AQ\.[\w-]{50}/gu);
    expect(new Set(anywhere)).toEqual(new Set(keys.map(({ value }) => value)));
  });
});

test("a generated tree has so many files, the same for the same seed, and holds every key", () => {
  const [first, second] = [temporaryFolder(), temporaryFolder()];
  for (const folder of [first, second]) writeTree(folder, 7, 300);
  const content = (folder) => filesBelow(folder).map((path) => readFileSync(path, "latin1"));
  expect(content(first)).toHaveLength(300);
  expect(content(first)).toEqual(content(second));
  const all = content(first).join("\n");
  expect(keysInTree(7, 300).filter(({ value }) => !all.includes(value))).toEqual([]);
});

function packOf(folder) {
  const packs = join(folder, "objects/pack");
  return join(packs, readdirSync(packs).find((name) => name.endsWith(".idx")) ?? "");
}

/** With the content of inline source maps behind it. */
function withMaps(text) {
  const maps = text.matchAll(/sourceMappingURL=data:application\/json;base64,([\w+/=]+)/gu);
  return text + [...maps].map(([, map]) => Buffer.from(map ?? "", "base64").toString()).join("\n");
}

function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

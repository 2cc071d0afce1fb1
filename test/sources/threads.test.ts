/** Files are read in several threads, and what is found does not tell in how many. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { startThreads } from "../../src/crew/crew.ts";
import { loadRules } from "../../src/rules/load.ts";
import { scan } from "../../src/scan.ts";
import { startSearch } from "../../src/search.ts";
import { filesSource } from "../../src/sources/files.ts";
import type { SourceItem } from "../../src/sources/source.ts";
import { worktreeSource } from "../../src/sources/worktree.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { type Random, seeded } from "../support/random.ts";
import { silentSieve } from "../support/sieve.ts";
import { temporaryFolder } from "../support/tree.ts";

const rules = await loadRules([]);
const search = startSearch(rules);

/** Even a small tree is worth a worker, and has files that are read in pieces and others that are too large. */
const OPTIONS = {
  maxFileSize: 60_000,
  limits: { worthWorkers: 1, entriesPerTask: 3, largest: 20_000 },
};

/** Files of every kind and size, with keys in some of them, in some names and in some targets of links. */
function plant(random: Random, root: string): void {
  const folders = [""];
  const key = (): string =>
    random.pick([googleApiKey(), geminiAuthKey(), Buffer.from(googleApiKey()).toString("base64")]);
  const textOf = (size: number): string =>
    "some words, no key\n".repeat(size / 19) +
    (random.below(4) === 0 ? `gemini_api_key = "${key()}"\n` : "\n");
  for (let number = 0; number < 150; number++) {
    const name = random.pick(["a.ts", ".env", "b.ipynb", "c d", "e\nf", "\u00e9", "x".repeat(99)]);
    const path = join(random.pick(folders), name + String(number));
    const text = textOf(random.pick([0, 1, 300, 4_000, 19_990, 30_000, 70_000]));
    const location = join(root, path);
    switch (random.below(9)) {
      case 0:
        folders.push(path);
        mkdirSync(location);
        break;
      case 1:
        symlinkSync(random.below(2) === 0 ? key() : "nowhere", location);
        break;
      case 2:
        writeFileSync(`${location}-${random.below(2) === 0 ? key() : "plain"}.txt`, "");
        break;
      case 3:
        writeFileSync(location, JSON.stringify({ nbformat: 4, cells: [{ source: text }] }));
        break;
      case 4:
        writeFileSync(
          Buffer.concat([Buffer.from(location), Buffer.of(0xff, 128 + (number % 64))]),
          text,
        );
        break;
      default:
        writeFileSync(location, text);
    }
  }
  execFileSync("mkfifo", [join(root, "pipe")]);
}

async function itemsOf(root: string, jobs: number): Promise<readonly SourceItem[]> {
  const threads = startThreads(rules, jobs);
  const silent = silentSieve();
  const sieve = { ...silent, ...search, ruleSet: rules, threads };
  const items: SourceItem[] = [];
  try {
    const source = worktreeSource(root, { below: "", ...OPTIONS });
    for await (const item of source.documents(sieve)) items.push(item);
    return [...items, { note: { about: "coverage", note: JSON.stringify(silent.coverage) } }];
  } finally {
    await threads.end();
  }
}

/** What is in each file below a folder, read one after the other by the plainest means. */
function valuesByPath(root: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const visit = (folder: Buffer): void => {
    for (const child of readdirSync(folder, { withFileTypes: true, encoding: "buffer" })) {
      const location = Buffer.concat([folder, Buffer.from("/"), child.name]);
      if (child.isDirectory()) visit(location);
      if (!child.isFile()) continue;
      const bytes = readFileSync(location);
      const path = relative(root, location.toString());
      const content = { bytes, start: { line: 1, column: 1 }, whole: true };
      const { matches } = search.searchContent(content, path);
      if (matches.length > 0 && bytes.length <= OPTIONS.maxFileSize)
        found.set(path, matches.map(({ value }) => value).toSorted());
    }
  };
  visit(Buffer.from(root));
  return found;
}

test.for([1, 2, 3])("the same items in the same order, tree %i", async (seed) => {
  const root = temporaryFolder();
  plant(seeded(seed), root);
  const alone = await itemsOf(root, 1);
  for (const jobs of [0, 2, 4]) expect(await itemsOf(root, jobs)).toEqual(alone);

  const kinds = new Set(alone.flatMap((item) => Object.keys(item)));
  expect(kinds).toEqual(new Set(["searched", "document", "skipped", "note"]));
  const found = alone.flatMap((item) => {
    if ("searched" in item) return [item.searched];
    return "document" in item ? [search.searchDocument(item.document)] : [];
  });
  const inFiles = found.flatMap(({ origin, matches }): [string, readonly string[]][] =>
    origin.source === "worktree" && matches.length > 0
      ? [[origin.path, matches.map(({ value }) => value).toSorted()]]
      : [],
  );
  const links = new Set(
    readdirSync(root, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isSymbolicLink())
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  expect(new Map(inFiles.filter(([path]) => !links.has(path)))).toEqual(valuesByPath(root));
  expect(inFiles.some(([path]) => links.has(path))).toBe(true);
  expect(found.some(({ origin }) => origin.source === "name")).toBe(true);
});

test("a worker that dies is an error, whoever reads", async () => {
  const root = temporaryFolder({ "a.txt": "1" });
  const broken = { ...rules, kernel: undefined };
  const threads = startThreads(broken, 2);
  try {
    const crew = threads.crew(1);
    crew.open({ packs: [], objectFormat: "sha1", memoryLimit: 1, searchedThere: 1, linked: false });
    await expect(crew.next()).rejects.toThrow("without the kernel");
    const run = scan({
      target: { command: "scan", paths: [root], head: undefined },
      sources: [filesSource([root], OPTIONS)],
      rules: broken,
      threads,
      signal: new AbortController().signal,
      progress() {},
    });
    await expect(run).rejects.toThrow("without the kernel");
  } finally {
    await threads.end();
  }
});

test("what is known when the reading is interrupted is reported", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, at) => [`${at}.env`, `GEMINI_API_KEY=${googleApiKey()}`]),
  );
  const root = temporaryFolder(files);
  const threads = startThreads(rules, 3);
  const abort = new AbortController();
  try {
    const report = await scan({
      target: { command: "scan", paths: [root], head: undefined },
      sources: [filesSource([root], OPTIONS)],
      rules,
      threads,
      signal: abort.signal,
      progress: (_what, done) => {
        if (done > 100) abort.abort();
      },
    });
    expect(report.complete).toBe(false);
    expect(report.findings.length).toBeGreaterThan(90);
    expect(report.findings.length).toBeLessThan(200);
    expect(report.skipped).toEqual([{ what: "the rest", why: "interrupted" }]);
  } finally {
    await threads.end();
  }
});

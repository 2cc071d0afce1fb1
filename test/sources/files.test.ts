import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { filesSource } from "../../src/sources/files.ts";
import { stdinSource } from "../../src/sources/stdin.ts";
import { collect, filesIn, temporaryFolder } from "../support/tree.ts";

const options = { maxFileSize: Infinity };

describe("paths in documents begin as they were typed", () => {
  const table: readonly [typed: (root: string) => string, shown: (root: string) => string][] = [
    [(root) => root, (root) => `${root}/a/b.txt`],
    [(root) => `${root}/`, (root) => `${root}/a/b.txt`],
    [(root) => `${root}/./a/../a`, (root) => `${root}/a/b.txt`],
    [(root) => `${root}/a/b.txt`, (root) => `${root}/a/b.txt`],
    [(root) => relative(process.cwd(), root), (root) => `${relative(process.cwd(), root)}/a/b.txt`],
  ];
  test.for(table)("%s", async ([typed, shown]) => {
    const root = temporaryFolder({ "a/b.txt": "1" });
    const found = await collect(filesSource([typed(root)], options));
    expect(filesIn(found)).toEqual([`${shown(root)}: 1`]);
  });
});

test("several paths are read in the order given", async () => {
  const root = temporaryFolder({ "b.txt": "1", "a.txt": "2" });
  const found = await collect(filesSource([`${root}/b.txt`, `${root}/a.txt`], options));
  expect(filesIn(found)).toEqual([`${root}/b.txt: 1`, `${root}/a.txt: 2`]);
});

test("a link that was named is followed, one inside is not", async () => {
  const root = temporaryFolder({ "real/a.txt": "1" });
  symlinkSync("real", join(root, "folder-link"));
  symlinkSync("a.txt", join(root, "real/inner-link"));
  const found = await collect(filesSource([`${root}/folder-link`], options));
  expect(filesIn(found)).toEqual([
    `${root}/folder-link/a.txt: 1`,
    `${root}/folder-link/inner-link: a.txt`,
  ]);
});

test("a pipe that was named is read", async () => {
  const root = temporaryFolder();
  const pipe = join(root, "pipe");
  execFileSync("mkfifo", [pipe]);
  const writer = spawn("sh", ["-c", 'printf hello > "$0"', pipe]);
  const found = await collect(filesSource([pipe], options));
  if (writer.exitCode === null) await once(writer, "exit");
  expect(filesIn(found)).toEqual([`${pipe}: hello`]);
});

test("a missing path is an error before anything is read", () => {
  const root = temporaryFolder({ "a.txt": "" });
  expect(() => filesSource([root, join(root, "missing")], options)).toThrow(UserError);
});

test("a file above the limit is skipped, by the name that was typed", async () => {
  const root = temporaryFolder({ "a.txt": "12345" });
  const found = await collect(filesSource([`${root}/a.txt`], { maxFileSize: 4 }));
  expect(found.skipped.map(({ what }) => what)).toEqual([`${root}/a.txt`]);
});

test("source maps are found beside files and within folders", async () => {
  const root = temporaryFolder({ "dist/app.js": "x", "dist/app.js.map": "map" });
  const sighting = {
    source: "worktree",
    path: `${root}/dist/app.js`,
    line: 1,
    column: 1,
    part: undefined,
    decodings: [],
    blob: undefined,
    bundle: undefined,
    marks: [],
  } as const;
  for (const named of [root, `${root}/dist/app.js`]) {
    const map = await filesSource([named], options).beside?.(sighting, "app.js.map");
    expect(String(map), named).toBe("map");
  }
});

describe("standard input", () => {
  test("is one document", async () => {
    const { documents, coverage } = await collect(
      stdinSource(Readable.from([Buffer.from("hel"), Buffer.from("lo")])),
    );
    expect(documents.map(({ origin, bytes }) => [origin, bytes.toString()])).toEqual([
      [{ source: "stdin" }, "hello"],
    ]);
    expect(coverage).toMatchObject({ files: 1, bytes: 5 });
  });

  test("that breaks off is said to be incomplete", async () => {
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from("hello");
      throw new Error("connection lost");
    };
    const { skipped } = await collect(stdinSource(broken()));
    expect(skipped).toEqual([{ what: "standard input", why: "connection lost" }]);
  });
});

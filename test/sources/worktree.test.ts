import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { WHOLE_LIMIT } from "../../src/sources/windows.ts";
import { worktreeSource } from "../../src/sources/worktree.ts";
import { silentSieve } from "../support/sieve.ts";
import { collect, filesIn, temporaryFolder } from "../support/tree.ts";

const everything = { below: "", maxFileSize: Infinity };

describe("what is read", () => {
  test("dot files, ignored files and dependencies, but no .git", async () => {
    const root = temporaryFolder({
      ".gitignore": "dist/\n.env\nnode_modules/\n",
      ".env": "1",
      "dist/app.js": "2",
      "node_modules/x/index.js": "3",
      ".github/workflows/ci.yml": "4",
      ".git/config": "no",
      "a.txt": "5",
    });
    const found = await collect(worktreeSource(root, everything));
    expect(filesIn(found)).toEqual([
      ".env: 1",
      ".gitignore: dist/\n.env\nnode_modules/\n",
      "a.txt: 5",
      "dist/app.js: 2",
      ".github/workflows/ci.yml: 4",
      "node_modules/x/index.js: 3",
    ]);
    expect(found.skipped).toEqual([]);
    expect(found.notes).toEqual([]);
  });

  test("only documents that may match are yielded, but all are counted", async () => {
    const root = temporaryFolder({ "a.txt": "needle", "b.txt": "hay", "empty.txt": "" });
    const found = await collect(worktreeSource(root, everything), "needle");
    expect(filesIn(found)).toEqual(["a.txt: needle"]);
    expect(found.coverage).toMatchObject({ files: 3, bytes: 9 });
  });

  test.for([
    ["line feed", "a\nb"],
    ["carriage return", "a\rb"],
    ["line separator", "a\u2028b"],
    ["backslash", "a\\b"],
    ["glob characters", "[a]*?{b,c}!(d)"],
    ["leading exclamation mark", "!a"],
    ["spaces", " "],
    ["three dots", "..."],
    ["escape sequence", "\u001b[31mred"],
    ["astral", "😀"],
  ])("a file and a folder with a name of %s", async ([, name = ""]) => {
    const root = temporaryFolder({ [`${name}/${name}`]: "1", [`sub/${name}`]: "2" });
    const found = await collect(worktreeSource(root, everything));
    expect(filesIn(found).toSorted()).toEqual([`${name}/${name}: 1`, `sub/${name}: 2`].toSorted());
  });

  test("names that are not UTF-8", async () => {
    const root = temporaryFolder({ "plain.txt": "0" });
    const folder = Buffer.concat([Buffer.from(`${root}/folder`), Buffer.from([0xff])]);
    mkdirSync(folder);
    writeFileSync(Buffer.concat([folder, Buffer.from("/plain.txt")]), "1");
    writeFileSync(Buffer.concat([folder, Buffer.from("/"), Buffer.from([0xfe, 0x80])]), "2");
    writeFileSync(Buffer.concat([Buffer.from(`${root}/f`), Buffer.from([0xe9])]), "3");
    const found = await collect(worktreeSource(root, everything));
    expect(filesIn(found).toSorted()).toEqual(
      [
        "folder\ufffd/plain.txt: 1",
        "folder\ufffd/\ufffd\ufffd: 2",
        "f\ufffd: 3",
        "plain.txt: 0",
      ].toSorted(),
    );
    expect(found.skipped).toEqual([]);
  });

  test("names of files and folders are content too", async () => {
    const root = temporaryFolder({ "needle-1/a.txt": "", "b/needle-2.txt": "" });
    const { documents } = await collect(worktreeSource(root, everything), "needle");
    expect(documents.map(({ origin, bytes }) => [origin.source, bytes.toString()])).toEqual([
      ["name", "needle-1"],
      ["name", "needle-2.txt"],
    ]);
  });

  test("a folder below alone, with paths from the root", async () => {
    const root = temporaryFolder({ "a.txt": "1", "sub/b.txt": "2", "sub/c/d.txt": "3" });
    const found = await collect(worktreeSource(root, { ...everything, below: "sub" }));
    expect(filesIn(found)).toEqual(["sub/b.txt: 2", "sub/c/d.txt: 3"]);
  });
});

describe("what is not opened", () => {
  test("links: their target is content and is not followed", async () => {
    const root = temporaryFolder({ "real/a.txt": "1" });
    const outside = temporaryFolder({ "secret.txt": "outside" });
    symlinkSync(join(outside, "secret.txt"), join(root, "file-link"));
    symlinkSync(outside, join(root, "folder-link"));
    symlinkSync("..", join(root, "real/loop"));
    symlinkSync("nowhere", join(root, "broken"));
    const found = await collect(worktreeSource(root, everything));
    expect(filesIn(found)).toEqual([
      "broken: nowhere",
      `file-link: ${outside}/secret.txt`,
      `folder-link: ${outside}`,
      "real/a.txt: 1",
      "real/loop: ..",
    ]);
  });

  test("pipes and sockets", async () => {
    const root = temporaryFolder({ "a.txt": "1" });
    execFileSync("mkfifo", [join(root, "pipe")]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, "socket"), resolve));
    onTestFinished(() => void server.close());
    const found = await collect(worktreeSource(root, everything));
    expect(filesIn(found)).toEqual(["a.txt: 1"]);
    expect(found.notes.map(({ about }) => about)).toEqual(["pipe", "socket"]);
    expect(found.skipped).toEqual([]);
  });
});

describe("what could not be looked at is said", () => {
  test("files above the limit", async () => {
    const root = temporaryFolder({ "large.txt": "12345", "small.txt": "1234" });
    const found = await collect(worktreeSource(root, { below: "", maxFileSize: 4 }));
    expect(filesIn(found)).toEqual(["small.txt: 1234"]);
    expect(found.skipped).toEqual([{ what: "large.txt", why: "larger than --max-file-size" }]);
  });

  test("a folder that cannot be listed", async () => {
    const root = temporaryFolder({ "a.txt": "1" });
    const found = await collect(worktreeSource(root, { ...everything, below: "a.txt" }));
    expect(found.skipped).toEqual([{ what: "a.txt", why: "not a directory (ENOTDIR)" }]);
  });

  test("a file that vanishes after it was listed", async () => {
    const root = temporaryFolder({ "a.txt": "1", "b.txt": "2" });
    const source = worktreeSource(root, everything);
    const found = await collect({
      documents: (sieve) =>
        source.documents({
          ...sieve,
          mayMatch: (bytes) => {
            execFileSync("rm", ["-f", join(root, "b.txt")]);
            return sieve.mayMatch(bytes);
          },
        }),
    });
    expect(found.skipped).toEqual([{ what: "b.txt", why: "no such file or directory (ENOENT)" }]);
  });

  test("repositories inside, whose own history this is not", async () => {
    const root = temporaryFolder({
      ".git/HEAD": "",
      "vendor/inner/.git/HEAD": "",
      "vendor/inner/a.txt": "1",
      "submodule/.git": "gitdir: elsewhere",
      "bare.git/HEAD": "ref: refs/heads/main",
      "bare.git/objects/x": "",
      "bare.git/refs/x": "",
    });
    const found = await collect(worktreeSource(root, everything));
    expect(found.notes.map(({ about }) => about).toSorted()).toEqual([
      "bare.git",
      "submodule",
      "vendor/inner",
    ]);
    expect(filesIn(found)).toContain("vendor/inner/a.txt: 1");
  });
});

test("a large file comes in windows", async () => {
  const root = temporaryFolder({ "big.txt": Buffer.alloc(WHOLE_LIMIT + 1, "x") });
  const found = await collect(worktreeSource(root, everything));
  const windows = found.documents.filter(({ origin }) => origin.source === "worktree");
  expect(windows.length).toBeGreaterThan(3);
  expect(windows.every(({ whole }) => !whole)).toBe(true);
  expect(found.coverage.bytes).toBe(WHOLE_LIMIT + 1);
});

test("an abort ends the reading", async () => {
  const files = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`${at}.txt`, "x"]));
  const source = worktreeSource(temporaryFolder(files), everything);
  const abort = new AbortController();
  let seen = 0;
  const sieve = { ...silentSieve(), signal: abort.signal };
  for await (const _ of source.documents(sieve)) {
    seen += 1;
    abort.abort();
  }
  expect(seen).toBeLessThan(5);
});

describe("the file beside a bundle", () => {
  const sighting = {
    source: "worktree",
    path: "dist/app.js",
    line: 1,
    column: 1,
    part: undefined,
    decodings: [],
    blob: undefined,
    bundle: undefined,
    marks: [],
  } as const;

  test("is handed out from within the root", async () => {
    const root = temporaryFolder({ "dist/app.js.map": "map", "maps/app.js.map": "other" });
    const source = worktreeSource(root, everything);
    expect(String(await source.beside?.(sighting, "app.js.map"))).toBe("map");
    expect(String(await source.beside?.(sighting, "../maps/app.js.map"))).toBe("other");
    expect(await source.beside?.(sighting, "missing.map")).toBeUndefined();
    expect(await source.beside?.({ ...sighting, source: "history" }, "app.js.map")).toBeUndefined();
  });

  test("is never one outside, nor a link", async () => {
    const outside = temporaryFolder({ "app.js.map": "outside" });
    const root = temporaryFolder({ "dist/app.js": "x" });
    symlinkSync(outside, join(root, "dist/folder-link"));
    symlinkSync(join(outside, "app.js.map"), join(root, "dist/link.map"));
    const source = worktreeSource(root, everything);
    for (const name of [
      join(outside, "app.js.map"),
      `../../${outside.split("/").at(-1)}/app.js.map`,
      "folder-link/app.js.map",
      "link.map",
      "a\0b",
    ])
      expect(await source.beside?.(sighting, name), name).toBeUndefined();
  });
});

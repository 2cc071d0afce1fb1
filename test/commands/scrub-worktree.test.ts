import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readForEdit, replaceFile } from "../../src/remediate/scrub-file.ts";
import { runCli } from "../support/cli.ts";
import { script } from "../support/filter-repo.ts";
import { hashOf } from "../support/hash.ts";
import { repository } from "../support/git.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { zip } from "../support/leaky-repository.ts";
import { temporaryFolder } from "../support/tree.ts";

const key = geminiAuthKey();

/** As Jupyter writes them, with an indent of its own and characters that a rewrite would change. */
const NOTEBOOK = `{
  "cells": [
    {"cell_type": "code", "execution_count": 7, "metadata": {"x": 1.0},
     "outputs": [{"name": "stdout", "output_type": "stream", "text": ["key: ${key}\\n", "\\u00e9 / \\/\\n"]}],
     "source": ["import os\\n", "genai.configure(api_key=\\"${key}\\")\\n", "os.getenv('GEMINI_API_KEY', '${key}')"]},
    {"cell_type": "markdown", "metadata": {}, "source": ["I used \`${key}\`"]}
  ],
  "metadata": {"kernelspec": {"display_name": "P", "language": "python", "name": "python3"}},
  "nbformat": 4,
  "nbformat_minor": 4
}
`;

interface Cell {
  readonly cell_type: string;
  readonly metadata: object;
  readonly source: readonly string[];
  readonly outputs?: readonly { readonly output_type: string }[];
  readonly execution_count?: number | null;
}

/** The rules of https://github.com/jupyter/nbformat/blob/main/nbformat/v4/nbformat.v4.schema.json for what is in it. */
function expectValidNotebook(text: string): readonly Cell[] {
  const notebook = JSON.parse(text) as {
    cells: Cell[];
    nbformat: number;
    nbformat_minor: number;
    metadata: object;
  };
  expect(notebook).toMatchObject({ nbformat: 4, nbformat_minor: 4, metadata: {} });
  for (const cell of notebook.cells) {
    expect(cell.source.every((line) => typeof line === "string")).toBe(true);
    expect(cell.metadata).toBeTypeOf("object");
    if (cell.cell_type !== "code") continue;
    expect(cell.execution_count === null || Number.isInteger(cell.execution_count)).toBe(true);
    for (const output of cell.outputs ?? [])
      expect(output.output_type).toMatch(/^(stream|display_data|execute_result|error)$/);
  }
  return notebook.cells;
}

function leaky() {
  const repo = repository();
  repo.write({
    "app.py": `import os\nKEY = "${key}"\n`,
    "web/app.ts": `const a = "${key}";\r\nexport const b = process.env.GEMINI_API_KEY || "${key}";\r\n`,
    ".env": `GEMINI_API_KEY=${key}\n`,
    "run.sh": `#!/bin/sh\ncurl "https://x/?key=${key}"\n`,
    "demo.ipynb": NOTEBOOK,
    "clean.txt": "nothing\n",
    "node_modules/sdk/index.js": `const a = "${key}";\n`,
    "dist/app.min.js": `!function(){return"${key}"}();\n`,
    "lib.zip": zip("a.txt", `GEMINI_API_KEY=${key}\n`.repeat(2)),
    "data.bin": Buffer.from(`\0\x01${key}\0`),
  });
  symlinkSync(key, join(repo.root, "link"));
  chmodSync(join(repo.root, "run.sh"), 0o751);
  chmodSync(join(repo.root, ".env"), 0o600);
  return repo;
}

describe("scrub --worktree", () => {
  test("edits what it can in place, lists the rest, and finds nothing more to do", () => {
    const { root, git } = leaky();
    const canary = join(temporaryFolder(), "ran");
    const program = script(temporaryFolder(), "program", `touch ${canary}`);
    for (const name of ["core.fsmonitor", "filter.x.clean", "filter.x.smudge", "diff.external"])
      git("config", name, program);
    writeFileSync(join(root, ".git/info/attributes"), "* filter=x\n");
    const gitBefore = hashOf(join(root, ".git"));
    const { stdout, stderr, exitCode } = runCli({ cwd: root, args: ["scrub", "--worktree"] });
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 1 });
    expect(existsSync(canary)).toBe(false);
    expect(stdout).toContain("Edited 9 places in 5 files:");
    expect(stdout).toContain("  web/app.ts: runs in browsers: have it ask a backend of yours");
    expect(stdout).toContain("  data.bin: binary: rebuild it");
    expect(stdout).toContain(
      "  dist/app.min.js: a built file: take the key out of its source and rebuild",
    );
    expect(stdout).toContain("  node_modules/sdk/index.js: an installed dependency");
    expect(stdout).toContain("  lib.zip: an archive: make it anew without the key");
    expect(stdout).toContain("  link: a symbolic link whose target is a key: remove it");
    expect(stdout).not.toContain(key);
    expect(hashOf(join(root, ".git"))).toBe(gitBefore);

    const read = (path: string): string => readFileSync(join(root, path), "utf8");
    expect(read("app.py")).toBe('import os\nKEY = os.environ["GEMINI_API_KEY"]\n');
    expect(read("web/app.ts")).toBe(
      "const a = process.env.GEMINI_API_KEY!;\r\nexport const b = process.env.GEMINI_API_KEY;\r\n",
    );
    expect(read(".env")).toBe("GEMINI_API_KEY=\n");
    expect(statSync(join(root, "run.sh")).mode & 0o777).toBe(0o751);
    expect(statSync(join(root, ".env")).mode & 0o777).toBe(0o600);
    expect(lstatSync(join(root, "link")).isSymbolicLink()).toBe(true);
    execFileSync("sh", ["-n", join(root, "run.sh")]);
    execFileSync("python3", [
      "-c",
      "import ast, sys; ast.parse(open(sys.argv[1]).read())",
      join(root, "app.py"),
    ]);
    expect(readdirSync(root).filter((name) => name.startsWith(".gemsweep"))).toEqual([]);

    const after = hashOf(root);
    const again = runCli({ cwd: root, args: ["scrub", "--worktree"] });
    expect(again.stdout).not.toContain("Edited");
    expect(again.exitCode).toBe(1);
    expect(hashOf(root)).toBe(after);
    for (const path of ["dist", "node_modules", "lib.zip", "data.bin", "link"])
      rmSync(join(root, path), { recursive: true });
    expect(runCli({ cwd: root, args: ["scrub", "--worktree"] })).toEqual({
      stdout: "Nothing to scrub: no current file holds a key.\n",
      stderr: "",
      exitCode: 0,
    });
  });

  test("keeps a notebook as it was written, and valid", () => {
    const { root } = leaky();
    runCli({ cwd: root, args: ["scrub", "--worktree"] });
    const text = readFileSync(join(root, "demo.ipynb"), "utf8");
    const removed = `REMOVED_GEMINI_KEY_${key.slice(-4)}`;
    expect(text).toBe(
      NOTEBOOK.replace(`\\"${key}\\"`, String.raw`os.environ[\"GEMINI_API_KEY\"]`)
        .replace(`, '${key}'`, "")
        .replaceAll(key, removed),
    );
    const [code] = expectValidNotebook(text);
    execFileSync("python3", [
      "-c",
      "import ast, sys; ast.parse(sys.argv[1])",
      code?.source.join("") ?? "",
    ]);
  });

  test("clears the outputs of notebooks that hold a key, and of no others", () => {
    const { root } = leaky();
    const other = NOTEBOOK.replaceAll(key, "no key");
    writeFileSync(join(root, "other.ipynb"), other);
    runCli({ cwd: root, args: ["scrub", "--worktree", "--clear-outputs"] });
    const [code] = expectValidNotebook(readFileSync(join(root, "demo.ipynb"), "utf8"));
    expect(code).toMatchObject({ outputs: [], execution_count: null });
    expect(readFileSync(join(root, "other.ipynb"), "utf8")).toBe(other);
  });

  test("shows a diff without a key and changes nothing in a dry run", () => {
    const { root } = leaky();
    writeFileSync(join(root, "new.py"), `import sys\nKEY = "${key}"\n`);
    const before = hashOf(root);
    const { stdout, exitCode } = runCli({ cwd: root, args: ["scrub", "--worktree", "--dry-run"] });
    expect(exitCode).toBe(1);
    expect(hashOf(root)).toBe(before);
    expect(stdout).not.toContain(key);
    const preview = `AQ.Ab8R…${key.slice(-4)}`;
    expect(stdout).toContain(
      `--- app.py\n+++ app.py\n@@ line 2 @@\n-KEY = "${preview}"\n+KEY = os.environ["GEMINI_API_KEY"]\n`,
    );
    expect(stdout).toContain(
      `--- new.py\n+++ new.py\n@@ line 1 @@\n+import os\n@@ line 2 @@\n-KEY = "${preview}"\n`,
    );
    expect(stdout).toContain(
      "Nothing was changed. A run without --dry-run edits 10 places in 6 files",
    );
  });

  test("looks at the named folder alone, and needs a working tree", () => {
    const { root } = leaky();
    runCli({ cwd: root, args: ["scrub", "web", "--worktree"] });
    expect(readFileSync(join(root, "web/app.ts"), "utf8")).not.toContain(key);
    expect(readFileSync(join(root, "app.py"), "utf8")).toContain(key);
    const bare = repository("--bare");
    expect(runCli({ cwd: bare.root, args: ["scrub", "--worktree"] }).stderr).toContain(
      "has no working tree",
    );
  });

  test("leaves the environment files that git ignores, and no others", () => {
    const repo = repository();
    repo.commit({ ".gitignore": ".env*\n*.log\n" });
    const line = `GEMINI_API_KEY=${key}\n`;
    const files = { ".env": line, "web/.env.local": line, ".env.demo": line, "run.log": line };
    repo.write(files);
    repo.git("add", "--force", ".env.demo");
    expect(runCli({ cwd: repo.root, args: ["scrub", "--worktree"] })).toEqual({
      stdout: `Edited 2 places in 2 files:
  .env.demo
  run.log

Left as they are, because git ignores them: the place for the new key.
  .env
  web/.env.local

Next: rotate the keys, set the variables outside the code, run your tests, commit. Then clean the
history: gemsweep scrub --apply --into NEW-FOLDER
`,
      stderr: "",
      exitCode: 0,
    });
    const read = (path: string): string => readFileSync(join(repo.root, path), "utf8");
    expect([".env", "web/.env.local", ".env.demo"].map(read)).toEqual([
      line,
      line,
      "GEMINI_API_KEY=\n",
    ]);
    const { stdout, exitCode } = runCli({ cwd: repo.root, args: ["scrub", "--worktree"] });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout:
        "Left as they are, because git ignores them: the place for the new key.\n  .env\n  web/.env.local\n",
    });
  });

  test("does not wait for a pipe in the place of a list of what git ignores", () => {
    const repo = repository();
    const pipe = join(temporaryFolder(), "pipe");
    for (const path of [pipe, join(repo.root, "web/.gitignore")]) {
      mkdirSync(dirname(path), { recursive: true });
      execFileSync("mkfifo", [path]);
    }
    repo.git("config", "core.excludesFile", pipe);
    repo.write({ ".env": `GEMINI_API_KEY=${key}\n` });
    expect(runCli({ cwd: repo.root, args: ["scrub", "--worktree"] }).exitCode).toBe(0);
    repo.write({ "web/.env": `GEMINI_API_KEY=${key}\n` });
    const { stderr, exitCode } = runCli({ cwd: repo.root, args: ["scrub", "--worktree"] });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/not a regular file: .*web\/\.gitignore\n {2}remove it/);
  });

  test("tells of the other names of a file", () => {
    const repo = repository();
    repo.write({ "a.txt": `GEMINI_API_KEY=${key}\n` });
    const elsewhere = join(temporaryFolder(), "b.txt");
    linkSync(join(repo.root, "a.txt"), elsewhere);
    const { stdout } = runCli({ cwd: repo.root, args: ["scrub", "--worktree"] });
    expect(stdout).toContain("  a.txt: a hard link, whose other names keep the key");
    expect(readFileSync(elsewhere, "utf8")).toContain(key);
    expect(readFileSync(join(repo.root, "a.txt"), "utf8")).not.toContain(key);
  });

  test("leaves what is public by design or known, unless it is asked for", () => {
    const repo = repository();
    const firebase = googleApiKey();
    const config = `const firebaseConfig = { apiKey: "${firebase}", authDomain: "demo.firebaseapp.com" };\n`;
    repo.write({ "firebase.js": config });
    expect(runCli({ cwd: repo.root, args: ["scrub", "--worktree"] })).toEqual({
      stdout:
        "Nothing to scrub: no current file holds a key.\n\nLeft on purpose: 1 finding of lesser severity. --fail-on low removes all.\n",
      stderr: "",
      exitCode: 0,
    });
    expect(readFileSync(join(repo.root, "firebase.js"), "utf8")).toBe(config);
    runCli({ cwd: repo.root, args: ["scrub", "--worktree", "--fail-on", "low"] });
    expect(readFileSync(join(repo.root, "firebase.js"), "utf8")).not.toContain(firebase);
  });
});

describe("a file that is replaced", () => {
  test("is left alone when it changed since it was read", async () => {
    const root = temporaryFolder({ "a.txt": "old" });
    const file = await readForEdit(root, "a.txt");
    if (typeof file === "string") throw new Error(file);
    writeFileSync(join(root, "a.txt"), "new");
    expect(await replaceFile(file, Buffer.from("edited"))).toBe("changed meanwhile: try again");
    expect(readFileSync(join(root, "a.txt"), "utf8")).toBe("new");
    expect(readdirSync(root)).toEqual(["a.txt"]);
  });

  test("is not reached through a link", async () => {
    const outside = temporaryFolder({ "a.txt": "mine" });
    const root = temporaryFolder();
    symlinkSync(outside, join(root, "folder"));
    symlinkSync(join(outside, "a.txt"), join(root, "a.txt"));
    mkdirSync(join(root, "d"));
    expect(await readForEdit(root, "folder/a.txt")).toBe("a folder on its way is a link");
    expect(await readForEdit(root, "a.txt")).toMatch(/^a symbolic link/);
    expect(await readForEdit(root, "d")).toBe("not a file");
  });
});

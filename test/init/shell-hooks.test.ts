import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { gitHook, shellPath } from "../../src/init/git-hook-text.ts";
import { hookLines, withHookLines } from "../../src/init/shell-hooks.ts";

/** What a shell says of a script that it only reads. */
function complaints(script: string): string {
  return spawnSync("sh", ["-n"], { input: script, encoding: "utf8" }).stderr;
}

test("paths of Windows are written as the shell of git for Windows takes them", () => {
  expect(shellPath("C:\\Program Files\\nodejs\\node.exe", "win32")).toBe(
    "/c/Program Files/nodejs/node.exe",
  );
  expect(shellPath("\\\\server\\share\\node.exe", "win32")).toBe("//server/share/node.exe");
  expect(shellPath("/opt/a\\b/node", "linux")).toBe("/opt/a\\b/node");
});

test("a path with spaces and quotes stays one word", () => {
  const installed = { node: "/c/O'Neill's tools/node.exe", program: "C:/O'Neill's $x/cli.cjs" };
  for (const hook of ["pre-commit", "pre-push"] as const) {
    const text = gitHook(hook, installed);
    expect(complaints(text)).toBe("");
    expect(text).toContain(`'/c/O'\\''Neill'\\''s tools/node.exe'`);
    expect(text).toContain(`'C:/O'\\''Neill'\\''s $x/cli.cjs' node_modules`);
    expect(text).not.toContain("\r");
  }
});

test("a hook for other machines names no path of this one", () => {
  expect(gitHook("pre-commit", undefined)).not.toContain(process.execPath);
});

test.each([
  ["", hookLines("pre-commit", "gemsweep")],
  ["npm test\n", "gemsweep staged\nnpm test\n"],
  ["npm test\r\n", "gemsweep staged\nnpm test\r\n"],
  ["#!/usr/bin/env sh\n\nnpm test", "#!/usr/bin/env sh\n\ngemsweep staged\nnpm test"],
  [
    '#!/bin/sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpm test\n',
    '#!/bin/sh\n. "$(dirname -- "$0")/_/husky.sh"\n\ngemsweep staged\nnpm test\n',
  ],
  ["npx gemsweep staged --quiet\n", "npx gemsweep staged --quiet\n"],
  ["# gemsweep staged\n", "gemsweep staged\n# gemsweep staged\n"],
  ["#!/usr/bin/env node\n", undefined],
])("the call comes first: %j", (before, after) => {
  expect(withHookLines(before, "pre-commit", "gemsweep")).toBe(after);
});

test.each([
  ["one two\nthree $x\n", "pushed one two\nthree $x\none two\nthree $x\nthen\n"],
  ["", "pushed then\n"],
])("what git pipes in reaches gemsweep and what follows: %j", (input, stdout) => {
  const program = `${process.execPath} -e 'process.stdin.pipe(process.stdout); process.stdout.write("pushed ")'`;
  const script = withHookLines("cat; echo then\n", "pre-push", program)?.replace(
    ' push "$@" ||',
    ' && { [ -z "$pushed" ] || echo; } ||',
  );
  const done = spawnSync("sh", ["-e", "-c", script ?? ""], { input, encoding: "utf8" });
  expect([done.stdout, done.status]).toEqual([stdout, 0]);
});

test("where gemsweep stops a push, what follows does not run", () => {
  const script = withHookLines("echo then\n", "pre-push", "false");
  const done = spawnSync("sh", ["-c", script ?? ""], { input: "x\n", encoding: "utf8" });
  expect([done.stdout, done.status]).toEqual(["", 1]);
});

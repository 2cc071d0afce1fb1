/** The real git-filter-repo for tests, and programs that stand in its way. */
import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasTool } from "./tools.ts";

/** Whether the tests that rewrite can run. */
export const installed = hasTool(
  "git-filter-repo",
  "Install it with `pip install git-filter-repo`.",
);

/** The script of version 2.38, if OLD_FILTER_REPO names one; in CI it does, elsewhere the tests with it may be skipped. */
export function oldFilterRepo(): string | undefined {
  const old = process.env["OLD_FILTER_REPO"];
  if (old !== undefined) return old;
  const remedy = "name the git_filter_repo.py of 2.38 in OLD_FILTER_REPO";
  if (process.env["CI"]) throw new Error(remedy);
  process.stderr.write(`\n*** SKIPPED: tests with git-filter-repo 2.38; ${remedy}\n\n`);
  return undefined;
}

/** An executable shell script. */
export function script(folder: string, name: string, body: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Where the program is that PATH leads to. */
export function realFilterRepo(): string {
  return execFileSync("sh", ["-c", "command -v git-filter-repo"], { encoding: "utf8" }).trim();
}

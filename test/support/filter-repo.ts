/** The real git-filter-repo for tests, and programs that stand in its way. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { hasTool } from "./tools.ts";

/** Whether the tests that rewrite can run. */
export const installed = hasTool(
  "git-filter-repo",
  "Install it with `pip install git-filter-repo`.",
);

/** The script of version 2.38, where OLD_FILTER_REPO names one. */
export const oldVersion = process.env["OLD_FILTER_REPO"];
if (oldVersion === undefined) {
  if (process.env["CI"]) throw new Error("OLD_FILTER_REPO must name git_filter_repo.py of 2.38");
  process.stderr.write(
    "\n*** SKIPPED: tests with git-filter-repo 2.38; name its git_filter_repo.py in OLD_FILTER_REPO\n\n",
  );
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

/** A hash of everything in a folder: names, kinds, modes, times of change and contents. */
export function hashOf(folder: string): string {
  const hash = createHash("sha256");
  const visit = (path: string): void => {
    const { mode, mtimeMs } = lstatSync(path);
    hash.update(`${path}\0${mode}\0${mtimeMs}\0`);
    if (lstatSync(path).isDirectory())
      for (const name of readdirSync(path).toSorted()) visit(join(path, name));
    else if (lstatSync(path).isSymbolicLink()) hash.update(readlinkSync(path));
    else hash.update(readFileSync(path));
  };
  visit(folder);
  return hash.digest("hex");
}

/** The summary of a step, which `--format github` leaves where the workflow says. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runCli } from "../support/cli.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

function scanned(flags: readonly string[], before?: string) {
  const cwd = temporaryFolder({ "a.py": `genai.configure(api_key="${googleApiKey()}")\n` });
  const file = join(temporaryFolder(), "summary.md");
  if (before !== undefined) writeFileSync(file, before);
  const result = runCli({
    cwd,
    args: ["scan", "a.py", ...flags],
    env: { GITHUB_STEP_SUMMARY: file },
  });
  return { ...result, file };
}

test("it comes after what is there", () => {
  const { file, exitCode } = scanned(["--format", "github"], "# before\n");
  expect(exitCode).toBe(1);
  expect(readFileSync(file, "utf8")).toMatch(
    /^# before\n## gemsweep\n\n1 credential \(1 critical\)/,
  );
});

test("it is for --format github alone", () => {
  for (const flags of [[], ["--format", "json"], ["--output", "github:x.txt"]])
    expect(existsSync(scanned(flags).file)).toBe(false);
});

test("it never makes the file larger than GitHub takes", () => {
  const filled = "x".repeat(1024 ** 2 - 100);
  const { file, exitCode } = scanned(["--format", "github"], filled);
  expect(exitCode).toBe(1);
  expect(statSync(file).size).toBe(filled.length);
});

test("that it cannot be written is said, after the annotations", () => {
  const cwd = temporaryFolder({ "a.py": `genai.configure(api_key="${googleApiKey()}")\n` });
  const result = runCli({
    cwd,
    args: ["scan", "a.py", "--format", "github"],
    env: { GITHUB_STEP_SUMMARY: join(cwd, "missing", "summary.md") },
  });
  expect(result.exitCode).toBe(2);
  expect(result.stdout).toMatch(/^::error file=a\.py,line=1,col=26,title=Google API key /);
  expect(result.stderr).toBe(
    "gemsweep: cannot write the file that GITHUB_STEP_SUMMARY names: no such file or directory (ENOENT)\n",
  );
});

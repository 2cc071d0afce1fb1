/** Programs that some tests need besides Node and git. */
import { spawnSync } from "node:child_process";

/**
 * Whether a program can be run here. Its absence skips the tests that need it, and says so loudly;
 * in CI nothing is skipped, so there it is an error.
 */
export function hasTool(program: string, remedy: string): boolean {
  const found = spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
  if (found) return true;
  if (process.env["CI"]) throw new Error(`${program} is missing: ${remedy}`);
  process.stderr.write(`\n*** SKIPPED: tests that need ${program}. ${remedy}\n\n`);
  return false;
}

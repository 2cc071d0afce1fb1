/** What the figures were measured on. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, platform, totalmem } from "node:os";

/** @returns {string} One line. */
export function machine() {
  const [{ model = "unknown processor" } = {}] = cpus();
  const git = execFileSync("git", ["--version"], { encoding: "utf8" }).trim();
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return [
    `${availableParallelism()} cores (${model.trim()})`,
    `${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory`,
    platform(),
    `Node ${process.versions.node}`,
    git,
    `gemsweep ${version}`,
  ].join(", ");
}

/** What the figures were measured on, and with which programs. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";

/** A core that is busy with other things this often bends the figures. */
const QUIET = 0.3;

/** @returns {string} One line. */
export function machine() {
  const model = cpus().at(0)?.model ?? "unknown processor";
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

/**
 * What to know of a machine that has other things to do; looks at it as it is now.
 * @returns {string | undefined}
 */
export function busyness() {
  const [load] = loadavg();
  return load > QUIET * availableParallelism()
    ? `The machine was busy when this began (load ${load.toFixed(1)}): compare processor time rather than seconds.`
    : undefined;
}

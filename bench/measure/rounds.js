/** Runs contenders turn by turn, so that whatever else the machine does meets them all. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { timed } from "./timed.js";

/** @typedef {import("./timed.js").Command} Command */
/** @typedef {import("./timed.js").Run} Run */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {Command} run
 * @property {readonly number[]} [ends] Exit codes with which it has done its work; by default 0.
 * @property {(output: string) => number} [count] How many of the planted keys its output names.
 */

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {readonly Run[]} runs Those that did the work.
 * @property {string | undefined} trouble Why its times mean nothing.
 * @property {number | undefined} found Planted keys, if it looks for any.
 */

/** Seconds after which one run must do: what takes so long is no close contender. */
const LONG = 60;

/**
 * Each round runs every contender once, but one that failed, ran out of time or took very long is not run again.
 * @param {string} title
 * @param {readonly Contender[]} contenders
 * @param {{ rounds: number, seconds: number, planted: number, watch?: boolean }} options
 * @returns {Promise<Result[]>}
 */
export async function takeTurns(title, contenders, { rounds, seconds, planted, watch }) {
  const results = contenders.map(({ name }) => ({
    name,
    runs: [],
    trouble: undefined,
    found: undefined,
  }));
  const scratch = mkdtempSync(join(tmpdir(), "gemsweep-bench-run-"));
  const output = join(scratch, "output");
  const errors = join(scratch, "errors");
  try {
    for (let round = 1; round <= rounds; round++)
      for (const [number, contender] of contenders.entries()) {
        const result = results[number];
        if (result.trouble !== undefined || result.runs.at(-1)?.wall > LONG) continue;
        const { run, ends = [0], count } = contender;
        const once = await timed(
          { cwd: scratch, ...run },
          { output: count ? output : "/dev/null", errors, seconds, watch },
        );
        console.error(`${title}, round ${round}: ${contender.name} ${once.wall.toFixed(2)} s`);
        result.trouble = troubleOf(once, ends, errors, seconds);
        if (result.trouble !== undefined) continue;
        result.runs.push(once);
        if (!count) continue;
        result.found = count(readFileSync(output, "latin1"));
        if (result.found === 0 && planted > 0) result.trouble = "found nothing";
      }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return results;
}

function troubleOf({ status }, ends, errors, seconds) {
  if (status === undefined) return `ended after ${seconds} s`;
  if (ends.includes(status)) return undefined;
  console.error(readFileSync(errors, "utf8").trim().split("\n").slice(-5).join("\n"));
  return `failed with exit code ${status}`;
}

/**
 * The least of a field over the runs.
 * @param {Result} result
 * @param {"wall" | "cpu"} field
 * @returns {number}
 */
export function least({ runs }, field) {
  return Math.min(...runs.map((run) => run[field]));
}

/**
 * @param {Result} result
 * @param {"wall" | "cpu"} field
 * @returns {number}
 */
export function median({ runs }, field) {
  const values = runs.map((run) => run[field]).toSorted((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

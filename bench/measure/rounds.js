/** Runs contenders turn by turn, so that whatever else the machine does meets them all. */
import { mkdirSync, readFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { withScratch } from "./scratch.js";
import { timed } from "./timed.js";

/** @typedef {import("./timed.js").Command} Command */
/** @typedef {import("./timed.js").Run} Run */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {Command | undefined} run Undefined where it is not installed.
 * @property {Command} [prepare] Run once before the first round and not timed.
 * @property {readonly number[]} [ends] Exit codes with which it has done its work; by default 0.
 * @property {RegExp} [complaint] A line on standard error that tells of something not looked at.
 * @property {(output: string) => number} [count] How many of the planted keys its output names; throws where that is no
 * report.
 */

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {readonly Run[]} runs Those that did the work.
 * @property {string | undefined} trouble Why there is no time.
 * @property {number | undefined} atLeast Seconds after which it was ended.
 * @property {string | undefined} note What it wrote when it failed or left something out.
 * @property {number | undefined} found Planted keys, if it looks for any.
 */

/** Seconds after which one run must do: what takes so long is no close contender. */
const LONG = 60;

/**
 * Each round runs every contender once, but one that failed, ran out of time or took very long is not run again.
 * @param {string} title
 * @param {readonly Contender[]} contenders
 * @param {{ rounds: number, seconds: number }} options
 * @returns {Promise<Result[]>}
 */
export async function takeTurns(title, contenders, { rounds, seconds }) {
  const results = contenders.map(({ name, run }) => ({
    name,
    runs: [],
    trouble: run === undefined ? "not installed" : undefined,
    atLeast: undefined,
    note: undefined,
    found: undefined,
  }));
  await withScratch(async (scratch) => {
    const files = { output: join(scratch, "output"), errors: join(scratch, "errors") };
    // Some leave their own temporary files behind.
    const temporary = join(scratch, "temporary");
    mkdirSync(temporary);
    // What nobody reads is not kept either: git's 6 GB would wait for the disk.
    const start = ({ env, ...run }, output = devNull) =>
      timed(
        { cwd: scratch, ...run, env: { TMPDIR: temporary, ...env } },
        { ...files, output, seconds },
      );
    for (let round = 1; round <= rounds; round++)
      for (const [number, contender] of contenders.entries()) {
        const result = results[number];
        if (result.trouble !== undefined || result.runs.at(-1)?.wall > LONG) continue;
        process.stderr.write(`${title}, round ${round} of ${rounds}: ${contender.name} … `);
        if (round === 1 && contender.prepare) await start(contender.prepare);
        const run = await start(contender.run, contender.count && files.output);
        judge(result, contender, run, files, seconds);
        process.stderr.write(`${result.trouble ?? `${run.wall.toFixed(2)} s`}\n`);
      }
  });
  return results;
}

/** Adds a run, or says why it is none. */
function judge(result, { ends = [0], complaint, count }, run, files, seconds) {
  const lines = stripVTControlCharacters(readFileSync(files.errors, "utf8")).trim().split("\n");
  if (run.status === undefined) {
    result.trouble = `ended after ${seconds} s`;
    result.atLeast = seconds;
    return;
  }
  if (!ends.includes(run.status)) {
    result.trouble = `failed with exit code ${run.status}`;
    result.note = lines.find((line) => /error|fatal/iu.test(line)) ?? lines.at(-1);
    return;
  }
  if (complaint) result.note = lines.find((line) => complaint.test(line));
  if (count)
    try {
      result.found = count(readFileSync(files.output, "latin1"));
    } catch {
      result.trouble = "printed no report";
      result.note = lines.at(-1);
      return;
    }
  result.runs.push(run);
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

/**
 * The most memory that it held in any run, in bytes; undefined where the system does not show it.
 * @param {Result} result
 * @returns {number | undefined}
 */
export function peak({ runs }) {
  const peaks = runs.flatMap(({ peak }) => peak ?? []);
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}

/** Runs a command once and says what it took. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { undoneAtEnd } from "./endings.js";
import { runningProcesses, watchMemory } from "./memory.js";

/**
 * @typedef {object} Command
 * @property {readonly string[]} command Program and arguments.
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string>>} [env] Added to the environment.
 */

/**
 * @typedef {object} Run
 * @property {number} wall In seconds, as is `cpu`.
 * @property {number} cpu User and system time of all its processes and threads.
 * @property {number | undefined} status The exit code; undefined when it ran out of time and was ended.
 * @property {number | undefined} peak Bytes of memory of all its processes together, where the system shows it.
 */

// The shell counts its child's processes and threads, and its own start is not in the time.
const SHELL = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >"$BENCH_OUTPUT" 2>"$BENCH_ERRORS" 3>&1';

/**
 * Standard output, and what goes to descriptor 3, is written to one file and standard error to another.
 * @param {Command} command
 * @param {{ output: string, errors: string, seconds: number }} options `seconds` until it is ended.
 * @returns {Promise<Run>}
 */
export async function timed({ command, cwd, env }, { output, errors, seconds }) {
  const before = runningProcesses();
  const start = performance.now();
  const shell = spawn("bash", ["-c", SHELL, "bash", ...command], {
    cwd,
    // A clone may lack objects on purpose, and none is asked for them.
    env: {
      ...process.env,
      GIT_NO_LAZY_FETCH: "1",
      ...env,
      BENCH_OUTPUT: output,
      BENCH_ERRORS: errors,
    },
    stdio: ["ignore", "ignore", "pipe"],
    // A group of its own, so that whatever it started ends with it.
    detached: true,
  });
  let report = "";
  shell.stderr.setEncoding("utf8").on("data", (text) => (report += text));
  const memory = watchMemory(shell.pid, before);
  const end = () => {
    if (shell.pid !== undefined) process.kill(-shell.pid, "SIGKILL");
  };
  const done = undoneAtEnd(end);
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    end();
  }, seconds * 1000);
  const [code] = await once(shell, "close");
  done();
  clearTimeout(deadline);
  const peak = memory.stop();
  if (late) return { wall: (performance.now() - start) / 1000, cpu: 0, status: undefined, peak };
  // Some languages write a comma where others have a point.
  const numbers = report.trim().replaceAll(",", ".").split(/\s+/u).slice(-3);
  const [wall, user, system] = numbers.map(Number);
  return { wall, cpu: user + system, status: code ?? -1, peak };
}

/** What it costs to say which commits brought what was found. */
import { fileURLToPath } from "node:url";
import { gitLog } from "../contenders/gemsweep.js";
import { least, takeTurns } from "../measure/rounds.js";
import { number, seconds } from "../report/table.js";

const TRACER = fileURLToPath(new URL("../trace-time.js", import.meta.url));

/**
 * @param {readonly import("../subjects.js").Subject[]} subjects
 * @param {import("../options.js").Options} options
 */
export async function trace(subjects, options) {
  const rows = [];
  for (const { name, path } of subjects) {
    const traces = [];
    // It tells the seconds of the trace alone as its output.
    const tracer = {
      name: "gemsweep's trace within an audit",
      run: { command: [process.execPath, TRACER, path] },
      count: (output) => traces.push(...JSON.parse(output)),
    };
    const [traced, log] = await takeTurns(`trace in ${name}`, [tracer, gitLog(path)], options);
    const ours = Math.min(...traces);
    const trouble =
      traced.trouble ?? log.trouble ?? (traces.length === 0 ? "nothing to trace" : undefined);
    rows.push(
      trouble === undefined
        ? [name, number(ours / least(log, "wall")), seconds(ours), seconds(least(log, "wall"))]
        : [name, trouble, "–", "–"],
    );
  }
  const head = ["repository", "ratio", "blob to commits", "git log --all --raw -m"];
  return { tables: [{ title: "From blobs to commits", head, rows }], claims: [] };
}

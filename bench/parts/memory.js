/** The memory that an audit takes with all its processes. */
import { largeBlobRepository } from "../generate/repositories.js";
import { peak, takeTurns } from "../measure/rounds.js";
import { megabytes, number } from "../report/table.js";
import { sizeOf } from "../subjects.js";
import { audit } from "./history.js";

const FIXED = 600e6;
const LARGE_BLOB = 200e6;

/**
 * @param {readonly import("../subjects.js").Subject[]} subjects
 * @param {import("../options.js").Options} options
 */
export async function memory(subjects, options) {
  const large = await largeBlobRepository(options.seed, LARGE_BLOB);
  const rows = [];
  const claims = [];
  for (const subject of [...subjects, { name: "one blob of 200 MB", ...large }]) {
    const { name, path } = subject;
    const turns = { ...options, rounds: 1 };
    const [result] = await takeTurns(`memory on ${name}`, [audit(subject)], turns);
    const { largest } = sizeOf(path);
    const limit = FIXED + 2 * largest;
    const most = peak(result);
    const ratio = most === undefined ? undefined : most / limit;
    claims.push({ work: "memory", on: name, ratio });
    rows.push([
      name,
      result.trouble ?? number(ratio),
      megabytes(most),
      megabytes(limit),
      megabytes(largest),
    ]);
  }
  const head = ["repository", "ratio", "peak", "limit", "largest object"];
  return { tables: [{ title: "Memory of an audit", head, rows }], claims };
}

/** What it costs to audit many small repositories, with several at a time. */
import { named } from "../contenders/count.js";
import { fleetCommand } from "../contenders/gemsweep.js";
import { fleetOf } from "../generate/fleet.js";
import { least, peak, takeTurns } from "../measure/rounds.js";
import { megabytes, number, seconds } from "../report/table.js";

const WORKERS = [1, 2, 4];

/** What a fleet takes must not grow with it: the same is asked of a part of so many repositories. */
const SHARE = 4;

/** @param {import("../options.js").Options} options */
export async function fleet(options) {
  const { repositories: count, seed } = options.fleet;
  const whole = await fleetOf(seed, count);
  const part = await fleetOf(seed, Math.ceil(count / SHARE));
  const contenders = ({ path, keys }) =>
    WORKERS.map((workers) => ({
      name: `${workers} at a time`,
      run: { command: fleetCommand(path, workers) },
      ends: [1],
      count: named(keys),
    }));
  const turns = { ...options, rounds: 1 };
  const results = await takeTurns(`fleet of ${count}`, contenders(whole), turns);
  const parts = await takeTurns(`fleet of ${count / SHARE}`, contenders(part), turns);
  const rows = results.map((result, index) => [
    result.name,
    result.trouble ?? seconds(least(result, "wall")),
    milliseconds(least(result, "wall"), count),
    seconds(least(result, "cpu")),
    milliseconds(least(result, "cpu"), count),
    megabytes(peak(result)),
    number(grown(peak(result), peak(parts[index]))),
    `${result.found} of ${whole.keys.length}`,
  ]);
  const head = [
    "repositories",
    "time",
    "each",
    "CPU",
    "each",
    "memory",
    "of that of a quarter",
    "keys found",
  ];
  const title = `An audit of ${count.toLocaleString("en")} small repositories`;
  return { tables: [{ title, head, rows }], claims: [] };
}

function milliseconds(time, count) {
  return time === undefined ? "–" : `${Math.round((time * 1000) / count)} ms`;
}

function grown(whole, part) {
  return whole === undefined || part === undefined ? undefined : whole / part;
}

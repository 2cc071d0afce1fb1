/** A hook's time for a commit of twenty files, most of it the start of the program. */
import { hookSearchers } from "../contenders/file-searchers.js";
import { gemsweep, nodeAlone } from "../contenders/gemsweep.js";
import { stagedScanners } from "../contenders/scanners.js";
import { stagedRepositories } from "../generate/repositories.js";
import { takeTurns } from "../measure/rounds.js";
import { comparison, ratio } from "../report/table.js";

/** Runs are short, so that many are needed and can be had. */
const TIMES_AS_MANY = 5;

/** @param {import("../options.js").Options} options */
export async function hook(options) {
  const { clean, leaking, paths, keys } = await stagedRepositories(options.seed);
  const tables = [];
  const claims = [];
  const commits = [
    { folder: clean, staged: [], on: "nothing to find" },
    { folder: leaking, staged: keys, on: "one key" },
  ];
  for (const { folder, staged, on } of commits) {
    const contenders = [
      gemsweep("gemsweep staged", ["staged"], staged, folder),
      nodeAlone(),
      ...(options.peers
        ? [...stagedScanners(folder, staged), ...hookSearchers(folder, paths, staged)]
        : []),
    ];
    const rounds = options.rounds * TIMES_AS_MANY;
    const planted = staged.length;
    const results = await takeTurns(`hook, ${on}`, contenders, { ...options, rounds });
    tables.push(comparison(`20 staged files, ${on}`, results, planted));
    claims.push({ work: "node", on, ratio: ratio(results[0], results[1]) });
  }
  return { tables, claims };
}

/** Reading the files of a checkout. */
import { folderSearchers, ripgrep } from "../contenders/file-searchers.js";
import { gemsweep } from "../contenders/gemsweep.js";
import { folderScanners } from "../contenders/scanners.js";
import { workingTree } from "../generate/repositories.js";
import { takeTurns } from "../measure/rounds.js";
import { comparison, ratio } from "../report/table.js";

/** Some take an hour for what takes others a second: after so many seconds of waiting that is known well enough. */
const PATIENCE = 120;

/** @param {import("../options.js").Options} options */
export async function worktree(options) {
  const { folder, repository, keys } = await workingTree(options.seed, options.files);
  const contenders = [
    gemsweep("gemsweep scan", ["scan", "."], keys, folder),
    ripgrep(folder, keys),
    gemsweep("gemsweep audit, files and one commit", ["audit", repository], keys),
    ...(options.peers ? [...folderScanners(folder, keys), ...folderSearchers(folder, keys)] : []),
  ];
  const seconds = Math.min(PATIENCE, options.seconds);
  const results = await takeTurns("working tree", contenders, { ...options, seconds });
  const files = `${options.files.toLocaleString("en")} files`;
  return {
    tables: [comparison(`Working tree, ${files}`, results, keys.length)],
    claims: [{ work: "ripgrep", on: `generated, ${files}`, ratio: ratio(results[0], results[1]) }],
  };
}

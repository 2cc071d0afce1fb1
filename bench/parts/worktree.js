/** Reading the files of a checkout. */
import { folderPeers } from "../contenders/file-peers.js";
import { gemsweep } from "../contenders/gemsweep.js";
import { workingTree } from "../generate/repositories.js";
import { takeTurns } from "../measure/rounds.js";
import { comparison, ratio } from "../report/table.js";

/** @param {import("../options.js").Options} options */
export async function worktree(options) {
  const { folder, repository, keys } = await workingTree(options.seed, options.files);
  const contenders = [
    gemsweep("gemsweep scan", ["scan", "."], keys, folder),
    gemsweep("gemsweep audit, files and one commit", ["audit", repository], keys),
    ...folderPeers(folder, keys).filter(({ name }) => options.peers || name === "ripgrep"),
  ];
  const planted = keys.length;
  const results = await takeTurns("working tree", contenders, { ...options, planted });
  const files = `${options.files.toLocaleString("en")} files`;
  const ripgrep = results.find(({ name }) => name === "ripgrep");
  return {
    tables: [comparison(`Working tree, ${files}`, results, planted)],
    claims: [{ work: "ripgrep", on: `generated, ${files}`, ratio: ratio(results[0], ripgrep) }],
  };
}

/** Reading all of history, against git itself and against other scanners. */
import { join } from "node:path";
import { gemsweep, gitObjects, readerAlone } from "../contenders/gemsweep.js";
import { historyPeers } from "../contenders/history-peers.js";
import { git } from "../generate/git.js";
import { takeTurns } from "../measure/rounds.js";
import { comparison, fastest, foundText, megabytes, ratio } from "../report/table.js";
import { sizeOf } from "../subjects.js";

/** @typedef {import("../measure/rounds.js").Contender} Contender */
/** @typedef {import("../subjects.js").Subject} Subject */

/**
 * @param {Subject} subject
 * @returns {Contender}
 */
export function audit({ path, keys }) {
  return gemsweep("gemsweep audit", ["audit", path], keys);
}

/**
 * @param {readonly Subject[]} subjects
 * @param {import("../options.js").Options} options
 */
export async function history(subjects, options) {
  const tables = [];
  const claims = [];
  for (const subject of subjects) {
    const { name, path, keys } = subject;
    const objects = join(git(path, "rev-parse", "--absolute-git-dir"), "objects");
    const peers = options.peers ? historyPeers(path, keys) : [];
    const contenders = [audit(subject), readerAlone(objects), gitObjects(path), ...peers];
    const planted = keys.length;
    const results = await takeTurns(`history of ${name}`, contenders, { ...options, planted });
    const [ours, , git_, ...others] = results;
    const best = fastest(others);
    claims.push({ work: "git", on: name, ratio: ratio(ours, git_) });
    if (others.length > 0)
      claims.push({
        work: "peer",
        on: name,
        ratio: ratio(ours, best),
        against: best && `${best.name}: ${foundText(best, planted)}`,
      });
    const size = sizeOf(path);
    const title = `History of ${name}: ${size.objects.toLocaleString("en")} objects, ${megabytes(size.bytes)} in packs of ${megabytes(size.packed)}`;
    tables.push(comparison(title, results, planted));
  }
  return { tables, claims };
}

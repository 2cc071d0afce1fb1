/** Reading all of history, against git itself and against other scanners. */
import { join } from "node:path";
import { gemsweep, gitObjects, readerAlone } from "../contenders/gemsweep.js";
import { GOOGLE_RULES, historyScanners } from "../contenders/scanners.js";
import { git } from "../generate/git.js";
import { takeTurns } from "../measure/rounds.js";
import { comparison, fastest, foundText, megabytes, ratio } from "../report/table.js";
import { sizeOf } from "../subjects.js";

/** @typedef {import("../measure/rounds.js").Contender} Contender */
/** @typedef {import("../measure/rounds.js").Result} Result */
/** @typedef {import("../options.js").Options} Options */
/** @typedef {import("../subjects.js").Subject} Subject */

/** @type {Map<string, Promise<Result[]>>} */
const measured = new Map();

/**
 * The results on one repository: gemsweep, its reader alone, git, then the scanners. Measured once, however many parts
 * want them.
 * @param {Subject} subject
 * @param {Options} options
 * @returns {Promise<Result[]>}
 */
export function historyResults(subject, options) {
  const { name, path, keys } = subject;
  const results = measured.get(path) ?? measure();
  measured.set(path, results);
  return results;

  function measure() {
    const objects = join(git(path, "rev-parse", "--absolute-git-dir"), "objects");
    const scanners = options.peers ? historyScanners(path, keys) : [];
    const contenders = [audit(subject), readerAlone(objects), gitObjects(path), ...scanners];
    return takeTurns(`history of ${name}`, contenders, options);
  }
}

/**
 * @param {Subject} subject
 * @returns {Contender}
 */
export function audit({ path, keys }) {
  return gemsweep("gemsweep audit", ["audit", path], keys);
}

/**
 * @param {readonly Subject[]} subjects
 * @param {Options} options
 */
export async function history(subjects, options) {
  const tables = [];
  const claims = [];
  for (const subject of subjects) {
    const { name, path, keys } = subject;
    const planted = keys.length;
    const results = await historyResults(subject, options);
    const [ours, , git_, ...scanners] = results;
    const few = ({ name }) => name.endsWith(GOOGLE_RULES);
    claims.push({ work: "git", on: name, ratio: ratio(ours, git_) });
    for (const [work, group] of [
      ["scanner", scanners.filter((scanner) => !few(scanner))],
      ["googleOnly", scanners.filter(few)],
    ]) {
      const best = fastest(group, planted);
      if (best === undefined) continue;
      const against = `${best.name}: ${foundText(best, planted)}`;
      claims.push({ work, on: name, ratio: ratio(ours, best), against });
    }
    const size = sizeOf(path);
    const title = `History of ${name}: ${size.objects.toLocaleString("en")} objects, ${megabytes(size.bytes)} in packs of ${megabytes(size.packed)}`;
    tables.push(comparison(title, results, planted));
  }
  return { tables, claims };
}

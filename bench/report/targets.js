/** The ratios that must be reached and those aimed at, on two cores with all default rules. */
import { number } from "./table.js";

/** @typedef {import("./table.js").Table} Table */

/**
 * @typedef {object} Claim
 * @property {keyof typeof TARGETS} work
 * @property {string} on What was measured, such as the repository.
 * @property {number | undefined} ratio
 * @property {string} [against] The other's name where it is not the same each time.
 */

const TARGETS = {
  git: { title: "history, against `git cat-file`", must: 0.4, aim: 0.25 },
  scanner: { title: "history, against the fastest other scanner", must: 0.5, aim: 0.25 },
  googleOnly: {
    title: "history, against the fastest with its Google rules alone",
    must: 0.5,
    aim: 0.25,
  },
  ripgrep: { title: "working tree, against ripgrep", must: 6, aim: 3 },
  node: { title: "staged, 20 files, against `node -e 0`", must: 2.2, aim: 1.6 },
  memory: {
    title: "peak memory, against 600 MB and twice the largest object",
    must: 1,
    aim: 1,
  },
};

/**
 * All claims beside their targets.
 * @param {readonly Claim[]} claims
 * @returns {Table}
 */
export function summary(claims) {
  return {
    title: "Ratios",
    head: ["ratio", "work", "must", "aim", "", "measured on"],
    rows: claims.map(({ work, on, ratio, against }) => {
      const { title, must, aim } = TARGETS[work];
      return [
        number(ratio),
        against === undefined ? title : `${title} (${against})`,
        `<= ${must}`,
        `<= ${aim}`,
        verdict(ratio, must, aim),
        on,
      ];
    }),
  };
}

function verdict(ratio, must, aim) {
  if (ratio === undefined) return "not measured";
  return ratio <= aim ? "aim reached" : ratio <= must ? "must reached" : "missed";
}

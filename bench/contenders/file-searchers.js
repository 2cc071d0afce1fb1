/** What searches files and knows nothing of git: ripgrep with gemsweep's patterns for keys, secretlint, detect-secrets. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digests, reportedValues, values } from "./count.js";
import { PEERS, installed } from "./installed.js";

/** @typedef {import("../measure/rounds.js").Contender} Contender */
/** @typedef {import("../generate/keys.js").PlantedKey} PlantedKey */

const PATTERN = String.raw`AIza[0-9A-Za-z_-]{35}|AQ\.Ab8R[0-9A-Za-z_-]{46}`;

/** Once with its recommended rules, and once with only a rule for these keys. */
const SECRETLINT_RULES = {
  secretlint: { id: "@secretlint/secretlint-rule-preset-recommend" },
  "secretlint, Google rules": {
    id: "@secretlint/secretlint-rule-pattern",
    options: { patterns: [{ name: "Google key", pattern: `/${PATTERN}/` }] },
  },
};

/**
 * @param {string} folder
 * @param {readonly PlantedKey[]} keys
 * @returns {Contender}
 */
export function ripgrep(folder, keys) {
  const args = ["-uuu", "--only-matching", "--regexp", PATTERN, folder];
  return { ...searcher("rg", args, { count: values(keys) }), name: "ripgrep" };
}

/**
 * The others on all files of a folder.
 * @param {string} folder
 * @param {readonly PlantedKey[]} keys
 * @returns {Contender[]}
 */
export function folderSearchers(folder, keys) {
  const args = ["scan", "--all-files", "--no-verify", "."];
  return [
    searcher("detect-secrets", args, { count: digests(keys), cwd: folder }),
    ...secretlint(["**/*"], keys, folder),
  ];
}

/**
 * The others as hooks, which are given the staged files.
 * @param {string} repository
 * @param {readonly string[]} paths
 * @param {readonly PlantedKey[]} keys Staged ones.
 * @returns {Contender[]}
 */
export function hookSearchers(repository, paths, keys) {
  const args = ["--json", "--no-verify", ...paths];
  return [
    searcher("detect-secrets-hook", args, { count: digests(keys), cwd: repository }),
    ...secretlint(paths, keys, repository),
  ];
}

function secretlint(patterns, keys, cwd) {
  if (installed("secretlint") === undefined) return [{ name: "secretlint", run: undefined }];
  return Object.entries(SECRETLINT_RULES).map(([name, rule]) => {
    const settings = join(PEERS, `${name.replaceAll(/\W+/gu, "-")}.json`);
    mkdirSync(PEERS, { recursive: true });
    writeFileSync(settings, JSON.stringify({ rules: [rule] }));
    const args = ["--secretlintrc", settings, "--no-maskSecrets", "--format", "json", ...patterns];
    return { ...searcher("secretlint", args, { count: reportedValues(keys), cwd }), name };
  });
}

function searcher(program, args, { count, cwd }) {
  const path = installed(program);
  const run = path === undefined ? undefined : { command: [path, ...args], cwd };
  return { name: program, run, ends: [0, 1], count };
}

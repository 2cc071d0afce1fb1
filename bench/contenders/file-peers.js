/** Searchers of files: ripgrep with gemsweep's patterns for keys, secretlint, detect-secrets. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digests, values } from "./count.js";
import { PEERS, installed } from "./installed.js";

/** @typedef {import("../measure/rounds.js").Contender} Contender */
/** @typedef {import("../generate/keys.js").PlantedKey} PlantedKey */

const PATTERN = String.raw`AIza[0-9A-Za-z_-]{35}|AQ\.Ab8R[0-9A-Za-z_-]{46}`;

/**
 * Searchers of a whole folder.
 * @param {string} folder
 * @param {readonly PlantedKey[]} keys
 * @returns {Contender[]}
 */
export function folderPeers(folder, keys) {
  return [
    peer("rg", ["-uuu", "--only-matching", "--regexp", PATTERN, folder], {
      name: "ripgrep",
      count: values(keys),
      ends: [0, 1],
    }),
    peer(
      "gitleaks",
      ["dir", "--no-banner", "--log-level", "error", "-f", "json", "-r", "-", folder],
      {
        count: values(keys),
        ends: [0, 1],
      },
    ),
    peer("detect-secrets", ["scan", "--all-files", "."], {
      count: digests(keys),
      cwd: folder,
    }),
    ...secretlint(["**/*"], keys, folder),
  ].flat();
}

/**
 * Hooks before a commit, judging what is staged; the last two are given the files.
 * @param {string} repository
 * @param {readonly string[]} paths
 * @param {readonly PlantedKey[]} keys Staged ones.
 * @returns {Contender[]}
 */
export function hookPeers(repository, paths, keys) {
  const staged = [
    "git",
    "--staged",
    "--no-banner",
    "--log-level",
    "error",
    "-f",
    "json",
    "-r",
    "-",
    repository,
  ];
  return [
    peer("gitleaks", staged, { count: values(keys), ends: [0, 1] }),
    peer("betterleaks", staged, { count: values(keys), ends: [0, 1] }),
    peer("detect-secrets-hook", ["--json", ...paths], {
      count: digests(keys),
      cwd: repository,
      ends: [0, 1],
    }),
    ...secretlint(paths, keys, repository),
  ].flat();
}

function peer(program, args, { name = program, count, cwd, ends }) {
  const path = installed(program);
  return path === undefined ? [] : [{ name, run: { command: [path, ...args], cwd }, ends, count }];
}

/** Once with its recommended preset, which has no rule for these keys, and once with only the rule that people add. */
function secretlint(patterns, keys, cwd) {
  const program = installed("secretlint");
  if (program === undefined) return [];
  const preset = { id: "@secretlint/secretlint-rule-preset-recommend" };
  const pattern = {
    id: "@secretlint/secretlint-rule-pattern",
    options: { patterns: [{ name: "Google key", pattern: `/${PATTERN}/` }] },
  };
  return [
    ["secretlint", preset],
    ["secretlint, Google rules", pattern],
  ].flatMap(([name, rule]) => {
    const settings = join(PEERS, `${name.replaceAll(/\W+/gu, "-")}.json`);
    mkdirSync(PEERS, { recursive: true });
    writeFileSync(settings, JSON.stringify({ rules: [rule] }));
    const args = ["--secretlintrc", settings, "--no-maskSecrets", "--format", "json", ...patterns];
    return peer("secretlint", args, { name, count: values(keys), cwd, ends: [0, 1] });
  });
}

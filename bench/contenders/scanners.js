/** The scanners of git history and files, and what makes each look everywhere, ask nobody, and print what it found. */
import { join } from "node:path";
import { git } from "../generate/git.js";
import { base64Values, reportedValues, values } from "./count.js";
import { PEERS, installed } from "./installed.js";

/** @typedef {import("../measure/rounds.js").Contender} Contender */
/** @typedef {import("../generate/keys.js").PlantedKey} PlantedKey */

/**
 * @typedef {object} Scanner
 * @property {(repository: string) => string[]} history
 * @property {(folder: string) => string[]} files
 * @property {((repository: string) => string[]) | undefined} staged Only where it can look at what is staged.
 * @property {readonly string[]} google What turns it into a searcher for Google keys alone.
 * @property {readonly number[]} ends Exit codes with which it has done its work.
 * @property {RegExp} complaint A line on standard error that tells of something not looked at.
 * @property {(keys: readonly PlantedKey[]) => (output: string) => number} [count]
 * @property {Readonly<Record<string, string>>} [env]
 * @property {readonly string[]} [prepare] What it does once on every machine and need not do in each run.
 */

const LEAKS_REPORT = ["--no-banner", "--log-level", "error", "-f", "json", "-r", "-"];
const LEAKS = {
  history: (repository) => ["git", ...LEAKS_REPORT, repository],
  files: (folder) => ["dir", ...LEAKS_REPORT, folder],
  staged: (repository) => ["git", "--staged", ...LEAKS_REPORT, repository],
  ends: [0, 1],
  complaint: /\S/u,
  count: reportedValues,
};
const TRUFFLEHOG = ["--no-verification", "--no-update", "--json"];
const KINGFISHER = ["--no-validate", "--no-update-check", "--format", "json"];
const TITUS = ["--output", ":memory:", "--format", "json"];

/** @type {Readonly<Record<string, Scanner>>} */
const SCANNERS = {
  gitleaks: { ...LEAKS, google: ["--enable-rule", "gcp-api-key"] },
  betterleaks: { ...LEAKS, google: ["--enable-rule", "gcp-api-key,gcp-gemini-api"] },
  trufflehog: {
    history: (repository) => [
      "git",
      `file://${repository}`,
      ...(isBare(repository) ? ["--bare"] : []),
      ...TRUFFLEHOG,
    ],
    files: (folder) => ["filesystem", ...TRUFFLEHOG, folder],
    staged: undefined,
    google: ["--include-detectors", "GoogleGeminiAPIKey"],
    ends: [0],
    complaint: /"level":"error"/u,
  },
  kingfisher: {
    history: (repository) => ["scan", repository, "--git-history", "full", ...KINGFISHER],
    files: (folder) => ["scan", folder, "--git-history", "none", ...KINGFISHER],
    staged: (repository) => ["scan", repository, "--staged", ...KINGFISHER],
    google: ["--rule", "betterleaks.gcp-api-key", "--rule", "betterleaks.gcp-gemini-api"],
    ends: [0, 200],
    complaint: /^\s*ERROR\b/u,
    env: { KF_RULE_CACHE_DIR: join(PEERS, "kingfisher-rules") },
    prepare: ["rules", "compile-cache", "--no-update-check"],
  },
  titus: {
    history: (repository) => ["scan", repository, "--git", ...TITUS],
    files: (folder) => ["scan", folder, ...TITUS],
    staged: undefined,
    google: ["--rules-include", "google"],
    ends: [0],
    complaint: /^error\b/iu,
    count: base64Values,
  },
};

/**
 * All of them on a repository's history, each with all its rules and with those for Google keys alone.
 * @param {string} repository Absolute.
 * @param {readonly PlantedKey[]} keys
 * @returns {Contender[]}
 */
export function historyScanners(repository, keys) {
  return Object.entries(SCANNERS).flatMap(([name, scanner]) => {
    const args = scanner.history(repository);
    const all = contender(name, args, scanner, keys);
    if (all.run === undefined) return [all];
    const { google } = scanner;
    const few = contender(name, [...args, ...google], scanner, keys, google);
    return [all, { ...few, name: `${name}${GOOGLE_RULES}` }];
  });
}

/** How the name of a contender with few rules ends. */
export const GOOGLE_RULES = ", Google rules";

/**
 * All of them on a folder.
 * @param {string} folder
 * @param {readonly PlantedKey[]} keys
 * @returns {Contender[]}
 */
export function folderScanners(folder, keys) {
  return Object.entries(SCANNERS).map(([name, scanner]) =>
    contender(name, scanner.files(folder), scanner, keys),
  );
}

/**
 * Those that can look at what is staged.
 * @param {string} repository
 * @param {readonly PlantedKey[]} keys Staged ones.
 * @returns {Contender[]}
 */
export function stagedScanners(repository, keys) {
  return Object.entries(SCANNERS).flatMap(([name, scanner]) =>
    scanner.staged === undefined
      ? []
      : [contender(name, scanner.staged(repository), scanner, keys)],
  );
}

function contender(name, args, scanner, keys, rules = []) {
  const program = installed(name);
  if (program === undefined) return { name, run: undefined };
  const { ends, complaint, env, prepare, count = values } = scanner;
  return {
    name,
    run: { command: [program, ...args], env },
    prepare: prepare && { command: [program, ...prepare, ...rules], env },
    ends,
    complaint,
    count: count(keys),
  };
}

function isBare(repository) {
  return git(repository, "rev-parse", "--is-bare-repository") === "true";
}

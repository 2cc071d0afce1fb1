/** Scanners of git history, each once with its own rules and once with only those for Google keys. Nothing is verified. */
import { git } from "../generate/git.js";
import { base64Values, values } from "./count.js";
import { installed } from "./installed.js";

/** @typedef {import("../measure/rounds.js").Contender} Contender */
/** @typedef {import("../generate/keys.js").PlantedKey} PlantedKey */

/** What turns each into a searcher for Google keys alone. */
const GOOGLE_ONLY = {
  gitleaks: ["--enable-rule", "gcp-api-key"],
  betterleaks: ["--enable-rule", "gcp-api-key,gcp-gemini-api"],
  trufflehog: ["--include-detectors", "GoogleGeminiAPIKey"],
  kingfisher: ["--rule", "kingfisher.google"],
  titus: ["--rules-include", "google"],
};

/**
 * The installed ones, with all rules and with few.
 * @param {string} repository Absolute.
 * @param {readonly PlantedKey[]} keys
 * @returns {Contender[]}
 */
export function historyPeers(repository, keys) {
  const named = {
    gitleaks: {
      args: ["git", "--no-banner", "--log-level", "error", "-f", "json", "-r", "-", repository],
      ends: [0, 1],
    },
    betterleaks: {
      args: ["git", "--no-banner", "--log-level", "error", "-f", "json", "-r", "-", repository],
      ends: [0, 1],
    },
    trufflehog: {
      args: [
        "git",
        `file://${repository}`,
        ...(isBare(repository) ? ["--bare"] : []),
        "--no-verification",
        "--no-update",
        "--json",
      ],
      ends: [0],
    },
    kingfisher: {
      args: ["scan", repository, "--no-validate", "--format", "json", "--git-history", "full"],
      ends: [0, 200],
    },
    titus: {
      args: ["scan", repository, "--git", "--output", ":memory:", "--format", "json"],
      ends: [0],
      count: base64Values(keys),
    },
  };
  return Object.entries(named).flatMap(([tool, { args, ends, count = values(keys) }]) => {
    const program = installed(tool);
    if (program === undefined) return [];
    const all = { name: tool, run: { command: [program, ...args] }, ends, count };
    const few = {
      ...all,
      name: `${tool}, Google rules`,
      run: { command: [program, ...args, ...GOOGLE_ONLY[tool]] },
    };
    return [all, few];
  });
}

function isBare(repository) {
  return git(repository, "rev-parse", "--is-bare-repository") === "true";
}

/** gemsweep itself, and what git and node take for the least that can be done. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { fingerprints } from "./count.js";

/** @typedef {import("../measure/rounds.js").Contender} Contender */
/** @typedef {import("../generate/keys.js").PlantedKey} PlantedKey */

const CLI = fileURLToPath(new URL("../../dist/cli.cjs", import.meta.url));
const READER = fileURLToPath(new URL("../history-reader.js", import.meta.url));

/**
 * A command of gemsweep's that ends with 0 or 1 and prints a report in JSON.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {readonly PlantedKey[]} keys
 * @param {string} [cwd]
 * @returns {Contender}
 */
export function gemsweep(name, args, keys, cwd) {
  const command = [process.execPath, CLI, ...args, "--format", "json", "--quiet"];
  return { name, run: { command, cwd }, ends: [0, 1], count: fingerprints(keys) };
}

/**
 * An audit of all repositories in a folder, whatever was done before.
 * @param {string} folder
 * @param {number} workers
 * @returns {string[]}
 */
export function fleetCommand(folder, workers) {
  const flags = ["--jobs", String(workers), "--again", "--format", "json", "--quiet"];
  return [process.execPath, CLI, "fleet", folder, ...flags];
}

/**
 * The pack reader by itself, with the anchors of all rules.
 * @param {string} objects The folder of the objects.
 * @returns {Contender}
 */
export function readerAlone(objects) {
  const jobs = String(availableParallelism());
  const command = [process.execPath, READER, ".", "1", jobs, objects];
  return { name: "gemsweep's reader alone", run: { command } };
}

/**
 * The fastest way through all objects that git offers.
 * @param {string} repository
 * @returns {Contender}
 */
export function gitObjects(repository) {
  const options = ["--batch-all-objects", "--batch", "--unordered", "--buffer"];
  return {
    name: "git cat-file",
    run: { command: ["git", "-C", repository, "cat-file", ...options] },
  };
}

/**
 * What changed in every commit, merges with each parent.
 * @param {string} repository
 * @returns {Contender}
 */
export function gitLog(repository) {
  const command = ["git", "-C", repository, "log", "--all", "--raw", "-m"];
  return { name: "git log --all --raw -m", run: { command } };
}

/** @returns {Contender} */
export function nodeAlone() {
  return { name: "node -e 0", run: { command: [process.execPath, "-e", "0"] } };
}

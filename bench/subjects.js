/** The repositories that are measured, with what is known of each. */
import { basename, dirname } from "node:path";
import { git } from "./generate/git.js";
import { keysOf } from "./generate/history.js";
import { historyRepository } from "./generate/repositories.js";

/** @typedef {import("./generate/keys.js").PlantedKey} PlantedKey */
/** @typedef {import("./options.js").Options} Options */

/**
 * @typedef {object} Subject
 * @property {string} name
 * @property {string} path
 * @property {readonly PlantedKey[]} keys None in a real repository.
 */

/**
 * @param {Options} options
 * @returns {Promise<Subject[]>}
 */
export async function subjectsOf({ repositories, generated, commits, seed }) {
  const real = repositories.map((path) => ({ name: shownName(path), path, keys: [] }));
  return generated ? [await generatedSubject({ commits, seed }), ...real] : real;
}

/**
 * The generated repository of that many commits.
 * @param {{ commits: number, seed: number }} plan
 * @returns {Promise<Subject>}
 */
export async function generatedSubject(plan) {
  const path = await historyRepository(plan);
  const name = `generated, ${plan.commits.toLocaleString("en")} commits`;
  return { name, path, keys: keysOf(plan) };
}

/** A bare repository is often in a folder called `repo`, which says nothing. */
function shownName(path) {
  const name = basename(path);
  return ["repo", ".git"].includes(name) ? basename(dirname(path)).replace("+", "/") : name;
}

/**
 * How much a repository holds.
 * @param {string} path
 * @returns {{ objects: number, bytes: number, largest: number, packed: number }} Bytes of all objects whole, of the
 * largest, and of the packs.
 */
export function sizeOf(path) {
  const sizes = git(path, "cat-file", "--batch-all-objects", "--batch-check=%(objectsize)")
    .split("\n")
    .map(Number);
  const packed = /size-pack: (\d+)/u.exec(git(path, "count-objects", "-v"))?.[1];
  return {
    objects: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    largest: sizes.reduce((most, size) => Math.max(most, size), 0),
    packed: Number(packed) * 1024,
  };
}

/** Many small repositories, as a company's finished prototypes are. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.js";
import { fastImport, git } from "./git.js";
import { plantedKeys } from "./keys.js";
import { seeded } from "./random.js";

/** @typedef {import("./keys.js").PlantedKey} PlantedKey */

/** One repository in three is clean; of the others one in ten shares its key with the one before it. */
const CLEAN = 3;
const SHARING = 10;

/**
 * Bare repositories in one folder, each of a few commits and two dozen files.
 * @param {number} seed
 * @param {number} count
 * @returns {Promise<{ path: string, keys: PlantedKey[] }>} The keys are distinct.
 */
export async function fleetOf(seed, count) {
  const keys = plantedKeys(seed + 3, count).filter((_, number) => hasOwnKey(number));
  const path = await cached(`fleet-${count}-${seed}`, async (folder) => {
    for (let number = 0; number < count; number++) {
      const name = join(folder, `team-${number % 20}`, `prototype-${number}`);
      mkdirSync(name, { recursive: true });
      git(name, "init", "--quiet", "--bare", "--template=", "--initial-branch=main");
      await fastImport(name, stream(seed, number, count));
    }
  });
  return { path, keys };
}

function hasOwnKey(number) {
  return number % CLEAN !== 0 && number % SHARING !== 0;
}

function keyOf(seed, number, count) {
  if (number % CLEAN === 0) return "";
  const owner = hasOwnKey(number) ? number : number + (hasOwnKey(number - 1) ? -1 : 1);
  return plantedKeys(seed + 3, count)[owner]?.value ?? "";
}

const COMMITS = 6;
const FILES = 24;

function* stream(seed, number, count) {
  const random = seeded(seed * 100_000 + number);
  const key = keyOf(seed, number, count);
  for (let commit = 0; commit < COMMITS; commit++) {
    yield `commit refs/heads/main\ncommitter Developer <developer@example.com> ${1_500_000_000 + number * 1000 + commit} +0000\ndata 6\nChange\n`;
    for (let file = 0; file < FILES / (commit === 0 ? 1 : 6); file++)
      yield blob(`src/part-${random.below(FILES)}.ts`, lines(random));
    const line = commit < COMMITS - 1 && key !== "" ? `export const gemini = "${key}";\n` : "";
    yield blob("src/config.ts", `export const name = "prototype ${number}";\n${line}`);
  }
  yield "done\n";
}

function lines(random) {
  const count = 20 + random.below(80);
  const line = () => `export const value${random.below(1000)} = ${random.below(1_000_000)};\n`;
  return Array.from({ length: count }, line).join("");
}

function blob(path, content) {
  return `M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}`;
}

/** The files of a working tree as big projects have: mostly source, with notebooks, bundles, pictures and keys. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { lockfileEntry, minifiedStatement } from "./lines.js";
import { plantedKeys } from "./keys.js";
import { environmentFile, notebook, sourceFile, textFile } from "./project.js";
import { seeded } from "./random.js";

/** @typedef {import("./random.js").Random} Random */

/** One key in 260 files. */
const FILES_PER_KEY = 260;

/**
 * The keys of a tree.
 * @param {number} seed
 * @param {number} count Of files.
 */
export function keysInTree(seed, count) {
  return plantedKeys(seed + 1, Math.max(4, Math.floor(count / FILES_PER_KEY)));
}

/**
 * Writes `count` files below a folder: the same bytes for the same seed.
 * @param {string} folder
 * @param {number} seed
 * @param {number} count
 */
export function writeTree(folder, seed, count) {
  const random = seeded(seed);
  const keys = keysInTree(seed, count);
  const every = Math.floor(count / keys.length);
  for (let number = 0; number < count; number++) {
    const key = number % every === 0 ? keys[number / every]?.value : undefined;
    const { path, content } = fileOf(number, random, key);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/**
 * @param {number} number
 * @param {Random} random
 * @param {string | undefined} key
 */
function fileOf(number, random, key) {
  const share = random.below(1000);
  if (share < 20 && key === undefined)
    return { path: `assets/picture${number}.png`, content: picture(random) };
  const file = textOf(number, share, random);
  if (key !== undefined) file.plant(key, random);
  return { path: file.path, content: file.content() };
}

function textOf(number, share, random) {
  if (share < 24) return notebook(number, random);
  if (share < 34) return environmentFile(number, random);
  if (share < 44)
    return textFile(`node_modules/package${number}/dist/index.min.js`, 500, random, {
      make: minifiedStatement,
      between: ";",
    });
  if (share < 54) return textFile(`data/list${number}.json`, 60, random, { make: lockfileEntry });
  const file = sourceFile(number, random);
  // A third of a checkout is what it depends on.
  return random.chance(33)
    ? { ...file, path: `node_modules/package${number % 400}/${file.path}` }
    : file;
}

/** @param {Random} random */
function picture(random) {
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    random.bytes(2_000 + random.below(40_000)),
  ]);
}

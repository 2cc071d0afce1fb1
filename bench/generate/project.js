/** The files of a generated project and how an edit changes each kind of them. */
import { geminiLine, lockfileEntry, minifiedStatement, name, sourceLine } from "./lines.js";
import { execute, notebookCells, notebookFile } from "./notebook.js";

/** @typedef {import("./random.js").Random} Random */

/**
 * @typedef {object} ProjectFile
 * @property {string} path
 * @property {() => string} content
 * @property {(random: Random) => void} edit
 * @property {(key: string, random: Random) => void} plant Puts a key where people of such a file put it.
 * @property {(key: string) => void} remove
 */

const ENDINGS = ["ts", "py", "go", "c", "js", "java", "md"];

/**
 * A text of many lines; an edit changes a few of them in up to three places, one in twelve a whole block.
 * @param {string} path
 * @param {number} length In lines.
 * @param {Random} random
 * @param {{ make?: (random: Random) => string, between?: string, planted?: (key: string, random: Random) => string }} options
 * @returns {ProjectFile}
 */
export function textFile(path, length, random, options = {}) {
  const { make = sourceLine, between = "\n", planted = inSource } = options;
  const lines = Array.from({ length }, () => make(random));
  return {
    path,
    content: () => lines.join(between) + between,
    edit(random) {
      for (let places = 1 + random.below(3); places > 0; places--) {
        const most = random.below(12) === 0 ? 200 : 8;
        const at = random.below(lines.length + 1);
        const fresh = Array.from({ length: 1 + random.below(most) }, () => make(random));
        lines.splice(at, random.below(most + 1), ...fresh);
      }
    },
    plant: (key, random) =>
      void lines.splice(random.below(lines.length + 1), 0, planted(key, random)),
    remove(key) {
      const at = lines.findIndex((line) => line.includes(key));
      if (at !== -1) lines.splice(at, 1);
    },
  };
}

/**
 * A source file of a size as most have, deep in folders; one in twelve uses Gemini.
 * @param {number} number
 * @param {Random} random
 * @param {string} [root]
 * @returns {ProjectFile}
 */
export function sourceFile(number, random, root = "src") {
  // Most are small, some long: a product of chances has such a tail.
  const length =
    8 + Math.floor((random.below(1000) * random.below(1000) * random.below(1000)) / 7e5);
  const path = `${root}/part${number % 23}/area${number % 7}/${name(random)}-${number}.${random.pick(ENDINGS)}`;
  return textFile(path, length, random, { make: number % 12 === 0 ? geminiLine : sourceLine });
}

/**
 * A long source file, as the oldest of a project are: 140 to 300 KB; two of them use Gemini.
 * @param {number} number
 * @param {Random} random
 * @returns {ProjectFile}
 */
export function largeFile(number, random) {
  const options = { make: number < 2 ? geminiLine : sourceLine };
  return textFile(`src/engine/core${number}.c`, 4_000 + random.below(4_000), random, options);
}

/**
 * @param {Random} random
 * @returns {ProjectFile}
 */
export function lockfile(random) {
  return textFile("package-lock.json", 1_200, random, { make: lockfileEntry });
}

/**
 * @param {number} number
 * @param {Random} random
 * @returns {ProjectFile}
 */
export function environmentFile(number, random) {
  const make = (random) => `${name(random).toUpperCase()}=${random.below(1e6)}`;
  const planted = (key) => `GEMINI_API_KEY=${key}`;
  return textFile(`services/service${number}/.env`, 12, random, { make, planted });
}

/**
 * A chunk of a built frontend on one line, 200 to 400 KB; a rebuild changes some of its statements.
 * @param {number} number
 * @param {Random} random
 * @returns {ProjectFile}
 */
export function bundle(number, random) {
  const length = 4_000 + random.below(4_000);
  const planted = (key) => `const q=new c({apiKey:"${key}"})`;
  const file = textFile(`web/dist/assets/chunk${number}.js`, length, random, {
    make: minifiedStatement,
    between: ";",
    planted,
  });
  const editOnce = file.edit;
  file.edit = (random) => {
    for (let edits = 20; edits > 0; edits--) editOnce(random);
  };
  return file;
}

/**
 * A small stylesheet loader whose source map is within it, in base64; a key is in the sources of the map alone.
 * @param {number} number
 * @param {Random} random
 * @returns {ProjectFile}
 */
export function mappedBundle(number, random) {
  const source = textFile(`web/dist/assets/mapped${number}.js`, 150, random);
  return {
    ...source,
    content() {
      const map = {
        version: 3,
        sources: [`../../src/mapped${number}.ts`],
        sourcesContent: [source.content()],
        names: [],
        mappings: "AAAA",
      };
      const text = Buffer.from(JSON.stringify(map)).toString("base64");
      return `(()=>{"use strict";console.log(${number})})();\n//# sourceMappingURL=data:application/json;base64,${text}\n`;
    },
  };
}

/**
 * A notebook of 50 to 300 KB; an edit runs a cell and all below it again.
 * @param {number} number
 * @param {Random} random
 * @returns {ProjectFile}
 */
export function notebook(number, random) {
  const cells = notebookCells(random);
  return {
    path: `notebooks/${name(random)}-${number}.ipynb`,
    content: () => notebookFile(cells),
    edit(random) {
      for (const cell of cells.slice(random.below(cells.length))) execute(cell, random);
    },
    plant(key, random) {
      const { source, text } = random.pick(cells);
      if (random.chance(50)) source.unshift(`genai.configure(api_key="${key}")`);
      else
        text.push(
          `400 Client Error: Bad Request for url: https://example.com/v1?key=${key}&alt=json`,
        );
    },
    remove(key) {
      for (const cell of cells) {
        cell.source = cell.source.filter((line) => !line.includes(key));
        cell.text = cell.text.filter((line) => !line.includes(key));
      }
    },
  };
}

/**
 * @param {string} key
 * @param {Random} random
 */
function inSource(key, random) {
  return random.pick([
    `const client = new GoogleGenAI({ apiKey: "${key}" });`,
    `genai.configure(api_key='${key}')`,
    `  geminiKey: ${key}`,
    `curl "https://generativelanguage.googleapis.com/v1beta/models?key=${key}"`,
  ]);
}

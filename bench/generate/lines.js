/** Lines as they stand in source files, with their share of words that scanners look for. */

/** @typedef {import("./random.js").Random} Random */

const STEMS =
  "user order cart index token buffer stream parser render config client server cache session event handler model view route query record field value result state node tree graph batch queue worker task timer clock layout style theme image audio frame packet header cookie".split(
    " ",
  );
const VERBS = "get set load save make find read write open close push send parse build check".split(
  " ",
);
const TYPES = "string number boolean Buffer Date Map Set Promise Error".split(" ");

/** Code beside Gemini keys: words that make a scanner look closer, without a key. */
const GEMINI = [
  'import { GoogleGenAI } from "@google/genai";',
  "const client = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY });",
  'genai.configure(api_key=os.environ["GOOGLE_API_KEY"])',
  "# Put GEMINI_API_KEY=... into .env, see the FAQ.",
  'const model = "gemini-2.5-flash";',
  "https://generativelanguage.googleapis.com/v1beta/models",
];

/**
 * @param {Random} random
 * @returns {string}
 */
export function name(random) {
  const stem = random.pick(STEMS);
  return `${random.pick(VERBS)}${stem[0].toUpperCase()}${stem.slice(1)}${random.below(400)}`;
}

/**
 * One line of a program.
 * @param {Random} random
 * @returns {string}
 */
export function sourceLine(random) {
  const indent = "  ".repeat(random.below(4));
  switch (random.below(12)) {
    case 0:
      return "";
    case 1:
      return `${indent}// ${random.pick(VERBS)} the ${random.pick(STEMS)} of each ${random.pick(STEMS)} before the ${random.pick(STEMS)}`;
    case 2:
      return `${indent}if (${name(random)} !== ${name(random)}) {`;
    case 3:
      return `${indent}}`;
    case 4:
      return `${indent}return ${name(random)}(${name(random)}, ${random.below(10_000)});`;
    case 5:
      return `${indent}export function ${name(random)}(${random.pick(STEMS)}: ${random.pick(TYPES)}): ${random.pick(TYPES)} {`;
    case 6:
      return `${indent}const ${name(random)} = "${random.pick(STEMS)}-${random.pick(STEMS)}-${random.below(99_999)}";`;
    case 7:
      return `${indent}${name(random)}();`;
    default:
      return `${indent}const ${name(random)} = await this.${name(random)}(${name(random)});`;
  }
}

/**
 * One line of a program that uses Gemini: one in a hundred says so.
 * @param {Random} random
 * @returns {string}
 */
export function geminiLine(random) {
  return random.below(100) === 0 ? random.pick(GEMINI) : sourceLine(random);
}

/**
 * A statement as minifiers leave it.
 * @param {Random} random
 * @returns {string}
 */
export function minifiedStatement(random) {
  const letter = () => String.fromCharCode(97 + random.below(26));
  switch (random.below(4)) {
    case 0:
      return `function ${letter()}${letter()}(${letter()},${letter()}){return ${letter()}.${name(random)}(${letter()},${random.below(9999)})}`;
    case 1:
      return `${letter()}.exports={${letter()}:"${name(random)}",${letter()}:${random.below(9999)}}`;
    case 2:
      return `var ${letter()}${letter()}=${letter()}(${random.below(99_999)}),${letter()}=!0`;
    default:
      return `"use strict";${letter()}.${letter()}=()=>${letter()}("${name(random)}")`;
  }
}

/**
 * An entry of a lockfile, with a random checksum.
 * @param {Random} random
 * @returns {string}
 */
export function lockfileEntry(random) {
  const name = `${random.pick(STEMS)}-${random.pick(STEMS)}-${random.below(9999)}`;
  return `    "node_modules/${name}": {
      "version": "${random.below(20)}.${random.below(40)}.${random.below(60)}",
      "integrity": "sha512-${random.bytes(64).toString("base64")}",
      "license": "MIT"
    },`;
}

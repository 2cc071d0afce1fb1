/** Keeps a part of a document fresh. */
import { readFileSync, writeFileSync } from "node:fs";

const BEGIN = "<!-- bench: begin -->";
const END = "<!-- bench: end -->";

/**
 * Replaces what stands between the marks of a document; throws where it has none.
 * @param {string} document
 * @param {string} text
 * @returns {string}
 */
export function between(document, text) {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`nothing is marked with ${BEGIN} and ${END}`);
  return `${document.slice(0, begin)}${BEGIN}\n\n${text.trim()}\n\n${document.slice(end)}`;
}

/**
 * The same in a file.
 * @param {string} path
 * @param {string} text
 */
export function writeInto(path, text) {
  writeFileSync(path, between(readFileSync(path, "utf8"), text));
}

/** Rows of results as a table: ratios first, then what they are made of. */
import { least, median, peak } from "../measure/rounds.js";

/** @typedef {import("../measure/rounds.js").Result} Result */

/**
 * A table of gemsweep against the others in one group of results.
 * @typedef {object} Table
 * @property {string} title
 * @property {readonly string[]} head
 * @property {readonly (readonly string[])[]} rows
 * @property {readonly string[]} [notes] What stands below it.
 */

const NOTHING = "–";

/**
 * The first result against all; each ratio is the first's time over the other's, below 1 where the first is faster.
 * @param {string} title
 * @param {readonly Result[]} results
 * @param {number} planted Keys that were there to be found.
 * @returns {Table}
 */
export function comparison(title, results, planted) {
  const [ours] = results;
  const finding = results.some(({ found }) => found !== undefined);
  const measured = (result) => [
    number(ratio(ours, result)),
    number(ratio(ours, result, medianWall)),
    number(ratio(ours, result, leastProcessor)),
    ...[least(result, "wall"), median(result, "wall"), least(result, "cpu")].map(seconds),
    megabytes(peak(result)),
    String(result.runs.length),
  ];
  const unmeasured = (result) => [
    bound(ours, result),
    ...Array.from({ length: 2 }, () => NOTHING),
    result.trouble,
    ...Array.from({ length: 4 }, () => NOTHING),
  ];
  const rows = results.map((result) => [
    markedName(result),
    ...(result.trouble === undefined ? measured(result) : unmeasured(result)),
    ...(finding ? [foundText(result, planted)] : []),
  ]);
  return {
    title,
    head: [
      "against",
      "ratio",
      "of medians",
      "of CPU",
      "least",
      "median",
      "CPU",
      "memory",
      "runs",
      ...(finding ? [planted > 0 ? "keys found" : "values found"] : []),
    ],
    rows,
    notes: notesOf(results),
  };
}

/** What contenders said when they failed or left something out. */
function notesOf(results) {
  return results.flatMap(({ note, ...result }) =>
    note ? [`${markedName({ note, ...result })}: ${note.slice(0, 200)}`] : [],
  );
}

/** Its time stands there, but not for all of the work. */
function markedName({ name, note, trouble }) {
  return note && trouble === undefined ? `${name} *` : name;
}

/** The ratio is below this where the other was ended early. */
function bound(ours, { atLeast }) {
  return atLeast === undefined || ours.trouble !== undefined
    ? NOTHING
    : `< ${number(leastWall(ours) / atLeast)}`;
}

/**
 * What of the planted was found.
 * @param {Result} result
 * @param {number} planted
 * @returns {string}
 */
export function foundText({ found }, planted) {
  if (found === undefined) return NOTHING;
  return planted > 0 ? `${found} of ${planted}` : String(found);
}

/**
 * Time of one over time of another; undefined where either did not do its work.
 * @param {Result | undefined} ours
 * @param {Result | undefined} theirs
 * @param {(result: Result) => number} pick
 * @returns {number | undefined}
 */
export function ratio(ours, theirs, pick = leastWall) {
  if (!ours || !theirs || ours.trouble !== undefined || theirs.trouble !== undefined)
    return undefined;
  return pick(ours) / pick(theirs);
}

const leastWall = (result) => least(result, "wall");
const leastProcessor = (result) => least(result, "cpu");
const medianWall = (result) => median(result, "wall");

/**
 * The fastest of those that did their work; who found none of the planted keys, or complained, did not.
 * @param {readonly Result[]} results
 * @param {number} planted
 * @returns {Result | undefined}
 */
export function fastest(results, planted) {
  return results
    .filter(({ trouble, note, found }) => !trouble && !note && !(planted > 0 && found === 0))
    .toSorted((a, b) => least(a, "wall") - least(b, "wall"))[0];
}

/**
 * @param {number | undefined} value
 * @returns {string} With as many digits as mean something.
 */
export function number(value) {
  if (value === undefined || !Number.isFinite(value)) return NOTHING;
  return value < 0.1 ? value.toFixed(3) : value < 10 ? value.toFixed(2) : value.toFixed(0);
}

/** @param {number} value */
export function seconds(value) {
  return value < 1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(value < 10 ? 2 : 1)} s`;
}

/** @param {number | undefined} value In bytes. */
export function megabytes(value) {
  return value === undefined ? NOTHING : `${(value / 1e6).toFixed(value < 10e6 ? 1 : 0)} MB`;
}

/**
 * The table as text for a terminal, or as Markdown.
 * @param {Table} table
 * @param {boolean} markdown
 * @returns {string}
 */
export function printed({ title, head, rows, notes = [] }, markdown) {
  const all = [head, ...rows].map((cells) =>
    markdown ? cells.map((cell) => cell.replaceAll("|", "\\|")) : cells,
  );
  const widths = head.map((_, column) => Math.max(3, ...all.map((cells) => cells[column].length)));
  const rule = widths.map((width) => "-".repeat(width));
  const lines = [all[0], rule, ...all.slice(1)].map((cells) => {
    const padded = cells.map((cell, column) => cell.padEnd(widths[column]));
    return markdown ? `| ${padded.join(" | ")} |` : `  ${padded.join("  ").trimEnd()}`;
  });
  const below = notes.map((note) => (markdown ? `\n${note.replaceAll("<", "&lt;")}` : `  ${note}`));
  return [markdown ? `### ${title}\n` : title, ...lines, ...below, ""].join("\n");
}

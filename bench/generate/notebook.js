/** Notebooks as Jupyter writes them: code, printed text, tables, and pictures as base64. */
import { name, sourceLine } from "./lines.js";

/** @typedef {import("./random.js").Random} Random */
/** @typedef {{ source: string[], text: string[], image: string }} Cell */

/**
 * Cells of a notebook; a third of them show a picture.
 * @param {Random} random
 * @returns {Cell[]}
 */
export function notebookCells(random) {
  return Array.from({ length: 6 + random.below(10) }, () => {
    const cell = { source: [], text: [], image: "" };
    for (let left = 2 + random.below(12); left > 0; left--) cell.source.push(sourceLine(random));
    execute(cell, random, random.chance(33));
    return cell;
  });
}

/**
 * Gives a cell new output, as running it again does.
 * @param {Cell} cell
 * @param {Random} random
 * @param {boolean} withImage
 */
export function execute(cell, random, withImage = cell.image !== "") {
  cell.text = Array.from(
    { length: random.below(10) },
    () => `${name(random)} ${random.below(1e6)}`,
  );
  cell.image = withImage ? random.bytes(8_000 + random.below(24_000)).toString("base64") : "";
}

/**
 * The file.
 * @param {Cell[]} cells
 * @returns {string}
 */
export function notebookFile(cells) {
  const notebook = {
    cells: cells.map(({ source, text, image }, number) => ({
      cell_type: "code",
      execution_count: number + 1,
      metadata: {},
      outputs: [
        { name: "stdout", output_type: "stream", text: text.map((line) => `${line}\n`) },
        ...(image === ""
          ? []
          : [{ data: { "image/png": image }, metadata: {}, output_type: "display_data" }]),
      ],
      source: source.map((line) => `${line}\n`),
    })),
    metadata: { kernelspec: { display_name: "Python 3", language: "python", name: "python3" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

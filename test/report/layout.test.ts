import picocolors from "picocolors";
import { expect, test } from "vitest";
import { displayWidth, kept, labelled, words, wrapped } from "../../src/report/layout.ts";

const plain = { width: 20, colors: picocolors.createColors(false) };
const coloured = { width: 20, colors: picocolors.createColors(true) };

test("lines are filled to the width and hang", () => {
  expect(wrapped([words("one two three four five six seven")], plain, "1. ", "   ")).toEqual([
    "1. one two three",
    "   four five six",
    "   seven",
  ]);
});

test("kept text is never broken, and may overflow", () => {
  expect(wrapped([words("in"), kept("a very long/path with spaces"), words("ok")], plain)).toEqual([
    "in",
    "a very long/path with spaces",
    "ok",
  ]);
});

test("colours take no room and are set once for neighbours", () => {
  const { red } = coloured.colors;
  expect(wrapped([words("one two three four five", red), words("end")], coloured)).toEqual([
    red("one two three four"),
    `${red("five")} end`,
  ]);
});

test("entries stand beside a label", () => {
  expect(labelled("Where", [[words("a b c d e")], [words("second")]], plain)).toEqual([
    "  Where       a b c",
    "                d e",
    "              second",
  ]);
  expect(labelled("Where", [], plain)).toEqual([]);
});

test.for<[string, number]>([
  ["abc", 3],
  ["é", 1],
  ["e\u0301", 1],
  ["日本", 4],
  ["🔑", 2],
  ["…", 1],
  ["", 0],
])("%s takes %i columns", ([text, width]) => {
  expect(displayWidth(text)).toBe(width);
});

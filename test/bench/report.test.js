import { describe, expect, test } from "vitest";
import { readOptions } from "../../bench/options.js";
import { between } from "../../bench/report/marks.js";
import { comparison, fastest, number, printed, ratio } from "../../bench/report/table.js";
import { summary } from "../../bench/report/targets.js";

function result(name, walls, more = {}) {
  const runs = walls.map((wall) => ({ wall, cpu: wall * 2, status: 0, peak: undefined }));
  return { name, runs, trouble: undefined, found: undefined, ...more };
}

const OURS = result("ours", [3, 1, 2], { found: 4 });
const SLOW = result("slow", [8, 4, 6], { found: 3 });
const FAILED = result("failed", [0.1], { trouble: "failed with exit code 1" });

describe("a comparison", () => {
  test("is of the least times, of the medians and of processor time, the first over each", () => {
    const { rows } = comparison("title", [OURS, SLOW], 4);
    expect(rows).toEqual([
      ["ours", "1.00", "1.00", "1.00", "1.00 s", "2.00 s", "2.00 s", "3", "4 of 4"],
      ["slow", "0.25", "0.33", "0.25", "4.00 s", "6.00 s", "8.00 s", "3", "3 of 4"],
    ]);
  });

  test("shows no time of one in trouble", () => {
    const { rows } = comparison("title", [OURS, FAILED], 4);
    expect(rows[1]).toEqual([
      "failed",
      "failed with exit code 1",
      "–",
      "–",
      "–",
      "–",
      "–",
      "–",
      "–",
    ]);
    expect(ratio(OURS, FAILED)).toBeUndefined();
    expect(fastest([FAILED, SLOW, OURS])?.name).toBe("ours");
    expect(fastest([FAILED])).toBeUndefined();
  });
});

test("a summary says which targets were reached", () => {
  const claims = [0.2, 0.3, 0.5, undefined].map((ratio) => ({ work: "git", on: "x", ratio }));
  expect(summary(claims).rows.map((row) => [row[0], row[4]])).toEqual([
    ["0.20", "aim reached"],
    ["0.30", "floor reached"],
    ["0.50", "missed"],
    ["–", "not measured"],
  ]);
});

test("numbers have the digits that mean something", () => {
  expect([0.0312, 0.256, 1.5, 12.3].map(number)).toEqual(["0.031", "0.26", "1.50", "12"]);
});

test("a table is printed with its columns under each other, or as Markdown", () => {
  const table = { title: "Title", head: ["a", "ratio"], rows: [["b | c", "1"]] };
  expect(printed(table, false)).toBe("Title\n  a      ratio\n  -----  -----\n  b | c  1\n");
  expect(printed(table, true)).toBe(
    "### Title\n\n| a      | ratio |\n| ------ | ----- |\n| b \\| c | 1     |\n",
  );
});

test("the text between the marks of a document is replaced", () => {
  const document = "before\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nafter\n";
  const fresh = between(document, "new\n");
  expect(fresh).toBe("before\n<!-- bench: begin -->\n\nnew\n\n<!-- bench: end -->\nafter\n");
  expect(between(fresh, "new")).toBe(fresh);
  expect(() => between("no marks", "new")).toThrow("nothing is marked");
});

test("options that mean nothing are refused", () => {
  expect(() => readOptions(["speed"])).toThrow("no part speed");
  expect(() => readOptions(["--commits", "many"])).toThrow("--commits wants a number");
  expect(readOptions(["hook", "--rounds", "7"])).toMatchObject({ rounds: 7, generated: true });
  expect(readOptions(["--repo", "/x"])).toMatchObject({ repositories: ["/x"], generated: false });
});

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
SLOW.runs[1].peak = 3e6;
const FAILED = result("failed", [0.1], { trouble: "failed with exit code 1" });

describe("a comparison", () => {
  test("is of the least times, of the medians and of processor time, the first over each", () => {
    const { rows } = comparison("title", [OURS, SLOW], 4);
    expect(rows).toEqual([
      ["ours", "1.00", "1.00", "1.00", "1.00 s", "2.00 s", "2.00 s", "–", "3", "4 of 4"],
      ["slow", "0.25", "0.33", "0.25", "4.00 s", "6.00 s", "8.00 s", "3.0 MB", "3", "3 of 4"],
    ]);
  });

  test("shows no time of one in trouble, and what it said", () => {
    const { rows, notes } = comparison("title", [OURS, { ...FAILED, note: "fatal" }], 4);
    expect(rows[1]).toEqual([
      "failed",
      "–",
      "–",
      "–",
      "failed with exit code 1",
      "–",
      "–",
      "–",
      "–",
      "–",
    ]);
    expect(notes).toEqual(["failed: fatal"]);
    expect(ratio(OURS, FAILED)).toBeUndefined();
  });

  test("marks one that left something out, and never takes it for the fastest", () => {
    const partial = result("partial", [0.1], { note: "fatal: unable to read" });
    const { rows, notes } = comparison("title", [OURS, partial], 0);
    expect(rows[1]?.slice(0, 2)).toEqual(["partial *", "10"]);
    expect(notes).toEqual(["partial *: fatal: unable to read"]);
    expect(fastest([SLOW, partial], 0)?.name).toBe("slow");
  });

  test("gives a bound of the ratio to one that was ended early", () => {
    const late = result("late", [], { trouble: "ended after 100 s", atLeast: 100 });
    expect(comparison("title", [OURS, late], 4).rows[1]?.[1]).toBe("< 0.010");
  });

  test("takes none for the fastest that did not do the work", () => {
    const idle = result("idle", [0.1], { found: 0 });
    expect(fastest([FAILED, SLOW, OURS, idle], 4)?.name).toBe("ours");
    expect(fastest([SLOW, idle], 0)?.name).toBe("idle");
    expect(fastest([FAILED], 4)).toBeUndefined();
  });
});

test("a summary says which targets were reached", () => {
  const claims = [0.2, 0.3, 0.5, undefined].map((ratio) => ({ work: "git", on: "x", ratio }));
  expect(summary(claims).rows.map((row) => [row[0], row[4]])).toEqual([
    ["0.20", "aim reached"],
    ["0.30", "must reached"],
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

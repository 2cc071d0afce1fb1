import { expect, test } from "vitest";
import { progressLine } from "../../src/command-line/progress.ts";

function recorded(columns: number) {
  const written: string[] = [];
  let time = 0;
  const line = progressLine(
    (text) => written.push(text.replace("\r\u001b[K", "↺")),
    columns,
    () => time,
  );
  return {
    written,
    line,
    at: (milliseconds: number, ...report: Parameters<typeof line.report>) => {
      time = milliseconds;
      line.report(...report);
    },
  };
}

test("tells what is done, how fast, and how long it will take", () => {
  const { written, at } = recorded(80);
  at(0, "objects", 1, 201_267);
  at(1000, "objects", 34_000, 201_267);
  at(2000, "files", 10, undefined);
  at(3000, "files", 5000, undefined);
  at(200_000, "files", 5001, 10_000);
  expect(written).toEqual([
    "↺objects 34,000 of 201,267 · 34,000/s · 5 s left",
    "↺files 10",
    "↺files 5,000 · 5,000/s",
    "↺files 5,001 of 10,000 · 25/s · 4 min left",
  ]);
});

test("draws at most five times a second, and never wraps", () => {
  const { written, at } = recorded(20);
  for (let time = 0; time <= 1000; time += 1) at(time, "objects", time, 1_000_000);
  expect(written).toHaveLength(5);
  for (const text of written) expect(text.length).toBeLessThanOrEqual(20);
});

test("says at once what is being done while nothing can be counted, and starts counting anew", () => {
  const { written, at, line } = recorded(20);
  at(0, "objects", 1, 100);
  line.stage("copying a very large repository");
  at(100, "objects", 1, 100);
  at(1100, "objects", 51, 100);
  line.clear();
  expect(written).toEqual(["↺copying a very larg", "↺objects 51 of 100 ·", "↺"]);
});

test("is erased before anything else is written, if it was drawn at all", () => {
  const { written, at, line } = recorded(80);
  line.clear();
  expect(written).toEqual([]);
  at(0, "files", 1, 2);
  at(1000, "files", 2, 2);
  line.clear();
  line.clear();
  expect(written).toEqual(["↺files 2 of 2 · 2/s · 0 s left", "↺"]);
});

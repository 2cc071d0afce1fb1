import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exitCodeOf } from "../src/exit-code.ts";
import type { Severity } from "../src/finding.ts";
import { finding } from "./support/findings.ts";

const table: readonly [
  Severity[],
  complete: boolean,
  failOn: Severity,
  interrupted: boolean,
  0 | 1 | 2,
][] = [
  [[], true, "medium", false, 0],
  [[], false, "medium", false, 2],
  [["info", "low"], true, "medium", false, 0],
  [["info", "low"], false, "medium", false, 2],
  [["low", "medium"], true, "medium", false, 1],
  [["critical"], true, "medium", false, 1],
  [["critical"], false, "medium", false, 1],
  [["critical"], true, "critical", false, 1],
  [["high"], true, "critical", false, 0],
  [["info"], true, "info", false, 1],
  [[], true, "info", false, 0],
  [[], false, "medium", true, 2],
  [["critical"], false, "medium", true, 2],
];

test.for(table)(
  "findings %j, complete %s, --fail-on %s, interrupted %s → %i",
  ([severities, complete, failOn, interrupted, expected]) => {
    const findings = severities.map((severity) => finding({ severity }));
    expect(exitCodeOf({ findings, complete }, failOn, interrupted)).toBe(expected);
  },
);

test("the README tells the same three codes", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const codes = [...readme.matchAll(/^\| ([0-9]+) \| (.*) \|$/gm)].map(([, code]) => Number(code));
  expect(codes).toEqual([0, 1, 2]);
});

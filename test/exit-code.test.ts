import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exitCodeOf } from "../src/exit-code.ts";
import type { Finding, Severity } from "../src/finding.ts";
import type { Verdict, VerdictReason, VerdictStatus } from "../src/verdict.ts";
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
    expect(exitCodeOf({ findings, complete }, { severity: failOn }, interrupted)).toBe(expected);
  },
);

function verdict(status: VerdictStatus, reason: VerdictReason): Verdict {
  return {
    status,
    reason,
    project: undefined,
    model: undefined,
    reach: undefined,
    cached: false,
  };
}

const notCheckable = verdict("unknown", "not-checkable");
const verdicts: readonly [string, VerdictStatus[], Pick<Finding, "severity" | "verdict">, 0 | 1][] =
  [
    ["a live key", ["live"], { severity: "critical", verdict: verdict("live", "listed") }, 1],
    ["a dead key", ["live"], { severity: "info", verdict: verdict("dead", "invalid") }, 0],
    ["a dead key", ["dead"], { severity: "info", verdict: verdict("dead", "invalid") }, 1],
    [
      "one of a list",
      ["live", "restricted"],
      { severity: "high", verdict: verdict("restricted", "referrer") },
      1,
    ],
    [
      "none of a list",
      ["live", "restricted"],
      { severity: "high", verdict: verdict("no-gemini", "api-blocked") },
      0,
    ],
    ["no answer", ["live"], { severity: "low", verdict: verdict("unknown", "network") }, 1],
    ["no answer", ["dead"], { severity: "critical", verdict: verdict("unknown", "network") }, 0],
    ["no answer", ["unknown"], { severity: "low", verdict: verdict("unknown", "timeout") }, 1],
    [
      "a kind that cannot be asked about",
      ["live"],
      { severity: "medium", verdict: notCheckable },
      1,
    ],
    ["a harmless one of that kind", ["live"], { severity: "low", verdict: notCheckable }, 0],
    ["a harmless one of that kind", ["unknown"], { severity: "low", verdict: notCheckable }, 1],
    ["a key that was not found again", ["live"], { severity: "low", verdict: undefined }, 1],
    [
      "a refused auth key",
      ["live"],
      { severity: "critical", verdict: verdict("refused", "unusable-auth-key") },
      0,
    ],
  ];

test.for(verdicts)("%s with --fail-on %j: %j → %i", ([, wanted, given, expected]) => {
  const report = { findings: [finding(given)], complete: true };
  expect(exitCodeOf(report, { verdicts: wanted }, false)).toBe(expected);
});

test("the README tells the same three codes", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const codes = [...readme.matchAll(/^\| ([0-9]+) \| (.*) \|$/gm)].map(([, code]) => Number(code));
  expect(codes).toEqual([0, 1, 2]);
});

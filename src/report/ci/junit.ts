/** JUnit's XML, for whatever shows test results: a failed test for each place to clean. See docs/formats.md. */
import type { Finding, Report } from "../../finding.ts";
import { groupBy } from "../../findings/group-by.ts";
import { SEVERITIES } from "../../findings/severity.ts";
import { ignoredSentence, nameOf, sentencesOf } from "./message.ts";
import { type JudgedSpot, judgedSpotsOf } from "./spot.ts";
import { element, xmlText } from "./xml.ts";

/**
 * A suite for each severity, one for what is ignored, and one for whether everything was looked at, so that there is a
 * test in any case. `fails` tells what makes the run fail; the rest counts as skipped.
 */
export function renderJunit(report: Report, fails: (finding: Finding) => boolean): string {
  const bySuite = groupBy(judgedSpotsOf(report), ({ by, finding }) =>
    by ? "ignored" : finding.severity,
  );
  const suites = [
    coverageSuite(report),
    ...[...SEVERITIES.toReversed(), "ignored" as const].flatMap((name) => {
      const tests = bySuite.get(name)?.map((spot) => spotTest(spot, report, fails)) ?? [];
      return tests.length > 0 ? [suite(`gemsweep.${name}`, tests)] : [];
    }),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: "gemsweep" }, suites)}\n`;
}

type Result = "passed" | "failure" | "error" | "skipped";

interface Test {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly result: Result;
  readonly message?: string;
  readonly lines?: readonly string[];
}

function suite(name: string, tests: readonly Test[]): string {
  const count = (result: Result): number => tests.filter((test) => test.result === result).length;
  return element(
    "testsuite",
    {
      name,
      tests: tests.length,
      failures: count("failure"),
      errors: count("error"),
      skipped: count("skipped"),
      time: 0,
    },
    // GitLab and Jenkins show the class for the suite, and take tests of one name for one.
    tests.map((test) => testCase(test, name)),
  );
}

function testCase({ name, file, line, result, message, lines = [] }: Test, suite: string): string {
  const attributes = { classname: suite, name, file, line, time: 0 };
  if (result === "passed") return element("testcase", attributes);
  const detail =
    result === "skipped"
      ? element(result, { message })
      : element(result, { message, type: suite }, lines.map(xmlText));
  return element("testcase", attributes, [detail]);
}

function coverageSuite(report: Report): string {
  const errors = report.skipped.map(({ what, why }): Test => ({
    name: `${what}: ${why}`,
    result: "error",
    message: why,
    lines: [why],
  }));
  const all: Test = { name: "Everything was looked at", result: "passed" };
  return suite("gemsweep.coverage", report.complete ? [all] : errors);
}

function spotTest(spot: JudgedSpot, report: Report, fails: (finding: Finding) => boolean): Test {
  const { finding, sighting, path, nth, by } = spot;
  const lines = [...(by ? [ignoredSentence(by)] : []), ...sentencesOf(spot, report)];
  return {
    // Without the line, so that it stays the same test when lines move.
    name: `${nameOf(finding)} in ${path}${nth > 1 ? `, place ${nth}` : ""}`,
    file: path,
    line: sighting.line,
    result: !by && fails(finding) ? "failure" : "skipped",
    message: lines.join(" "),
    lines: [nameOf(finding), ...lines],
  };
}

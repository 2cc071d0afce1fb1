/** JUnit's XML, for whatever shows test results: a failed test for each place to clean. See docs/formats.md. */
import type { Finding, Report, Severity } from "../../finding.ts";
import { SEVERITIES } from "../../findings/severity.ts";
import { ignoredSentence, nameOf, sentencesOf } from "./message.ts";
import { type JudgedSpot, judgedSpotsOf } from "./spot.ts";
import { element, xmlText } from "./xml.ts";

/**
/**
 * A suite for each severity, one for what is ignored, and one for whether everything was looked at.
 * `fails` tells what makes the run fail; the rest counts as skipped.
 */
export function renderJunit(report: Report, fails: (finding: Finding) => boolean): string {
  return junitDocument([
    suite("gemsweep.coverage", coverageTests(report)),
    ...[...SEVERITIES.toReversed(), "ignored" as const].flatMap((name) => {
      const tests = spotTests(report, fails, name);
      return tests.length > 0 ? [suite(`gemsweep.${name}`, tests)] : [];
    }),
  ]);
}

/** The document of these suites, ending in a newline. */
export function junitDocument(suites: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: "gemsweep" }, suites)}\n`;
}

type Result = "passed" | "failure" | "error" | "skipped";

/** One test of a suite. */
export interface Test {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly result: Result;
  readonly message?: string;
  readonly lines?: readonly string[];
}

/** Tests under a name. */
export function suite(name: string, tests: readonly Test[]): string {
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

/** Whether everything was looked at, so that there is a test in any case. */
export function coverageTests({ skipped, complete }: Report): readonly Test[] {
  if (complete) return [{ name: "Everything was looked at", result: "passed" }];
  return skipped.map(({ what, why }) => errorTest(`${what}: ${why}`, why));
}

/** Something that could not be done. */
export function errorTest(name: string, why: string): Test {
  return { name, result: "error", message: why, lines: [why] };
}

/** A test for each place; of one suite, if that is given. */
export function spotTests(
  report: Report,
  fails: (finding: Finding) => boolean,
  wanted?: Severity | "ignored",
): readonly Test[] {
  return judgedSpotsOf(report)
    .filter(({ by, finding }) => [undefined, by ? "ignored" : finding.severity].includes(wanted))
    .map((spot) => spotTest(spot, report, fails));
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

import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/finding.ts";
import { fails } from "../../../src/exit-code.ts";
import { renderJunit } from "../../../src/report/ci/junit.ts";
import { EVERY_REPORT } from "../../support/every-report.ts";
import { finding, report, sighting } from "../../support/findings.ts";
import { judged, leaks } from "../../support/leaks.ts";
import { type Element, parsedXml } from "../../support/xml.ts";

function suitesOf(one: Report): readonly Element[] {
  const { name, children } = parsedXml(renderJunit(one, ({ mustScrub }) => mustScrub));
  expect(name).toBe("testsuites");
  return children;
}

const RESULTS = { failures: "failure", errors: "error", skipped: "skipped" };

describe.for(EVERY_REPORT)("%s", ([, one]) => {
  test("is XML of suites and tests that are counted, each under a name of its own", () => {
    for (const { name, attributes, children } of suitesOf(one)) {
      expect(name).toBe("testsuite");
      expect(attributes.tests).toBe(String(children.length));
      for (const [count, result] of Object.entries(RESULTS)) {
        const has = children.filter((test) => test.children.some(({ name }) => name === result));
        expect(attributes[count]).toBe(String(has.length));
      }
      const names = children.map((test) => {
        expect(test.name).toBe("testcase");
        expect(test.attributes.classname).toBe(attributes.name);
        expect(test.children.length).toBeLessThanOrEqual(1);
        return test.attributes.name;
      });
      // GitLab keeps one of each.
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

test.for([
  "<a>",
  "<a></b>",
  "<a/><b/>",
  "<a>&</a>",
  "<a>&#1;</a>",
  "<a>\u0001</a>",
  "<a>\ufffe</a>",
  '<a x="<"/>',
  '<a x="1" x="2"/>',
  "<a>]]></a>",
])("our reader of XML refuses %j", (xml) => {
  expect(() => parsedXml(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`)).toThrow();
});

test("text reads back as people see it", () => {
  const path = '<a href="x">&\u0001\ufffe]]>';
  const one = report([finding({ sightings: [sighting({ path })] })]);
  expect(suitesOf(one)[1]?.children[0]?.attributes.file).toBe('<a href="x">&\\x01\\u{fffe}]]>');
});

test("what makes the run fail fails, the rest is skipped, and there is always a test", () => {
  const brief = (one: Report): readonly (readonly (string | undefined)[])[] =>
    suitesOf(one).map(({ attributes }) => [
      attributes.name,
      attributes.tests,
      attributes.failures,
      attributes.errors,
      attributes.skipped,
    ]);
  expect(brief(leaks)).toEqual([
    ["gemsweep.coverage", "2", "0", "2", "0"],
    ["gemsweep.critical", "2", "2", "0", "0"],
    ["gemsweep.high", "1", "1", "0", "0"],
    ["gemsweep.low", "13", "0", "0", "13"],
    ["gemsweep.info", "2", "0", "0", "2"],
  ]);
  expect(brief(report([]))).toEqual([["gemsweep.coverage", "1", "0", "0", "0"]]);
});

test("a report in full", () => {
  const one = report([finding({})]);
  expect(renderJunit(one, () => true)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="gemsweep">
    <testsuite name="gemsweep.coverage" tests="1" failures="0" errors="0" skipped="0" time="0">
    <testcase classname="gemsweep.coverage" name="Everything was looked at" time="0"/>
    </testsuite>
    <testsuite name="gemsweep.critical" tests="1" failures="1" errors="0" skipped="0" time="0">
    <testcase classname="gemsweep.critical" name="Gemini auth key AQ.Ab8R…x7Qg in src/app.ts" file="src/app.ts" line="1" time="0">
    <failure message="Critical: opens the Gemini API: quota, bill and uploaded files of its project. Where: src/app.ts:1:1 (working tree)." type="gemsweep.critical">
    Gemini auth key AQ.Ab8R…x7Qg
    Critical: opens the Gemini API: quota, bill and uploaded files of its project.
    Where: src/app.ts:1:1 (working tree).
    </failure>
    </testcase>
    </testsuite>
    </testsuites>
    "
  `);
});

test("what was there before a change is skipped, and says so", () => {
  const xml = renderJunit(judged, (finding) => fails(finding, { severity: "low" }));
  expect(xml.match(/<failure/g)).toHaveLength(1);
  expect(
    xml.match(/<skipped[^>]*There before this change, which brings it to 1 other file/g),
  ).toHaveLength(2);
  const all = renderJunit(judged, (finding) => fails(finding, { severity: "low", all: true }));
  expect(all.match(/<failure/g)).toHaveLength(3);
});

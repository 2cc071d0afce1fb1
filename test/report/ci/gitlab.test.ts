import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/finding.ts";
import { renderGitlab } from "../../../src/report/ci/gitlab.ts";
import { scanTimes } from "../../../src/report/ci/scan-times.ts";
import { EVERY_REPORT } from "../../support/every-report.ts";
import { finding, objectId, report, sighting } from "../../support/findings.ts";
import { gitlabErrors } from "../../support/gitlab-schemas.ts";
import { hostileReport } from "../../support/hostile-reports.ts";
import { leaks, staged } from "../../support/leaks.ts";

const tool = { name: "gemsweep", version: "0.1.0" };
const times = { started: "2026-11-21T18:47:00", ended: "2026-11-21T18:47:05" };

interface Vulnerability {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly location: {
    readonly file: string;
    readonly start_line: number;
    readonly commit: { readonly sha: string };
  };
}

function gitlabOf(one: Report) {
  const text = renderGitlab(one, tool, times);
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  const document = JSON.parse(text) as {
    scan: { status: string; messages: object[] };
    vulnerabilities: Vulnerability[];
  };
  expect(gitlabErrors("secretDetection", document)).toEqual([]);
  return document;
}

describe.for(EVERY_REPORT)("%s", ([, one]) => {
  test("is as GitLab needs it, each with an id of its own, without authors", () => {
    const { vulnerabilities } = gitlabOf(one);
    expect(new Set(vulnerabilities.map(({ id }) => id)).size).toBe(vulnerabilities.length);
    expect(JSON.stringify(vulnerabilities)).not.toMatch(/Jane Doe|Sam Roe/);
    // Postgres and Ruby each refuse one of these, and with it the whole report.
    for (const { location } of vulnerabilities) expect(location.file).not.toMatch(/[\0\p{Cs}]/u);
  });
});

test("the schema is not satisfied by anything", () => {
  const good = gitlabOf(leaks);
  const [first] = good.vulnerabilities;
  for (const bad of [
    { ...good, version: "14.0.0" },
    { ...good, vulnerabilities: [{ ...first, severity: "critical" }] },
    { ...good, vulnerabilities: [{ ...first, raw_source_code_extract: "x" }] },
    { ...good, vulnerabilities: [{ ...first, location: { file: "a" } }] },
  ])
    expect(gitlabErrors("secretDetection", bad)).not.toEqual([]);
});

test("an id depends on value and file, and not on the line", () => {
  const idOf = (path: string, line: number, fingerprint: string): unknown =>
    gitlabOf(report([finding({ fingerprint, sightings: [sighting({ path, line })] })]))
      .vulnerabilities[0]?.id;
  const [one, other] = ["1".repeat(64), "2".repeat(64)];
  expect(idOf("a", 1, one)).toBe(idOf("a", 9, one));
  expect(new Set([idOf("a", 1, one), idOf("b", 1, one), idOf("a", 1, other)]).size).toBe(3);
});

test("the commit that brought it is named, or none", () => {
  expect(
    gitlabOf(leaks).vulnerabilities.map(({ location }) => [location.file, location.commit.sha]),
  ).toEqual(
    expect.arrayContaining([
      ["src/config.ts", objectId("c")],
      ["poc/run.py", objectId("f")],
      ["youtube.py", "0000000"],
    ]),
  );
});

test("what could not be looked at is a failed scan with a message", () => {
  const { scan } = gitlabOf(leaks);
  expect(scan).toMatchObject({
    status: "failure",
    messages: [
      { level: "warn", value: "private/: permission denied" },
      { level: "warn" },
      { level: "info", value: "broken.ipynb: broken JSON, searched as plain text" },
    ],
  });
  expect(gitlabOf(staged).scan).toMatchObject({ status: "success", messages: [] });
});

test("a description has no markup of others", () => {
  const text = "![x](y) <b> `c` @all #1 www.evil.example https://evil.example _e_";
  const [one] = gitlabOf(hostileReport(text)).vulnerabilities;
  expect(one?.description).toContain(
    "!\\[x\\]\\(y\\) \\<b\\> \\`c\\` @\u200ball \\#\u200b1 www\\.evil.example https\\://evil.example \\_e\\_",
  );
});

test.for<[string | undefined, string, string]>([
  [undefined, "1970-01-01T00:00:01", "1970-01-01T00:00:02"],
  ["", "1970-01-01T00:00:01", "1970-01-01T00:00:02"],
  ["tomorrow", "1970-01-01T00:00:01", "1970-01-01T00:00:02"],
  ["1700000000", "2023-11-14T22:13:20", "2023-11-14T22:13:20"],
])("with SOURCE_DATE_EPOCH=%s the scan is from %s to %s", ([epoch, started, ended]) => {
  expect(scanTimes(1_000, 2_999, epoch)).toEqual({ started, ended });
});

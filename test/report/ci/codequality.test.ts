import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/finding.ts";
import { renderCodequality } from "../../../src/report/ci/codequality.ts";
import { EVERY_REPORT } from "../../support/every-report.ts";
import { finding, report, sighting } from "../../support/findings.ts";
import { gitlabErrors } from "../../support/gitlab-schemas.ts";
import { leaks } from "../../support/leaks.ts";

interface Issue {
  readonly fingerprint: string;
  readonly check_name: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function issuesOf(one: Report): readonly Issue[] {
  const text = renderCodequality(one);
  expect(text).not.toMatch(/Jane Doe|Sam Roe|(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  const issues = JSON.parse(text) as Issue[];
  expect(gitlabErrors("codeQuality", issues)).toEqual([]);
  return issues;
}

describe.for(EVERY_REPORT)("%s", ([, one]) => {
  test("is as GitLab needs it, each with a fingerprint of its own", () => {
    const issues = issuesOf(one);
    // GitLab keeps one of each.
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });
});

test("severities in the words of Code Climate, and what could not be looked at", () => {
  expect(
    issuesOf(leaks)
      .filter(({ location }) => !/app\d/.test(location.path))
      .map(({ check_name, severity, location }) => [
        check_name,
        severity,
        location.path,
        location.lines.begin,
      ]),
  ).toEqual([
    ["gemini-auth-key", "blocker", "dist/app.js", 1],
    ["gemini-auth-key", "blocker", "src/config.ts", 12],
    ["google-api-key", "critical", "poc/run.py", 2],
    ["google-api-key", "info", "youtube.py", 88],
    ["google-api-key", "info", "test/youtube.py", 9],
    ["not-looked-at", "major", "private/", 1],
    ["not-looked-at", "major", "history before 2024-01-02", 1],
  ]);
});

test("a fingerprint does not depend on the line, and two places in a file have two", () => {
  const of = (...lines: readonly number[]): readonly string[] =>
    issuesOf(report([finding({ sightings: lines.map((line) => sighting({ line })) })])).map(
      ({ fingerprint }) => fingerprint,
    );
  expect(of(1)).toEqual(of(7));
  expect(new Set(of(1, 7)).size).toBe(2);
});

import { describe, expect, test } from "vitest";
import type { FleetRepository } from "../../src/fleet.ts";
import { outcomeJson, parseOutcome } from "../../src/fleet/outcome.ts";
import { openRepository } from "../../src/git/repository.ts";
import type { Report } from "../../src/finding.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { loadRules } from "../../src/rules/load.ts";
import { scan } from "../../src/scan.ts";
import { historySource } from "../../src/sources/history.ts";
import { worktreeSource } from "../../src/sources/worktree.ts";
import { verdictOf } from "../../src/verify/outcome.ts";
import { finding, report } from "../support/findings.ts";
import { leakyRepository } from "../support/leaky-repository.ts";

const TOOL = { name: "gemsweep", version: "1.2.3" };
const REPOSITORY: FleetRepository = {
  name: "git.example/team/demo",
  location: "https://git.example/team/demo.git",
  kind: "url",
  owner: "team",
  archived: true,
  fork: false,
  visibility: "internal",
};

function again(original: Report): Report {
  const outcome = parseOutcome(outcomeJson({ repository: REPOSITORY, report: original }, TOOL));
  expect(outcome.repository).toEqual(REPOSITORY);
  if (!("report" in outcome)) throw new Error("the report is lost");
  return outcome.report;
}

describe("an outcome that was written and read", () => {
  test("has every word of the report, and the same plan", async () => {
    const { root } = leakyRepository({ binary: true });
    const original = await scan({
      target: { command: "audit", paths: [REPOSITORY.location], head: undefined },
      sources: [
        worktreeSource(root, { below: "", maxFileSize: Infinity }),
        historySource(await openRepository(root)),
      ],
      rules: await loadRules([]),
      signal: new AbortController().signal,
      progress: () => {},
    });
    expect(original.findings.length).toBeGreaterThan(15);
    expect(renderJson(again(original), TOOL)).toBe(renderJson(original, TOOL));
    expect(renderMarkdown(again(original))).toBe(renderMarkdown(original));
  });

  test("has what Google said, and whether it said so earlier", () => {
    const verdicts = [true, false].map((cached) => verdictOf("dead/invalid", { cached }));
    const findings = verdicts.map((verdict, index) =>
      finding({
        fingerprint: String(index).repeat(64),
        severity: "info",
        reasons: ["verdict-dead"],
        mustScrub: true,
        verdict,
      }),
    );
    const verification = {
      generate: true,
      reach: false,
      endpoint: undefined,
      checked: 2,
      unchecked: 0,
    };
    const original = report(findings, { verification, complete: false });
    expect(renderJson(again(original), TOOL)).toBe(renderJson(original, TOOL));
  });

  test("has why there is no report", () => {
    const failure = { stage: "clone", why: "is gone", remedy: undefined } as const;
    const outcome = { repository: REPOSITORY, failure };
    expect(parseOutcome(outcomeJson(outcome, TOOL))).toEqual(outcome);
  });
});

test.for(["", "{", "[]", '{"repository":{}}', '{"repository":null,"failure":{}}'])(
  "%s is no outcome",
  (text) => {
    expect(() => parseOutcome(text)).toThrow(/is not/);
  },
);

import { expect, test } from "vitest";
import { assembleReport } from "../../src/findings/assemble-report.ts";
import type { Origin } from "../../src/document.ts";
import type { Match } from "../../src/finding.ts";
import { renderCodequality } from "../../src/report/ci/codequality.ts";
import { renderGithub } from "../../src/report/ci/github.ts";
import { renderGithubSummary } from "../../src/report/ci/github-summary.ts";
import { renderGitlab } from "../../src/report/ci/gitlab.ts";
import { renderJunit } from "../../src/report/ci/junit.ts";
import { renderSarif } from "../../src/report/ci/sarif.ts";
import { scanTimes } from "../../src/report/ci/scan-times.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderJsonl } from "../../src/report/jsonl.ts";
import { renderHtml } from "../../src/report/html/html.ts";
import { renderText } from "../../src/report/text.ts";
import { Secrets } from "../../src/findings/secrets.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { history, match, trace, worktree } from "../support/secrets.ts";

const tool = { name: "gemsweep", version: "0.1.0" };
const keys = [googleApiKey(), googleApiKey(), geminiAuthKey()];
const blob = "b".repeat(40);

const hits: readonly (readonly [Origin, Match])[] = keys.flatMap((value, index) => [
  [worktree(`z/${keys[0]}.ts`), match({ value, position: { line: 9 - index, column: 1 } })],
  [worktree("a.ts"), match({ value, decodings: ["base64"], part: "one" })],
  [worktree("a.ts"), match({ value, decodings: ["hex"], part: "two", usage: "gemini" })],
  [worktree("b.ts"), match({ value, excerpt: { before: `a ${keys[0]}\n`, behind: "" } })],
  [worktree("b.ts"), match({ value, excerpt: { before: "", behind: `\n${keys[1]} z` } })],
  [worktree("b.ts"), match({ value, excerpt: { before: "y", behind: `\n${keys[2]} ` } })],
  [worktree("a.ts"), match({ value, ruleId: "mine", credential: "custom", confidence: "low" })],
  [{ source: "index", path: "a.ts", blob }, match({ value })],
  [{ source: "history", blob }, match({ value })],
  [{ source: "message", kind: "commit", object: blob }, match({ value })],
]);

function outputs(order: (items: readonly unknown[]) => readonly unknown[]): string[] {
  const ordered = <T>(items: readonly T[]): T[] => order(items) as T[];
  const secrets = new Secrets();
  for (const [origin, one] of ordered(hits)) secrets.add(origin, one);
  const change = { commit: blob, date: "2025-01-01T00:00:00Z", author: "A", paths: ["a.ts"] };
  const traces = [
    trace({ [blob]: [{ source: "history", path: "a.ts" }] }, history({ introducedBy: [change] })),
    trace({ [blob]: [{ source: "history", path: "b.ts" }] }, history({ refs: ["refs/heads/x"] })),
  ];
  const report = assembleReport({
    target: { command: "audit", paths: ["."], head: undefined },
    coverage: { files: 1, blobs: 1, commits: 1, bytes: 1, notebooks: 0, bundles: 0 },
    secrets: ordered(secrets.all()),
    checked: undefined,
    policy: undefined,
    traces: ordered(traces),
    skipped: ordered([
      { what: "a", why: "x" },
      { what: "b", why: "x" },
      { what: "a", why: "w" },
    ]),
    notes: ordered([
      { about: "a", note: "x" },
      { about: "a", note: "w" },
    ]),
  });
  const text = renderText(report, { color: false, width: 80 });
  const times = scanTimes(0, 0);
  return [
    text,
    renderJson(report, tool),
    renderJsonl(report, tool),
    renderHtml(report, tool, { style: "", script: "" }),
    renderSarif(report, tool),
    renderGitlab(report, tool, times),
    renderCodequality(report),
    renderJunit(report, ({ mustScrub }) => mustScrub),
    renderGithub(report),
    renderGithubSummary(report, 1024 ** 2),
  ];
}

test("the order of discovery does not change a byte of any format", () => {
  const expected = outputs((items) => items);
  expect(outputs((items) => items.toReversed())).toEqual(expected);
  for (let turn = 1; turn < 20; turn += 1)
    expect(
      outputs((items) => [
        ...items.slice(turn % items.length),
        ...items.slice(0, turn % items.length),
      ]),
    ).toEqual(expected);
});

test("no format holds a raw value", () => {
  for (const output of outputs((items) => items))
    for (const key of keys) expect(output).not.toContain(key);
});

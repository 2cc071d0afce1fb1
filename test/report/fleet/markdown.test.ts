import { describe, expect, test } from "vitest";
import { fleetReport } from "../../../src/findings/fleet-report.ts";
import { renderFleetMarkdown } from "../../../src/report/fleet/markdown.ts";
import {
  audited,
  failed,
  fleetOf,
  hostileFleet,
  largeFleet,
  leaked,
  repository,
} from "../../support/fleets.ts";

const hostile =
  "`` <img src=x onerror=alert(1)> [x](https://e.example) @octocat #1 **b** | \u202e\u001b[2J\n# h";

/** What is left of Markdown when code and what is escaped in it are gone: all that could be markup. */
function markupOf(markdown: string): string {
  return markdown
    .replaceAll(/^ *(`{3,})sh\n[^]*?^ *\1$/gm, "")
    .replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")
    .replaceAll(/\\[!-/:-@[-`{-~]/g, "");
}

const shared = fleetOf([
  audited(repository("git.example/acme/web"), [leaked(1), leaked(2)]),
  audited(repository("git.example/lab/demo"), [leaked(1)]),
  failed("git.example/lab/gone"),
]);

describe("the plan", () => {
  const text = renderFleetMarkdown(shared);

  test("has a box for each step, credential and repository", () => {
    expect(text.match(/^- \[ \] \*\*.*\*\*$/gm)?.length).toBeGreaterThan(shared.plan.steps.length);
    expect(text.match(/^### `AQ/gm)).toHaveLength(2);
    expect(text.match(/^### `git/gm)).toHaveLength(2);
    expect(text).toContain("- In **2 repositories, 2 owners**: `git.example/acme/web`");
    expect(text).toContain("- [ ] `git.example/lab/gone`: could not be cloned");
  });

  test("rotates before it rewrites", () => {
    const places = ["Make the new keys", "clean each of 2 repositories", "rewrite the history"].map(
      (words) => text.indexOf(words),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });
});

test("nothing from outside is markup, and a table keeps its columns", () => {
  const text = renderFleetMarkdown(fleetReport(hostileFleet(hostile)));
  expect(markupOf(text)).not.toMatch(/<img|\[x\]|@octocat|\*\*b\*\*|^# h/m);
  const table = text.split("\n").filter((line) => line.startsWith("|"));
  expect(table.length).toBeGreaterThan(2);
  for (const line of table) expect(line.replaceAll("\\|", "").split("|")).toHaveLength(10);
});

test("of very many, the most urgent are told in full and all are named", () => {
  const report = fleetReport(largeFleet(300, 500));
  const text = renderFleetMarkdown(report);
  const missing = report.keys.filter(
    ({ urgency, finding }) => urgency !== "harmless" && !text.includes(finding.preview),
  );
  expect(missing).toEqual([]);
  expect(text).toContain("in brief");
});

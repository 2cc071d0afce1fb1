import { describe, expect, test } from "vitest";
import { renderGithub } from "../../../src/report/ci/github.ts";
import { renderGithubSummary } from "../../../src/report/ci/github-summary.ts";
import { EVERY_REPORT } from "../../support/every-report.ts";
import { finding, report, sighting } from "../../support/findings.ts";
import { manyFindings } from "../../support/hostile-reports.ts";
import { judged, leaks, staged } from "../../support/leaks.ts";

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a log as the runner does: commands begin with "::", or anywhere in a line with "##[" (others: "##vso["). */
function commandsIn(log: string): readonly Command[] {
  return log.split(/\r\n|\r|\n/).flatMap((line): Command[] => {
    const [, name, properties = "", message = ""] =
      /^\s*::([^ :]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
    if (name === undefined) {
      const at = line.search(/##\w*\[/);
      return at < 0 ? [] : [{ name: line.slice(at), properties: {}, message: "" }];
    }
    const pairs = properties.split(",").map((pair): [string, string] => {
      const [key = "", ...value] = pair.split("=");
      return [key, decoded(value.join("="))];
    });
    return [{ name, properties: Object.fromEntries(pairs), message: decoded(message) }];
  });
}

function decoded(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}

const KNOWN = { error: 10, warning: 10, notice: 10 } as const;

describe.for(EVERY_REPORT)("%s", ([, one]) => {
  test("has no commands but annotations, and no more than GitHub shows", () => {
    const log = renderGithub(one);
    expect(log).not.toMatch(/Jane Doe|Sam Roe|(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    const commands = commandsIn(log);
    expect(commands.length).toBe(log.split("\n").filter((line) => line.startsWith("::")).length);
    for (const { name, properties } of commands) {
      expect(Object.keys(KNOWN)).toContain(name);
      expect(["file,line,col,title", "title"]).toContain(Object.keys(properties).join());
    }
    for (const [kind, most] of Object.entries(KNOWN))
      expect(commands.filter(({ name }) => name === kind).length).toBeLessThanOrEqual(most);
    expect(log.split("\n").filter((line) => line.startsWith("gemsweep: "))).toHaveLength(1);
  });

  test("has a summary that fits, with nothing of others as markup", () => {
    for (const limit of [8_192, 1024 ** 2]) {
      const summary = renderGithubSummary(one, limit);
      expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(limit);
      // Mentions are parted by something unseen.
      expect(summary.replaceAll(/(?<=[@#!%&~$])\u200b/g, "")).not.toMatch(
        /Jane Doe|Sam Roe|(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u,
      );
      // What is neither escaped nor code.
      const bare = summary.replaceAll(/\\[!-/:-@[-`{-~]|(`+)(?!`).*?[^`]\1(?!`)/g, " ");
      expect(bare).not.toMatch(/[<>[\]`|_~\\]|[@!]\w|https?:|www\./);
    }
  });
});

test("a hostile path is one property, as people see it", () => {
  const path = "a\n::error file=x::y,line=9::100%\u202e";
  const log = renderGithub(report([finding({ sightings: [sighting({ path, line: 3 })] })]));
  expect(commandsIn(log)).toMatchObject([
    {
      name: "error",
      properties: {
        file: "a\\n\\x3a:error file=x::y,line=9::100%\\u{202e}",
        line: "3",
        col: "1",
        title: "Gemini auth key AQ.Ab8R…x7Qg",
      },
    },
  ]);
});

test("the most severe come first, and the last of a kind says how many are missing", () => {
  const commands = commandsIn(renderGithub(manyFindings(2_000)));
  expect(commands.map(({ name }) => name)).toEqual(
    Object.keys(KNOWN).flatMap((kind) => Array.from({ length: 10 }, () => kind)),
  );
  const errors = commands.slice(0, 10);
  for (const { properties } of errors) expect(properties.file).toMatch(/^src\/critical\//);
  expect(errors[9]?.message).toMatch(/\nGitHub shows 10 of a kind: 3,990 more errors in /);
  expect(errors[8]?.message).not.toContain("more errors");
});

test("what no file holds is not at a line; keys that are public are not annotated", () => {
  const commands = commandsIn(renderGithub(leaks));
  expect(
    commands
      .filter(({ name }) => name !== "notice")
      .map(({ name, properties: { file, line, title } }) => [name, file, line, title]),
  ).toEqual([
    ["error", "dist/app.js", "1", "Gemini auth key AQ.Ab8R…x7Qg"],
    ["error", "src/config.ts", "12", "Gemini auth key AQ.Ab8R…x7Qg"],
    ["error", undefined, undefined, "Google API key AIzaSy…Qk3w"],
    ["warning", undefined, undefined, "gemsweep could not look everywhere"],
  ]);
  expect(commands.some(({ properties }) => properties.file === "youtube.py")).toBe(false);
});

test("many things that could not be looked at are one annotation", () => {
  const skipped = Array.from({ length: 300 }, (_, index) => ({ what: `${index}`, why: "gone" }));
  const commands = commandsIn(renderGithub(report([], { complete: false, skipped })));
  expect(commands.map(({ message }) => message)).toEqual([
    "0: gone\n1: gone\n2: gone\n3: gone\n4: gone\nand 295 more",
  ]);
});

test("a summary that does not fit says how much is missing", () => {
  const summary = renderGithubSummary(manyFindings(2_000), 8_192);
  expect(summary).toMatch(/\n- and 7,9\d\d more: see `--format json`\n/);
  expect(summary.match(/- \*\*critical\*\*/g)?.length).toBeGreaterThan(10);
});

test("a summary in full", () => {
  expect(renderGithubSummary(staged, 1024 ** 2)).toMatchInlineSnapshot(`
    "## gemsweep

    2 credentials (1 critical, 1 high). Looked at 3 staged files (40 kB).

    - **critical** Gemini auth key AQ.Ab8R…x7Qg
      - Critical: opens the Gemini API: quota, bill and uploaded files of its project.
      - Where: notebooks/demo.ipynb\\:31\\:9 \\(cell 4, output 1 \\(traceback\\)\\).
    - **high** Google API key AIzaSy…Qk3w
      - High: may open the Gemini API: any Google API key can, unless it is restricted to other APIs.
      - Where: app/\\[id\\]/page's.tsx\\:3\\:14.

    Create a new credential and deploy it, then revoke the old one where it was issued. Only then take it out of the files and, if it was committed, out of the history. gemsweep audit names each step.

    "
  `);
});

test("a summary names twelve places of one credential once each, the last two by number", () => {
  const sightings = Array.from({ length: 12 }, (_, index) => sighting({ line: index + 1 }));
  const summary = renderGithubSummary(report([finding({ sightings })]), 1024 ** 2);
  expect(summary.match(/^  - also at `.*`$/gm)).toHaveLength(9);
  expect(summary.match(/^  - Where: .*\\:1\\:/gm)).toHaveLength(1);
  expect(summary).toContain("  - and 2 more places\n");
});

test("what was there before a change is a notice, and told apart in the summary", () => {
  const log = renderGithub(judged);
  expect(log.match(/^::\w+/gm)).toEqual(["::error", "::notice", "::notice"]);
  expect(log).toContain(
    "gemsweep: 1 new credential (1 critical), 1 there before; judged 3 commits and 12 objects since aaaaaaa, where it parted from bbbbbbb, up to ccccccc (GitHub pull_request); looked at",
  );
  const summary = renderGithubSummary(judged, 1024 ** 2);
  expect(summary).toContain(
    "Judged: 3 commits and 12 objects since aaaaaaa, where it parted from bbbbbbb, up to ccccccc \\(GitHub pull\\_request\\).",
  );
  expect(summary).toContain("- **high** (there before) Gemini auth key AIzaSy…Qk3w");
});

import { describe, expect, test } from "vitest";
import type { SecretHistory } from "../../src/finding.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { codeBlock, codeSpan, plainText } from "../../src/report/markdown-text.ts";
import { finding, objectId, report, sighting } from "../support/findings.ts";
import { leaks } from "../support/leaks.ts";

const hostile =
  "`` <img src=x onerror=alert(1)> [x](https://e.example) @octocat #1 **b** | \u202e\u001b[2J\n# h";

const history: SecretHistory = {
  introducedBy: [
    { commit: objectId("c"), date: "2025-03-01T09:00:00Z", author: hostile, paths: [hostile] },
  ],
  removedBy: [],
  refs: [`refs/heads/${hostile}`, "refs/pull/7/head"],
  atHead: true,
  pushed: true,
  unreachable: false,
};

const nasty = report([
  finding({
    title: hostile,
    sightings: [
      sighting({ path: hostile, part: hostile }),
      sighting({ path: "dist/a.js", bundle: { originalSource: hostile, originalLine: 1 } }),
    ],
    history,
  }),
]);

/** What is left of Markdown when code and what is escaped in it are gone: all that could be markup. */
function markupOf(markdown: string): string {
  return markdown
    .replaceAll(/^ *(`{3,})sh\n[^]*?^ *\1$/gm, "")
    .replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")
    .replaceAll(/\\[!-/:-@[-`{-~]/g, "");
}

test("the plan in full", async () => {
  await expect(renderMarkdown(leaks)).toMatchFileSnapshot("plan-in-full.md");
});

test("what must be done is one box each", () => {
  const boxes = renderMarkdown(leaks).match(/^- \[ \] \*\*.*\*\*$/gm) ?? [];
  expect(boxes).toHaveLength(leaks.plan.steps.length);
});

test("nothing found", () => {
  const shown = renderMarkdown(report([]));
  expect(shown).toContain("Nothing was found that something must be done about.");
  expect(shown).not.toContain("- [ ]");
});

test("an incomplete report says so", () => {
  const skipped = [{ what: "a", why: "b" }];
  expect(renderMarkdown(report([], { complete: false, skipped }))).toContain(
    "**1 thing could not be looked at**",
  );
});

describe("what a repository holds", () => {
  const shown = renderMarkdown(nasty);

  test("is no HTML, link, mention, heading or emphasis", () => {
    const markup = markupOf(shown);
    expect(markup).not.toMatch(/<img|:\/\/e\.example|^# h|\*\*b|\]\(/m);
    expect(markup).not.toMatch(/[@#]\w/);
    expect(markup.match(/<(?!https:\/\/|br>)/g)).toBeNull();
  });

  test("has no invisible characters", () => {
    expect(shown.replaceAll(/(?<=[@#])\u200b/g, "")).not.toMatch(
      /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u,
    );
  });

  test("is part of no command", () => {
    for (const [, block] of shown.matchAll(/^ *```sh\n([^]*?)^ *```$/gm))
      expect(block).not.toMatch(/onerror|octocat/);
  });
});

describe("text", () => {
  test.for([
    ["a", "`a`"],
    ["", "`  `"],
    ["`", "`` ` ``"],
    ["a``b", "```a``b```"],
    [" a", "`  a `"],
    ["a\nb", String.raw`${"`"}a\nb${"`"}`],
  ] as const)("%j as code", ([given, shown]) => {
    expect(codeSpan(given)).toBe(shown);
  });

  test.for([
    ["@me", "@\u200bme"],
    ["*a* _b_ [c](d)", String.raw`\*a\* \_b\_ \[c\]\(d\)`],
    ["<b>&amp;", String.raw`\<b\>\&amp;`],
    ["https://e.example", String.raw`https\://e.example`],
    ["www.e.example", String.raw`www\.e.example`],
    ["- a", String.raw`\- a`],
    ["1. a", String.raw`1\. a`],
    ["=== a", String.raw`\=== a`],
    ["1.5 a -b", "1.5 a -b"],
    ["!1 %2 &3 ~4", String.raw`!${"\u200b"}1 %${"\u200b"}2 \&${"\u200b"}3 \~${"\u200b"}4`],
    [":tada: $x$ #1", String.raw`\:tada: \$x\$ \#${"\u200b"}1`],
  ] as const)("%j as words", ([given, shown]) => {
    expect(plainText(given)).toBe(shown);
  });

  test("a block ends where it should", () => {
    expect(codeBlock(["a", "```", "b"], "sh")).toBe("````sh\na\n```\nb\n````");
  });
});

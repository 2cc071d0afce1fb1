import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/finding.ts";
import { finding, report, sighting } from "../../support/findings.ts";
import { judged, leaks, pushed, staged } from "../../support/leaks.ts";
import { files, HOSTILE, hostileReport, largeReport, pageOf } from "../../support/pages.ts";

const clean = report([]);
const all: readonly [string, Report][] = [
  ["leaks", leaks],
  ["a commit", staged],
  ["a push", pushed],
  ["a change", judged],
  ["nothing", clean],
  ["nothing in a part", report([], { complete: false, skipped: [{ what: "a", why: "b" }] })],
  ["hostile text", hostileReport()],
  ["fifty", largeReport(50)],
];

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

describe.each(all)("the page of %s", (_, shown) => {
  const page = pageOf(shown);

  test("is the same twice", () => {
    expect(pageOf(shown)).toBe(page);
  });

  test("allows the one style and the one script that it holds, and nothing else", () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy?.split("; ")).toEqual([
      "default-src 'none'",
      `style-src '${hashOf(files.style)}'`,
      `script-src '${hashOf(files.script)}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(page.split("<script>").slice(1)).toEqual([`${files.script}</script></body></html>\n`]);
    const [, style, ...rest] = page.split(/<style>|<\/style>/);
    expect(style).toBe(files.style);
    expect(rest).toHaveLength(1);
  });

  test("has no handler, no style of its own and nothing to load", () => {
    const tags = tagsOf(page);
    for (const tag of tags) {
      expect(tag.replaceAll(/"[^"]*"/g, "")).not.toMatch(
        /\s(?:on\w+|style|src|srcset|srcdoc|action|formaction|background)=/i,
      );
      expect(tag).not.toMatch(
        /^<(?:img|iframe|object|embed|link|base|audio|video|source|image|use)\b/i,
      );
    }
    const links = tags.flatMap((tag) => / href="([^"]*)"/.exec(tag)?.[1] ?? []);
    for (const link of links) expect(link).toMatch(/^(?:#[\w-]+|https:\/\/[\w.-]+\/?[^<>]*)$/);
  });

  test("names each thing once, and leads only to what is there", () => {
    const tags = tagsOf(page);
    const ids = tags.flatMap((tag) => / id="([^"]*)"/.exec(tag)?.[1] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const tag of tags) {
      const target = / href="#([^"]*)"/.exec(tag)?.[1];
      if (target !== undefined) expect(ids).toContain(target);
    }
  });

  test("shows nothing invisible", () => {
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});

/** Every tag, without what style and script hold. */
function tagsOf(page: string): readonly string[] {
  const markup = page.replace(files.style, "").replace(files.script, "");
  return markup.match(/<[a-z!/](?:"[^"]*"|[^"<>])*>/gi) ?? [];
}

test("hostile text is text wherever it stands", () => {
  const page = pageOf(hostileReport());
  const markup = page.replace(files.style, "").replace(files.script, "");
  expect(markup).not.toMatch(/<(?:img|iframe|base|svg onload|b>|i>)/);
  expect(markup.match(/<script/g)).toHaveLength(1);
  expect(markup.match(/<style/g)).toHaveLength(1);
  // Where a path, an author, a title, the text around … stand, at least.
  expect(markup.split("&lt;/script>").length).toBeGreaterThan(15);
  expect(HOSTILE).toContain("</script>");
});

function sentenceOf(shown: Report): string | undefined {
  return /<h1[^>]*>([^<]*)<\/h1>/.exec(pageOf(shown))?.[1];
}

describe("the verdict in one sentence", () => {
  const inHistory = finding({
    fingerprint: "1".repeat(64),
    sightings: [sighting({ source: "history", blob: "b".repeat(40) })],
  });
  const atHead = finding({
    sightings: [sighting({ source: "history", blob: "b".repeat(40) })],
    history: {
      introducedBy: [],
      removedBy: [],
      refs: ["refs/heads/main"],
      atHead: true,
      pushed: undefined,
      unreachable: false,
    },
  });
  const committed = finding({
    sightings: [sighting({}), sighting({ source: "history", blob: "b".repeat(40) })],
  });

  test.each<[string, Report]>([
    ["No Gemini credential was found, and everything was looked at.", clean],
    [
      "No Gemini credential was found, but not everything could be looked at.",
      report([], { complete: false }),
    ],
    ["One credential is in files, and in no commit.", report([finding({})])],
    [
      "One credential is in files, and in no commit that could be looked at.",
      report([finding({})], { complete: false }),
    ],
    ["One credential has leaked and is in files now.", report([committed])],
    ["One credential has leaked and is in history only.", report([inHistory])],
    ["One credential has leaked and is in files now.", report([atHead])],
    [
      "2 credentials have leaked, one of them in files now and the other in history only.",
      report([committed, inHistory]),
    ],
    [
      "Nothing has to be cleaned: 1 credential of low severity or dead, and everything was looked at.",
      report([finding({ severity: "low" })]),
    ],
    ["2 credentials are about to be committed.", staged],
    ["2 credentials are about to leave with this push.", pushed],
    ["One credential is brought by this change.", judged],
    [
      "3 credentials have leaked, 2 of them in files now and the other in history only: 1 of them works right now, and of 1 nothing is known.",
      { ...largeReport(3), target: leaks.target },
    ],
  ])("%s", (sentence, shown) => {
    expect(sentenceOf(shown)).toBe(sentence);
  });

  test("comes with what to do first", () => {
    const [first] = leaks.plan.steps;
    expect(pageOf(leaks)).toContain(`<a href="#step-${first?.id}">${first?.title}</a>`);
    expect(pageOf(clean)).toContain("Nothing to do.");
  });
});

describe("the timeline", () => {
  test("says in words what it draws", () => {
    const page = pageOf(leaks);
    expect(page).toContain(
      'aria-label="From 2025-03-01, still in files; added by 2 commits, taken out by 1"',
    );
    expect(page).toContain("31 days or more");
  });

  test("does without dates that cannot be", () => {
    const [one] = leaks.findings.filter(({ history }) => history !== undefined);
    if (!one?.history) throw new Error("no history");
    const [change] = one.history.introducedBy;
    if (!change) throw new Error("no commit");
    const dates = ["1970-01-01T00:00:00Z", "+275760-09-13T00:00:00Z", "never", "0000-00-00"];
    const introducedBy = dates.map((date) => ({ ...change, date }));
    const shown = report([{ ...one, history: { ...one.history, introducedBy, removedBy: [] } }]);
    expect(pageOf(shown)).not.toContain('id="time"');
    const dated = [...introducedBy, change];
    const believable = report([
      { ...one, history: { ...one.history, introducedBy: dated, removedBy: [] } },
    ]);
    expect(pageOf(believable)).toContain("From 2025-03-01, still in files; added by 1 commit");
  });
});

test("the text around a credential names its line, or its cell where lines are counted otherwise", () => {
  const excerpt = { before: "above\nkey = '", behind: "'\nbelow" };
  const page = pageOf(
    report([
      finding({
        sightings: [
          sighting({ path: "a.py", line: 12, excerpt }),
          sighting({
            path: "b.ipynb",
            line: 40,
            part: "cell 4, source",
            excerpt: { ...excerpt, before: "!" },
          }),
        ],
      }),
    ]),
  );
  const text = page.replaceAll(/<[^>]*>/g, "");
  expect(text).toContain("11above\n12key = 'AQ.Ab8R…x7Qg'\n13below");
  expect(text).toContain("b.ipynb:40:1 cell 4, source");
  expect(text).toContain("!AQ.Ab8R…x7Qg'\nbelow");
});

import { describe, expect, test } from "vitest";
import type { Ignored, IgnoredBy } from "../../src/finding.ts";
import { renderText } from "../../src/report/text.ts";
import { finding, report, sighting } from "../support/findings.ts";

const page = { color: false, width: 100 };

function ignored(by: IgnoredBy, digit = "0", path = "src/app.ts"): Ignored {
  const found = finding({ fingerprint: digit.repeat(64), sightings: [sighting({ path })] });
  return { by, finding: found };
}

const entry: IgnoredBy = {
  kind: "ignore-file",
  file: ".gemsweep-ignore.yaml",
  reason: "a test key",
  who: "Ada",
  expires: "2027-01-31",
};
const comment: IgnoredBy = { kind: "comment", mark: "gemsweep:allow", reason: "old" };

test("what is ignored is told, although nothing was found beside it", () => {
  const text = renderText(
    report([], {
      ignored: [
        ignored(entry),
        ignored(comment, "0", "b.py"),
        ignored({ kind: "comment", mark: "ggignore", reason: "" }, "1"),
        ignored({ kind: "path", file: ".gemsweep.yaml", setting: "exclude", pattern: "src" }, "2"),
        ignored(
          { kind: "path", file: ".gemsweep.yaml", setting: "include", pattern: undefined },
          "3",
        ),
      ],
    }),
    page,
  );
  expect(text).toMatchInlineSnapshot(`
    "Ignored: 4 credentials (--no-ignore reports all)
      AQ.Ab8R…x7Qg src/app.ts:1:1 by .gemsweep-ignore.yaml: a test key, says Ada, until 2027-01-31
      AQ.Ab8R…x7Qg b.py:1:1 by gemsweep:allow: old
      AQ.Ab8R…x7Qg src/app.ts:1:1 by ggignore
      AQ.Ab8R…x7Qg src/app.ts:1:1 by .gemsweep.yaml: exclude src
      AQ.Ab8R…x7Qg src/app.ts:1:1 by .gemsweep.yaml: it is outside of what include names

    No Gemini credential that is not ignored in 1,234 files, 56,789 blobs, 901 commits (120 MB).
    "
  `);
});

test("many are counted", () => {
  const many = Array.from({ length: 25 }, (_, at) => ignored(comment, at.toString(36)));
  const text = renderText(report([], { ignored: many }), page);
  expect(text).toContain("Ignored: 25 credentials (--no-ignore reports all)\n");
  expect(text).toContain("  and 5 more (see --format json)\n");
});

describe("in the middle of a commit", () => {
  const staged = { target: { command: "staged", paths: [], head: "main" } } as const;

  test("it is told how to let a finding pass", () => {
    const found = ["a", "b", "c", "d"].map((digit) => finding({ fingerprint: digit.repeat(64) }));
    const text = renderText(report(found, staged), page);
    expect(text).toContain(`    gemsweep ignore ${"a".repeat(64)} --reason "…"\n`);
    expect(text).not.toContain("b".repeat(64));
    expect(text).toMatch(/all\s+others\s+likewise/);
  });

  test("no more than three are told of", () => {
    const many = ["a", "b", "c", "d"].map((digit) => ignored(comment, digit));
    const text = renderText(report([finding({})], { ...staged, ignored: many }), page);
    expect(text).toContain("Ignored: 4 credentials");
    expect(text).toContain("  and 1 more (see --format json)\n");
  });
});

test("nothing that people wrote moves a cursor", () => {
  const nasty = "\u001b[2J\u202e";
  const by: IgnoredBy = { ...entry, reason: nasty, who: nasty };
  const text = renderText(report([], { ignored: [ignored(by)] }), page);
  expect(text).toContain(String.raw`\x1b[2J\u{202e}`);
  expect(text).not.toMatch(/\p{Cf}/u);
});

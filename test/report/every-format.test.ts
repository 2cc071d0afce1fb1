/** What every format has to tell, whatever else it is for. */
import { expect, test } from "vitest";
import { FORMATS } from "../../src/command-line/formats.ts";
import type { IgnoredBy } from "../../src/finding.ts";
import { render } from "../../src/render.ts";
import { renderGithubSummary } from "../../src/report/ci/github-summary.ts";
import { finding, report, sighting } from "../support/findings.ts";

const CAUSES: readonly IgnoredBy[] = [
  {
    kind: "ignore-file",
    file: "ignores",
    reason: "switched off in May",
    who: "Ada",
    expires: "2999-12-31",
  },
  { kind: "comment", mark: "gemsweep:allow", reason: "a made-up key" },
  { kind: "path", file: "settings", setting: "exclude", pattern: "vendor" },
];
const TOLD = ["switched off in May", "a made-up key", "vendor"];

const one = report([], {
  ignored: CAUSES.map((by, index) => ({
    by,
    finding: finding({
      fingerprint: String(index).repeat(64),
      sightings: [sighting({ path: `src/${index}.ts` })],
    }),
  })),
});

test.for(FORMATS)("%s tells what is ignored, where, and by what", async (format) => {
  const tool = { name: "gemsweep", version: "0.1.0" };
  const text = await render(one, format, tool, { color: false, width: 200, fails: () => true });
  const bare = format === "html" ? text.replaceAll(/<[^>]*>/g, "") : text;
  for (const [index, words] of TOLD.entries()) {
    expect(bare).toContain(words);
    expect(bare).toContain(`src/${index}.ts`);
  }
});

test("so does the summary of a step", () => {
  const text = renderGithubSummary(one, 1024 ** 2);
  expect(text).toContain("**3 credentials are ignored.**");
  for (const words of TOLD) expect(text).toContain(words);
});

test("a test that is ignored does not fail, an issue has no weight, and a notice is one", async () => {
  const tool = { name: "gemsweep", version: "0.1.0" };
  const looks = { color: false, width: 200, fails: () => true };
  const junit = await render(one, "junit", tool, looks);
  expect(junit).toContain('<testsuite name="gemsweep.ignored" tests="3" failures="0"');
  const issues = JSON.parse(await render(one, "codequality", tool, looks)) as {
    severity: string;
  }[];
  expect(issues.map(({ severity }) => severity)).toEqual(["info", "info", "info"]);
  const lines = (await render(one, "github", tool, looks)).split("\n");
  expect(lines[0]).toMatch(/^::notice title=gemsweep%3A 3 credentials are ignored::/);
  expect(lines[1]).toMatch(/^gemsweep: no credential; 3 credentials are ignored; looked at /);
});

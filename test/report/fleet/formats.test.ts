/** What all formats of a fleet's report have in common. */
import { describe, expect, test } from "vitest";
import type { FleetResults } from "../../../src/fleet.ts";
import { fleetReport } from "../../../src/findings/fleet-report.ts";
import { FLEET_FORMATS, fleetFormat } from "../../../src/command-line/fleet-formats.ts";
import { renderFleet } from "../../../src/render-fleet.ts";
import {
  audited,
  hostileFleet,
  largeFleet,
  leaked,
  repository,
  resultsOf,
  shuffled,
} from "../../support/fleets.ts";
import { HOSTILE } from "../../support/hostile-reports.ts";

const tool = { name: "gemsweep", version: "0.1.0" };
const looks = { color: false, width: 80, fails: () => true };

test.for(FLEET_FORMATS)("%s is the same whatever came first", async (format) => {
  const results = largeFleet(40, 60);
  const again = { ...results, outcomes: shuffled(results.outcomes, 5) };
  const written = async (one: FleetResults) =>
    await renderFleet(fleetReport(one), format, tool, looks);
  expect(await written(again)).toBe(await written(results));
});

test.for(["gitlab", "codequality", "github"] as const)("%s is refused", (format) => {
  expect(() => fleetFormat(format)).toThrow(
    `there is no report of a fleet as ${format}, which is about the lines of one repository`,
  );
});

test("the others are not", () => {
  expect(FLEET_FORMATS.map((format) => fleetFormat(format))).toEqual(FLEET_FORMATS);
});

describe.for(FLEET_FORMATS)("%s", (format) => {
  test("shows nothing of a hostile fleet that could move, hide or command", async () => {
    for (const text of HOSTILE) {
      const written = await renderFleet(fleetReport(hostileFleet(text)), format, tool, looks);
      // The page has its own style and script, and Markdown parts mentions by a space that is not seen.
      const shown = written.replaceAll(/<(style|script)>[^]*?<\/\1>|\u200b/g, "");
      expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      if (format !== "html") expect(shown).not.toMatch(/^::|##\[/m);
    }
  });

  test("says that nothing was found, and of a clean fleet that all is well", async () => {
    for (const results of [resultsOf([]), resultsOf([audited(repository("git.example/a/b"), [])])])
      expect(await renderFleet(fleetReport(results), format, tool, looks)).not.toBe("");
  });

  test("names each repository and the key that they share", async () => {
    const held = ["one/alpha", "two/beta", "three/gamma"].map((name) =>
      repository(`git.example/${name}`),
    );
    const report = fleetReport(resultsOf(held.map((where) => audited(where, [leaked(77)]))));
    const written = await renderFleet(report, format, tool, looks);
    for (const { name } of held) expect(written).toContain(name);
    expect(written).toContain("0077");
  });
});

test("1,000 repositories with 2,000 findings have a size that is of use", async () => {
  const report = fleetReport(largeFleet(1000, 2000));
  const sizes = { text: 20_000, html: 16_000_000, markdown: 2_000_000 } as const;
  for (const [format, size] of Object.entries(sizes)) {
    const written = await renderFleet(report, format as keyof typeof sizes, tool, looks);
    expect([format, written.length < size]).toEqual([format, true]);
    if (format === "text") expect(written.split("\n").length).toBeLessThan(300);
  }
}, 60_000);

import { describe, expect, test } from "vitest";
import type { FleetReport } from "../../../src/fleet-report.ts";
import { fleetReport } from "../../../src/findings/fleet-report.ts";
import { renderFleetJunit } from "../../../src/report/fleet/junit.ts";
import { renderFleetSarif } from "../../../src/report/fleet/sarif.ts";
import {
  audited,
  failed,
  fleetOf,
  hostileFleet,
  largeFleet,
  leaked,
  repository,
} from "../../support/fleets.ts";
import { HOSTILE } from "../../support/hostile-reports.ts";
import { sarifErrors } from "../../support/sarif-schema.ts";
import { parsedXml } from "../../support/xml.ts";

const tool = { name: "gemsweep", version: "0.1.0" };

interface Run {
  readonly automationDetails?: { readonly id: string };
  readonly versionControlProvenance?: readonly { readonly repositoryUri: string }[];
  readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  readonly results: readonly {
    readonly locations: readonly {
      readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
    }[];
  }[];
}

function runsOf(report: FleetReport): readonly Run[] {
  const log = JSON.parse(renderFleetSarif(report, tool)) as { runs: Run[] };
  expect(sarifErrors(log)).toEqual([]);
  return log.runs;
}

const rejected = [{ list: undefined, line: undefined, text: "ext::sh", why: "not taken" }];
const mixed = fleetOf(
  [
    audited(repository("git.example/a/leaks"), [leaked(1)]),
    audited(repository("here", { kind: "path", location: "here", owner: undefined }), []),
    audited(repository("git.example/a/scp", { location: "git@git.example:a/scp.git" }), []),
    failed("git.example/a/gone"),
  ],
  { sources: { asked: 5, duplicates: 0, leftOut: 0, rejected } },
);

describe("SARIF", () => {
  test("has a run for each repository, with paths of that repository", () => {
    const runs = runsOf(mixed);
    expect(runs.map((run) => run.automationDetails?.id)).toEqual([
      "gemsweep/git.example/a/leaks/",
      "gemsweep/git.example/a/gone/",
      "gemsweep/git.example/a/scp/",
      "gemsweep/here/",
      undefined,
    ]);
    expect(runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      "web/page.tsx",
    );
    expect(runs.map((run) => run.versionControlProvenance?.[0]?.repositoryUri)).toEqual([
      "https://git.example/a/leaks.git",
      "https://git.example/a/gone.git",
      undefined,
      undefined,
      undefined,
    ]);
    expect(runs.map((run) => run.invocations[0]?.executionSuccessful)).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  test.for(HOSTILE)("is valid for %j", (text) => {
    runsOf(fleetReport(hostileFleet(text)));
  });

  test("loses nothing", () => {
    const report = fleetReport(largeFleet(60, 80));
    const results = runsOf(report).flatMap((run) => run.results);
    expect(results).toHaveLength(report.totals.findings);
  });
});

describe("JUnit", () => {
  test("has a suite for each repository, with a test for whether it was looked at", () => {
    const root = parsedXml(renderFleetJunit(mixed, ({ severity }) => severity === "critical"));
    expect(
      root.children.map(({ attributes: { name, tests, failures, errors } }) => [
        name,
        tests,
        failures,
        errors,
      ]),
    ).toEqual([
      ["git.example/a/leaks", "2", "1", "0"],
      ["git.example/a/gone", "1", "0", "1"],
      ["git.example/a/scp", "1", "0", "0"],
      ["here", "1", "0", "0"],
      ["gemsweep.sources", "1", "0", "1"],
    ]);
  });

  test.for(HOSTILE)("is well-formed for %j", (text) => {
    const root = parsedXml(renderFleetJunit(fleetReport(hostileFleet(text)), () => true));
    expect(root.children).toHaveLength(5);
  });
});

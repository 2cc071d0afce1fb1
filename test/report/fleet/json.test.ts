import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { FleetReport } from "../../../src/fleet-report.ts";
import { fleetReport } from "../../../src/findings/fleet-report.ts";
import { renderFleetJson } from "../../../src/report/fleet/json.ts";
import { renderFleetJsonl } from "../../../src/report/fleet/jsonl.ts";
import { parseJsonReport } from "../../../src/report/parse-json.ts";
import { audited, fleetOf, hostileFleet, largeFleet, repository } from "../../support/fleets.ts";
import { leaks } from "../../support/leaks.ts";

const tool = { name: "gemsweep", version: "0.1.0" };

function schemaOf(name: string): { $id: string } {
  const file = new URL(`../../../schema/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as { $id: string };
}

const schema = schemaOf("fleet");
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true })
  .addSchema(schemaOf("report"))
  .addSchema(schema);

function errorsOf(reference: string, value: unknown): unknown {
  const validate = ajv.getSchema(reference);
  if (!validate) throw new Error(`no schema ${reference}`);
  return validate(value) ? [] : validate.errors;
}

const hostile =
  '##[add-mask]e\u001b[2J\u009b31m\u202e\u2028\u2029\u0000\ud800\u200b\u{e0041}"</script>é';
const everything = audited(repository("git.example/acme/everything"), leaks.findings, leaks);

describe.for<[string, FleetReport]>([
  ["nothing", fleetOf([])],
  ["everything a report can have", fleetOf([everything])],
  ["many", fleetReport(largeFleet(60, 80))],
  ["hostile", fleetReport(hostileFleet(hostile))],
])("%s", ([, report]) => {
  test("the JSON is as its schema says", () => {
    expect(errorsOf(schema.$id, JSON.parse(renderFleetJson(report, tool)))).toEqual([]);
  });

  test("every line of the JSONL is as the schema says, the last one a summary", () => {
    const lines = renderFleetJsonl(report, tool)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    for (const line of lines) expect(errorsOf(`${schema.$id}#/$defs/line`, line)).toEqual([]);
    expect(lines.map(({ type }) => type)).toEqual([
      ...report.keys.map(() => "key"),
      ...report.repositories.map(() => "repository"),
      "summary",
    ]);
  });
});

test("hostile text reads back as it was", () => {
  const json = renderFleetJson(fleetReport(hostileFleet(hostile)), tool);
  const { repositories } = JSON.parse(json) as { repositories: { name: string }[] };
  expect(repositories.map(({ name }) => name)).toContain(hostile);
});

test("the report of each repository is one that can be read again", () => {
  const report = fleetReport(largeFleet(20, 20));
  const { repositories } = JSON.parse(renderFleetJson(report, tool)) as {
    repositories: { report?: object }[];
  };
  const read = repositories.flatMap((row) =>
    row.report ? [parseJsonReport(JSON.stringify(row.report))] : [],
  );
  expect(read.reduce((sum, one) => sum + one.findings.length, 0)).toBe(report.totals.findings);
});

test("the schema is not satisfied by what a report never holds", () => {
  const good = JSON.parse(renderFleetJson(fleetReport(largeFleet(20, 20)), tool)) as {
    keys: object[];
    repositories: object[];
    totals: object;
  };
  const [key, ...keys] = good.keys;
  const [row, ...rows] = good.repositories;
  for (const bad of [
    { ...good, version: 2 },
    { ...good, extra: 1 },
    { ...good, totals: { ...good.totals, keys: undefined } },
    { ...good, keys: [{ ...key, value: "raw" }, ...keys] },
    { ...good, keys: [{ ...key, urgency: "soon" }, ...keys] },
    { ...good, repositories: [{ ...row, report: undefined }, ...rows] },
    { ...good, repositories: [{ ...row, state: "failed" }, ...rows] },
    { ...good, repositories: [{ ...row, password: "x" }, ...rows] },
  ])
    expect(errorsOf(schema.$id, JSON.parse(JSON.stringify(bad)))).not.toEqual([]);
});

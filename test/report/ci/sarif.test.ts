import { describe, expect, test } from "vitest";
import { sortedUnique } from "../../../src/findings/compare.ts";
import type { Report } from "../../../src/finding.ts";
import { renderSarif } from "../../../src/report/ci/sarif.ts";
import { EVERY_REPORT } from "../../support/every-report.ts";
import { finding, objectId, report, sighting } from "../../support/findings.ts";
import { hostileReport, manyFindings, PLACELESS } from "../../support/hostile-reports.ts";
import { judged, leaks, staged } from "../../support/leaks.ts";
import { sarifErrors } from "../../support/sarif-schema.ts";

const tool = { name: "gemsweep", version: "0.1.0" };

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
  readonly logicalLocations?: readonly { name: string; fullyQualifiedName: string }[];
}
interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly (Location & { readonly id: number })[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly baselineState?: string;
  readonly suppressions?: readonly { kind: string; status: string; justification: string }[];
}
interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly Result[];
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly { level: string; message: { text: string } }[];
  }[];
}

function runOf(one: Report): Run {
  const log = JSON.parse(renderSarif(one, tool)) as { runs: [Run] };
  expect(sarifErrors(log)).toEqual([]);
  return log.runs[0];
}

describe.for(EVERY_REPORT)("%s", ([, one]) => {
  test("is as the official schema says, and as GitHub needs it", () => {
    const { tool, results } = runOf(one);
    const ids = tool.driver.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { ruleId, message, locations, partialFingerprints } of results) {
      expect(ids).toContain(ruleId);
      expect(message.text).not.toBe("");
      // GitHub refuses the whole file for a result without.
      expect(locations).toHaveLength(1);
      expect(locations[0]?.physicalLocation.artifactLocation.uri).not.toBe("");
      expect(partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:[0-9]+$/);
    }
    const alerts = results.map(({ ruleId, locations, partialFingerprints }) =>
      JSON.stringify([
        ruleId,
        locations[0]?.physicalLocation.artifactLocation,
        partialFingerprints.primaryLocationLineHash,
      ]),
    );
    expect(new Set(alerts).size).toBe(results.length);
  });

  test("has neither authors nor excerpts nor anything invisible", () => {
    const text = renderSarif(one, tool);
    expect(text).not.toMatch(/Jane Doe|Sam Roe|"snippet"|(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});

test("the schema is not satisfied by anything", () => {
  const log = JSON.parse(renderSarif(leaks, tool)) as { runs: [Run] };
  const [run] = log.runs;
  const [result] = run.results;
  const withResult = (change: object): object => ({
    ...log,
    runs: [{ ...run, results: [{ ...result, ...change }] }],
  });
  for (const bad of [
    { ...log, version: "2.0.0" },
    withResult({ level: "high" }),
    withResult({ key: "AIza" }),
    withResult({ locations: [{ physicalLocation: { artifactLocation: { uri: "a b" } } }] }),
  ])
    expect(sarifErrors(bad)).not.toEqual([]);
});

test.for<[string, string, boolean]>([
  ["src/a b/ü.ts", "src/a%20b/%C3%BC.ts", true],
  ["a:b.txt", "a%3Ab.txt", true],
  ["100%.txt", "100%25.txt", true],
  ["a#b?c", "a%23b%3Fc", true],
  ["a\nb", "a%0Ab", true],
  ["a\ud800b", "a%EF%BF%BDb", true],
  ["a\\b", "a%5Cb", true],
  ["../x.ts", "../x.ts", false],
  ["/srv/old/x.ts", "file:///srv/old/x.ts", false],
  ["C:/old/x y.ts", "file:///C:/old/x%20y.ts", false],
])("%j is at %s", ([path, uri, isBelow]) => {
  const { results } = runOf(report([finding({ sightings: [sighting({ path })] })]));
  expect(results[0]?.locations[0]?.physicalLocation.artifactLocation).toEqual({
    uri,
    ...(isBelow ? { uriBaseId: "%SRCROOT%" } : {}),
  });
});

function at({ physicalLocation: { artifactLocation, region } }: Location): unknown[] {
  return [artifactLocation.uri, region.startLine];
}

test("each place in a file is a result, whatever was sighted there", () => {
  const blob = objectId("1");
  const { results } = runOf(
    report([
      finding({
        sightings: [
          sighting({ path: "a.ts", line: 3 }),
          sighting({ path: "a.ts", line: 9 }),
          sighting({ path: "b.ts", line: 1 }),
          sighting({ source: "index", path: "a.ts", line: 3, blob }),
          sighting({ source: "history", path: "a.ts", line: 3, blob }),
          sighting({ source: "history", path: "old.ts", line: 5, blob }),
        ],
      }),
    ]),
  );
  const zeros = "0".repeat(16);
  expect(
    results.map(({ locations, partialFingerprints }) => [
      ...locations.flatMap(at),
      partialFingerprints.primaryLocationLineHash,
    ]),
  ).toEqual([
    ["a.ts", 3, `${zeros}:1`],
    ["a.ts", 9, `${zeros}:2`],
    ["b.ts", 1, `${zeros}:1`],
  ]);
  expect(results.map(({ relatedLocations }) => relatedLocations?.map(at))).toEqual([
    [["old.ts", 5]],
    undefined,
    undefined,
  ]);
});

test("a line that moves changes no fingerprint", () => {
  const fingerprints = [3, 30].map(
    (line) =>
      runOf(report([finding({ sightings: [sighting({ line })] })])).results[0]?.partialFingerprints,
  );
  expect(fingerprints[0]).toEqual(fingerprints[1]);
});

test("what history alone holds has a place, too", () => {
  const uris = runOf(PLACELESS).results.map(
    ({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri,
  );
  const objects = ["8", "9", "a", "b"].map((digit) => `${digit.repeat(2)}/${digit.repeat(38)}`);
  expect(sortedUnique(uris.map(String))).toEqual([
    ".git/logs/HEAD",
    ...objects.map((object) => `.git/objects/${object}`),
    ".git/refs",
    "gone.py",
    "stdin",
  ]);
});

test("cells of a notebook and sources of a bundle are logical locations", () => {
  const bundle = { originalSource: "src/api.ts", originalLine: 14 };
  const { results } = runOf(
    report([
      finding({
        sightings: [
          sighting({ path: "a.ipynb", part: "cell 4, output 1 (traceback)" }),
          sighting({ path: "dist/app.js", bundle }),
        ],
      }),
    ]),
  );
  expect(results.map(({ locations }) => locations[0]?.logicalLocations)).toEqual([
    [
      {
        name: "cell 4, output 1 (traceback)",
        fullyQualifiedName: "a.ipynb/cell 4, output 1 (traceback)",
        kind: "resource",
      },
    ],
    [{ name: "src/api.ts", fullyQualifiedName: "src/api.ts:14", kind: "resource" }],
  ]);
});

test("a rule of two severities is two rules, since GitHub takes the severity from there", () => {
  const { tool, results } = runOf(leaks);
  expect(tool.driver.rules).toMatchObject([
    { id: "gemini-auth-key/critical", properties: { "security-severity": "9.5" } },
    { id: "google-api-key/high", properties: { "security-severity": "8.0" } },
    { id: "google-api-key/low", properties: { "security-severity": "2.0" } },
    { id: "google-api-key/info" },
  ]);
  for (const rule of tool.driver.rules)
    expect(rule).toMatchObject({
      helpUri: expect.stringMatching(/^https:/),
      shortDescription: { text: expect.any(String) },
      fullDescription: { text: expect.any(String) },
      help: { text: expect.stringContaining("revoke") },
      properties: { tags: expect.arrayContaining(["security", "external/cwe/cwe-798"]) },
    });
  expect([...new Set(results.map(({ ruleId, level }) => `${ruleId} ${level}`))]).toEqual([
    "gemini-auth-key/critical error",
    "google-api-key/high error",
    "google-api-key/low note",
    "google-api-key/info note",
  ]);
});

test("what could not be looked at makes the run unsuccessful", () => {
  expect(runOf(leaks).invocations).toMatchObject([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: "error", message: { text: "private/: permission denied" } },
        { level: "error" },
        { level: "note", message: { text: "broken.ipynb: broken JSON, searched as plain text" } },
      ],
    },
  ]);
  expect(runOf(staged).invocations).toEqual([
    { executionSuccessful: true, toolExecutionNotifications: [] },
  ]);
});

test("a message has no links and no placeholders of others", () => {
  const { results } = runOf(hostileReport("[click](https://evil.example) {0}"));
  expect(results[0]?.message.text).toContain("[click] (https://evil.example) {{0}}");
  expect(results[0]?.message.text).not.toMatch(/\]\(/);
});

test("no more results than GitHub takes, and a word on those left out", () => {
  const { results, invocations } = runOf(manyFindings(6_300));
  expect(results).toHaveLength(25_000);
  expect(results.filter(({ ruleId }) => ruleId.endsWith("/low"))).toHaveLength(6_100);
  expect(invocations[0]?.toolExecutionNotifications).toMatchObject([
    { level: "warning", message: { text: "200 more results left out: see --format json" } },
  ]);
});

test("places of one finding do not multiply", () => {
  const places = Array.from({ length: 3_000 }, (_, index) => sighting({ path: `${index}.ts` }));
  const old = places.map((one) => ({
    ...one,
    source: "history" as const,
    path: `old/${one.path}`,
  }));
  const text = renderSarif(report([finding({ sightings: [...places, ...old] })]), tool);
  expect(text.length).toBeLessThan(6_000_000);
  const { results } = (JSON.parse(text) as { runs: [Run] }).runs[0];
  expect(results.map(({ relatedLocations = [] }) => relatedLocations.length)).toEqual([
    100,
    ...Array.from({ length: 2_999 }, () => 0),
  ]);
});

test("a run in full", () => {
  const one = report([finding({})], { notes: [{ about: "a", note: "b" }] });
  expect(renderSarif(one, tool)).toMatchInlineSnapshot(`
    "{
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "gemsweep",
              "version": "0.1.0",
              "semanticVersion": "0.1.0",
              "rules": [
                {
                  "id": "gemini-auth-key/critical",
                  "name": "Gemini auth key",
                  "shortDescription": {
                    "text": "Gemini auth key (critical)"
                  },
                  "fullDescription": {
                    "text": "Whoever has a Gemini auth key uses the Gemini API at its owner's expense."
                  },
                  "helpUri": "https://ai.google.dev/gemini-api/docs/api-key",
                  "help": {
                    "text": "Whoever has a Gemini auth key uses the Gemini API at its owner's expense. Create a new credential and deploy it, then revoke the old one where it was issued. Only then take it out of the files and, if it was committed, out of the history. gemsweep audit names each step.",
                    "markdown": "Whoever has a Gemini auth key uses the Gemini API at its owner's expense. Create a new credential and deploy it, then revoke the old one where it was issued. Only then take it out of the files and, if it was committed, out of the history. gemsweep audit names each step.\\n\\n[Documentation](https://ai.google.dev/gemini-api/docs/api-key)"
                  },
                  "properties": {
                    "tags": [
                      "security",
                      "secret",
                      "external/cwe/cwe-798",
                      "gemini-auth-key"
                    ],
                    "precision": "high",
                    "security-severity": "9.5"
                  }
                }
              ]
            }
          },
          "invocations": [
            {
              "executionSuccessful": true,
              "toolExecutionNotifications": [
                {
                  "level": "note",
                  "message": {
                    "text": "a: b"
                  }
                }
              ]
            }
          ],
          "columnKind": "utf16CodeUnits",
          "originalUriBaseIds": {
            "%SRCROOT%": {
              "description": {
                "text": "The folder that paths are relative to."
              }
            }
          },
          "results": [
            {
              "ruleId": "gemini-auth-key/critical",
              "level": "error",
              "message": {
                "text": "Gemini auth key AQ.Ab8R…x7Qg. Critical: opens the Gemini API: quota, bill and uploaded files of its project. Where: src/app.ts:1:1 (working tree)."
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "src/app.ts",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 1,
                      "startColumn": 1
                    }
                  }
                }
              ],
              "partialFingerprints": {
                "primaryLocationLineHash": "0000000000000000:1",
                "secret/v1": "0000000000000000000000000000000000000000000000000000000000000000"
              },
              "properties": {
                "severity": "critical",
                "confidence": "high",
                "preview": "AQ.Ab8R…x7Qg",
                "keyId": "x7Qg"
              }
            }
          ]
        }
      ]
    }
    "
  `);
});

test("what is ignored is suppressed, with who or what says so", () => {
  const one = finding({ sightings: [sighting({ path: "a.py", line: 1 })] });
  const elsewhere = finding({ sightings: [sighting({ path: "a.py", line: 2 })] });
  const other = finding({ fingerprint: "b".repeat(64), severity: "low" });
  const { results, tool } = runOf(
    report([one], {
      ignored: [
        {
          by: { kind: "comment", mark: "gemsweep:allow", reason: "a {0} test" },
          finding: elsewhere,
        },
        {
          by: {
            kind: "ignore-file",
            file: ".gemsweep-ignore.yaml",
            reason: "rotated",
            who: "Ada",
            expires: undefined,
          },
          finding: other,
        },
      ],
    }),
  );
  expect(results.map(({ suppressions }) => suppressions)).toEqual([
    undefined,
    [{ kind: "inSource", status: "accepted", justification: "gemsweep:allow: a {{0}} test" }],
    [
      {
        kind: "external",
        status: "accepted",
        justification: ".gemsweep-ignore.yaml: rotated, says Ada",
      },
    ],
  ]);
  expect(tool.driver.rules.map(({ id }) => id)).toEqual([
    "gemini-auth-key/critical",
    "gemini-auth-key/low",
  ]);
  // Two places of one file stay two alerts, though one of them is ignored.
  expect(
    results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash),
  ).toEqual(["0000000000000000:1", "0000000000000000:2", "bbbbbbbbbbbbbbbb:1"]);
});

test("what was there before a change is unchanged", () => {
  expect(runOf(judged).results.map(({ baselineState }) => baselineState)).toEqual([
    "new",
    "unchanged",
    "unchanged",
  ]);
});

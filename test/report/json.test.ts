import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { Finding, Report } from "../../src/finding.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderJsonl } from "../../src/report/jsonl.ts";
import { parseJsonReport } from "../../src/report/parse-json.ts";
import { finding, report, sighting } from "../support/findings.ts";
import { judged, leaks, pushed, staged } from "../support/leaks.ts";

const tool = { name: "gemsweep", version: "0.1.0" };
const schema = JSON.parse(
  readFileSync(new URL("../../schema/report.schema.json", import.meta.url), "utf8"),
) as { $id: string };
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).addSchema(schema);
const hidden = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const hostile =
  '##[add-mask]e\u001b[2J\u009b31m\u202e\u2028\u2029\u0000\ud800\u200b\u{e0041}"</script>é';

const emptyHanded = report([], { target: { command: "scan", paths: ["-"], head: undefined } });
const nasty = report(
  [
    finding({
      title: hostile,
      keyId: undefined,
      wellFormed: undefined,
      sightings: [sighting({ path: hostile, part: hostile })],
    }),
  ],
  {
    notes: [{ about: hostile, note: hostile }],
    skipped: [{ what: hostile, why: hostile }],
    complete: false,
  },
);
const ignoring = report([], {
  ignored: [
    { by: { kind: "comment", mark: "gemsweep:allow", reason: hostile }, finding: finding({}) },
    { by: { kind: "comment", mark: "ggignore", reason: "" }, finding: finding({}) },
    {
      by: { kind: "path", file: ".gemsweep.yaml", setting: "exclude", pattern: hostile },
      finding: finding({}),
    },
    {
      by: { kind: "path", file: ".gemsweep.yaml", setting: "include", pattern: undefined },
      finding: finding({}),
    },
    {
      by: { kind: "ignore-file", file: "a", reason: "b", who: undefined, expires: undefined },
      finding: finding({}),
    },
    {
      by: { kind: "ignore-file", file: "a", reason: hostile, who: hostile, expires: "2027-01-31" },
      finding: finding({}),
    },
  ],
});
const all: readonly [string, Report][] = [
  ["leaks", leaks],
  ["ignoring", ignoring],
  ["staged", staged],
  ["pushed", pushed],
  ["judged", judged],
  ["nothing", emptyHanded],
  ["hostile", nasty],
];

function errorsOf(reference: string, value: unknown): unknown {
  const validate = ajv.getSchema(reference);
  if (!validate) throw new Error(`no schema ${reference}`);
  return validate(value) ? [] : validate.errors;
}

describe.for(all)("%s", ([, one]) => {
  test("the JSON is as its schema says", () => {
    expect(errorsOf(schema.$id, JSON.parse(renderJson(one, tool)))).toEqual([]);
  });

  test("every line of the JSONL is as the schema says, the last one a summary", () => {
    const lines = renderJsonl(one, tool)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    for (const line of lines) expect(errorsOf(`${schema.$id}#/$defs/line`, line)).toEqual([]);
    expect(lines.map(({ type }) => type)).toEqual([
      ...one.findings.map(() => "finding"),
      ...one.ignored.map(() => "ignored"),
      "summary",
    ]);
  });

  test("nothing invisible is left as it is", () => {
    expect(renderJson(one, tool)).not.toMatch(hidden);
    expect(renderJsonl(one, tool)).not.toMatch(hidden);
  });

  test("nothing in it is a command of the workflow that prints it", () => {
    expect(renderJson(one, tool) + renderJsonl(one, tool)).not.toContain("##[");
  });
});

test("hostile text reads back as it was", () => {
  const { findings } = JSON.parse(renderJson(nasty, tool)) as { findings: Finding[] };
  expect(findings[0]?.title).toBe(hostile);
});

test("the schema is not satisfied by what a report never holds", () => {
  const good = JSON.parse(renderJson(leaks, tool)) as { findings: object[] };
  for (const bad of [
    { ...good, version: 2 },
    { ...good, extra: 1 },
    { ...good, findings: [{ ...good.findings[0], value: "raw" }] },
    { ...good, findings: [{ ...good.findings[0], severity: "urgent" }] },
    { ...good, findings: [{ ...good.findings[0], knownPublic: null }] },
    { ...good, ignored: [{ by: { kind: "comment" }, finding: good.findings[0] }] },
    { ...good, ignored: [{ by: { kind: "path", file: "a" }, finding: good.findings[0] }] },
  ])
    expect(errorsOf(schema.$id, bad)).not.toEqual([]);
});

test("a report in full", () => {
  const one = report([finding({ history: undefined })], { notes: [{ about: "a", note: "b" }] });
  expect(renderJson(one, tool)).toMatchInlineSnapshot(`
    "{
      "version": 1,
      "tool": {
        "name": "gemsweep",
        "version": "0.1.0"
      },
      "target": {
        "command": "audit",
        "paths": [
          "."
        ],
        "head": "main"
      },
      "complete": true,
      "coverage": {
        "files": 1234,
        "blobs": 56789,
        "commits": 901,
        "bytes": 120400000,
        "notebooks": 3,
        "bundles": 2
      },
      "verification": {
        "asked": false
      },
      "findings": [
        {
          "fingerprint": "0000000000000000000000000000000000000000000000000000000000000000",
          "rule": "gemini-auth-key",
          "title": "Gemini auth key",
          "keyId": "x7Qg",
          "preview": "AQ.Ab8R…x7Qg",
          "severity": "critical",
          "reasons": [
            "opens-gemini"
          ],
          "confidence": "high",
          "credential": "gemini-auth-key",
          "usage": "gemini",
          "wellFormed": true,
          "sightings": [
            {
              "source": "worktree",
              "path": "src/app.ts",
              "line": 1,
              "column": 1,
              "decodings": []
            }
          ]
        }
      ],
      "ignored": [],
      "scrub": {
        "files": [
          "src/app.ts"
        ],
        "commits": [],
        "refs": []
      },
      "plan": {
        "steps": [
          {
            "id": "check",
            "byMinute": 1,
            "title": "Ask Google whether it still works",
            "details": [
              "Until then, and if you cannot, take each one for live."
            ],
            "items": [],
            "commands": [
              {
                "does": "one free request for each key",
                "run": "gemsweep audit --verify"
              }
            ],
            "pages": [],
            "findings": [
              "0000000000000000000000000000000000000000000000000000000000000000"
            ]
          },
          {
            "id": "keep",
            "byMinute": 15,
            "title": "Keep …x7Qg out of git",
            "details": [
              "No commit holds it, so that there is nothing to rewrite. It belongs into an environment file that git ignores, at mode 600.",
              "If the file was ever sent, shown or built into something, take it for leaked: replace it, and delete the old one."
            ],
            "items": [
              {
                "name": "src/app.ts",
                "about": "line 1",
                "code": [
                  {
                    "language": "TypeScript",
                    "write": "process.env.GEMINI_API_KEY!"
                  }
                ]
              }
            ],
            "commands": [],
            "pages": [
              "https://aistudio.google.com/api-keys"
            ],
            "findings": [
              "0000000000000000000000000000000000000000000000000000000000000000"
            ]
          },
          {
            "id": "store",
            "title": "Keep the next one out of the repository",
            "details": [
              "Secret Manager, or the environment of the service. Workloads on Google Cloud need no key at all: a service account does.",
              "Let gemsweep staged run before each commit."
            ],
            "items": [],
            "commands": [
              {
                "does": "store the new key; the file holds it without a line end, and is deleted after",
                "run": "gcloud secrets create gemini-api-key --data-file=FILE_WITH_THE_NEW_KEY"
              },
              {
                "does": "hand it to a service on Cloud Run; others mount it or read it with a client library",
                "run": "gcloud run services update SERVICE --update-secrets=GEMINI_API_KEY=gemini-api-key:latest"
              }
            ],
            "pages": [],
            "findings": [
              "0000000000000000000000000000000000000000000000000000000000000000"
            ]
          }
        ],
        "keys": [
          {
            "fingerprint": "0000000000000000000000000000000000000000000000000000000000000000",
            "rotation": "keep",
            "environments": [],
            "places": [
              {
                "kind": "script-or-page",
                "path": "src/app.ts",
                "lines": [
                  1
                ],
                "advice": "On a server, read it from the environment, without a default value. What runs in a browser or an app asks your own backend instead.",
                "code": [
                  {
                    "language": "TypeScript",
                    "write": "process.env.GEMINI_API_KEY!"
                  }
                ]
              }
            ],
            "authors": [],
            "steps": [
              {
                "id": "check",
                "byMinute": 1,
                "title": "Ask Google whether it still works",
                "details": [
                  "Until then, and if you cannot, take each one for live."
                ],
                "items": [],
                "commands": [
                  {
                    "does": "one free request for each key",
                    "run": "gemsweep audit --verify"
                  }
                ],
                "pages": [],
                "findings": [
                  "0000000000000000000000000000000000000000000000000000000000000000"
                ]
              },
              {
                "id": "keep",
                "byMinute": 15,
                "title": "Keep …x7Qg out of git",
                "details": [
                  "No commit holds it, so that there is nothing to rewrite. It belongs into an environment file that git ignores, at mode 600.",
                  "If the file was ever sent, shown or built into something, take it for leaked: replace it, and delete the old one."
                ],
                "items": [
                  {
                    "name": "src/app.ts",
                    "about": "line 1",
                    "code": [
                      {
                        "language": "TypeScript",
                        "write": "process.env.GEMINI_API_KEY!"
                      }
                    ]
                  }
                ],
                "commands": [],
                "pages": [
                  "https://aistudio.google.com/api-keys"
                ],
                "findings": [
                  "0000000000000000000000000000000000000000000000000000000000000000"
                ]
              }
            ]
          }
        ]
      },
      "skipped": [],
      "notes": [
        {
          "about": "a",
          "note": "b"
        }
      ]
    }
    "
  `);
});

test("what is ignored reads back, with the same causes", () => {
  const { ignored } = parseJsonReport(renderJson(ignoring, tool));
  expect(ignored.map(({ by }) => by)).toEqual(ignoring.ignored.map(({ by }) => by));
  const { ignored: none, ...older } = JSON.parse(renderJson(ignoring, tool)) as Report;
  expect(none).toHaveLength(6);
  expect(parseJsonReport(JSON.stringify(older)).ignored).toEqual([]);
});

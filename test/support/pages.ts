/** HTML reports for tests, with the style and the script of the build. */
import { readFileSync } from "node:fs";
import type { Finding, Report, Severity } from "../../src/finding.ts";
import { PAGE_SCRIPT_FILE, PAGE_STYLE_FILE } from "../../src/installed.ts";
import { renderHtml } from "../../src/report/html/html.ts";
import type { VerdictReason, VerdictStatus } from "../../src/verdict.ts";
import { finding, objectId, report, sighting } from "./findings.ts";

export const files = {
  style: readFileSync(PAGE_STYLE_FILE, "utf8"),
  script: readFileSync(PAGE_SCRIPT_FILE, "utf8"),
};

/** The page of a report. */
export function pageOf(shown: Report): string {
  return renderHtml(shown, { name: "gemsweep", version: "0.1.0" }, files);
}

/** What a hostile repository would write wherever it can. */
export const HOSTILE = [
  "</script><script>window.hacked = 1</script>",
  "</style><style>*{display:none}</style>",
  '"><img src=x onerror="window.hacked = 1">',
  "' onfocus='window.hacked = 1' autofocus x='",
  "<svg onload=window.hacked=1>",
  "<iframe srcdoc='<script>parent.hacked = 1</script>'></iframe>",
  "javascript:window.hacked=1",
  "<!--<base href=https://evil.example/>",
  "&lt;b&gt;&#60;i&#62;",
  "]]><!doctype html>\u202e\u0000\u001b[2J\ud800\u2028",
  "{{7*7}} ${7*7}",
].join(" ");

/** A report in which everything that comes from outside is hostile. */
export function hostileReport(): Report {
  const change = {
    commit: objectId("a"),
    date: HOSTILE,
    author: HOSTILE,
    paths: [HOSTILE],
  };
  return report(
    [
      finding({
        title: HOSTILE,
        knownPublic: HOSTILE,
        preview: HOSTILE,
        keyId: HOSTILE,
        rule: HOSTILE,
        verdict: verdict("live", "generates"),
        sightings: [
          sighting({
            path: HOSTILE,
            part: HOSTILE,
            bundle: { originalSource: HOSTILE, originalLine: 1 },
            excerpt: { before: `${HOSTILE}\n${HOSTILE}`, behind: HOSTILE },
          }),
          sighting({ source: "message", path: "note", part: HOSTILE, blob: objectId("b") }),
          sighting({ source: "name", path: HOSTILE }),
        ],
        history: {
          introducedBy: [change, { ...change, date: "2025-03-01T00:00:00Z" }],
          removedBy: [change],
          refs: [`refs/heads/${HOSTILE}`],
          atHead: true,
          pushed: true,
          unreachable: false,
        },
      }),
    ],
    {
      target: { command: "audit", paths: [HOSTILE], head: HOSTILE },
      complete: false,
      skipped: [{ what: HOSTILE, why: HOSTILE }],
      notes: [{ about: HOSTILE, note: HOSTILE }],
    },
  );
}

const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];
const VERDICTS: readonly (readonly [VerdictStatus, VerdictReason])[] = [
  ["live", "listed"],
  ["dead", "invalid"],
  ["unknown", "timeout"],
];
const FILES = ["src/app.py", "web/page.tsx", "demo.ipynb", ".env.production", "README.md"];

/** An audit with so many findings of all kinds, the same each time. */
export function largeReport(count: number): Report {
  return report(
    Array.from({ length: count }, (_, index) => numbered(index)),
    {
      verification: { generate: false, reach: true, endpoint: undefined, checked: 3, unchecked: 1 },
    },
  );
}

function numbered(index: number): Finding {
  const at = <Item>(items: readonly Item[]): Item => items[index % items.length] as Item;
  const id = String(index).padStart(4, "0");
  const day = new Date(Date.UTC(2024, 0, 1) + index * 3 * 3600 * 1000).toISOString();
  const path = `team${index % 20}/${at(FILES)}`;
  const change = { commit: objectId("c"), date: day, author: `Author ${index % 7}`, paths: [path] };
  return finding({
    fingerprint: id.padEnd(64, "f"),
    keyId: id,
    preview: `AIzaSy…${id}`,
    severity: at(SEVERITIES),
    verdict: verdict(...at(VERDICTS)),
    sightings: [
      sighting({
        source: index % 3 === 0 ? "history" : "worktree",
        path,
        line: index + 1,
        blob: index % 3 === 0 ? objectId("b") : undefined,
        excerpt: { before: 'import os\n\nkey = "', behind: '"\nrun(key)\n' },
      }),
      sighting({ source: "message", path: "commit", blob: objectId("d") }),
    ],
    history: {
      introducedBy: [change],
      removedBy: index % 3 === 0 ? [{ ...change, date: "2025-11-01T00:00:00Z" }] : [],
      refs: ["refs/heads/main"],
      atHead: index % 3 !== 0,
      pushed: true,
      unreachable: false,
    },
  });
}

function verdict(status: VerdictStatus, reason: VerdictReason): Finding["verdict"] {
  return { status, reason, project: undefined, model: undefined, reach: undefined, cached: false };
}

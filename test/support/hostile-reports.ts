/** Reports with all that formats for programs can trip over. Nothing in them was ever a key. */
import type { IgnoredBy, Report } from "../../src/finding.ts";
import { finding, objectId, report, sighting } from "./findings.ts";

/** Paths, parts and other text that would be markup, a command or a URI of its own if it were not encoded. */
export const HOSTILE: readonly string[] = [
  "\u001b[2J\u009b31m\u202e\u2028\u2029\u0000\ud800\u200b\u{e0041}é",
  "a\n::error file=README.md,line=1::owned\n##[error]owned",
  "a\r\n::stop-commands::pwned",
  "##vso[task.setvariable variable=a]b ##teamcity[message text='c']",
  "100%25,line=7::x%0A::error::y",
  "a:b,c=d;e",
  "javascript:alert(1)",
  "https://evil.example/?q=#f",
  "[click](https://evil.example) {0} {{1}} ![x](y)",
  "`code` ``more`` | **bold** <img src=x onerror=alert(1)> @everyone #1 !2",
  '"</testcase><script>alert(1)</script>]]>&amp;\u0001\u0008\ufffe',
  "..\\..\\windows\\system32",
  "space and ünïcödé/日本語/🔑.txt",
];

/** A report in which every text that comes from a repository is one of these. */
export function hostileReport(text: string): Report {
  const causes: readonly IgnoredBy[] = [
    { kind: "ignore-file", file: text, reason: text, who: text, expires: "2999-12-31" },
    { kind: "comment", mark: "gemsweep:allow", reason: text },
    { kind: "path", file: text, setting: "exclude", pattern: text },
  ];
  const ignored = causes.map((by, index) => ({
    by,
    finding: finding({
      title: text,
      preview: text,
      sightings: [sighting({ path: text, line: index + 1 })],
    }),
  }));
  return report(
    [
      finding({
        title: text,
        rule: text,
        keyId: undefined,
        preview: text,
        sightings: [
          sighting({
            path: text,
            part: text,
            bundle: { originalSource: text, originalLine: 3 },
          }),
          sighting({ source: "history", path: `${text}/other`, blob: objectId("1") }),
        ],
        history: {
          introducedBy: [{ commit: objectId("c"), date: text, author: text, paths: [text] }],
          removedBy: [],
          refs: [text],
          atHead: true,
          pushed: true,
          unreachable: false,
        },
      }),
    ],
    {
      target: { command: "audit", paths: [text], head: text },
      notes: [{ about: text, note: text }],
      skipped: [{ what: text, why: text }],
      complete: false,
      ignored,
    },
  );
}

/** A report with this many findings of each severity, each in a file of its own. */
export function manyFindings(count: number): Report {
  const severities = ["critical", "high", "medium", "low"] as const;
  return report(
    severities.flatMap((severity, kind) =>
      Array.from({ length: count }, (_, index) =>
        finding({
          severity,
          fingerprint: `${kind}${String(index).padStart(6, "0")}`.padEnd(64, "0"),
          sightings: [sighting({ path: `src/${severity}/${index}.ts`, line: index + 1 })],
        }),
      ),
    ),
  );
}

/** What is in no file: a commit message, a note, a nameless blob, a tree, a ref, standard input, git's own files. */
export const PLACELESS: Report = report(
  [
    sighting({ source: "message", path: "commit", line: 5, blob: objectId("9") }),
    sighting({ source: "message", path: "note", blob: objectId("a"), part: "note on 1234567" }),
    sighting({ source: "history", path: undefined, line: 3, column: 2, blob: objectId("8") }),
    sighting({ source: "history", path: "gone.py", line: 7, column: 2, blob: objectId("7") }),
    sighting({ source: "name", path: undefined, blob: objectId("b") }),
    sighting({ source: "name", path: undefined }),
    sighting({ source: "gitdir", path: ".git/logs/HEAD", line: 8, column: 90 }),
    sighting({ source: "stdin", path: undefined, line: 2 }),
  ].map((one, index) => finding({ fingerprint: String(index).repeat(64), sightings: [one] })),
);

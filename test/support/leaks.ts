/** An audit with one of everything that a report can show. */
import type { Report } from "../../src/finding.ts";
import { finding, objectId, report, sighting } from "./findings.ts";

const committed = ["2", "3", "4", "5"].map((digit) =>
  sighting({
    source: "history",
    path: "src/config.ts",
    line: 12,
    column: 18,
    blob: objectId(digit),
  }),
);

/** A key that is everywhere: tree, history, notebook, bundle, message, note, nameless blobs. */
const everywhere = finding({
  fingerprint: "a".repeat(64),
  reasons: ["opens-gemini", "shipped-to-visitors"],
  sightings: [
    sighting({
      path: "dist/app.js",
      line: 1,
      column: 28_301,
      bundle: { originalSource: "src/api.ts", originalLine: 14 },
    }),
    sighting({ path: "src/config.ts", line: 12, column: 18 }),
    sighting({ source: "index", path: "src/config.ts", line: 12, column: 18, blob: objectId("2") }),
    ...committed,
    sighting({
      source: "history",
      path: "k8s/secret.yaml",
      line: 7,
      column: 12,
      blob: objectId("6"),
      decodings: ["base64"],
    }),
    sighting({
      source: "history",
      path: "notebooks/demo.ipynb",
      line: 31,
      column: 9,
      blob: objectId("7"),
      part: "cell 4, output 1 (traceback)",
      decodings: ["ansi"],
    }),
    sighting({ source: "history", path: undefined, line: 3, column: 2, blob: objectId("8") }),
    sighting({ source: "message", path: "commit", line: 5, column: 1, blob: objectId("9") }),
    sighting({
      source: "message",
      path: "note",
      line: 1,
      column: 6,
      blob: objectId("a"),
      part: `note on ${objectId("c")}`,
    }),
    sighting({
      source: "name",
      path: "keys/AQ.Ab8R…x7Qg.txt",
      line: 1,
      column: 1,
      blob: objectId("b"),
    }),
    sighting({ source: "gitdir", path: ".git/logs/HEAD", line: 8, column: 90 }),
  ],
  history: {
    introducedBy: [
      {
        commit: objectId("c"),
        date: "2025-03-01T09:00:00+01:00",
        author: "Jane Doe",
        paths: ["src/config.ts", "k8s/secret.yaml"],
      },
      {
        commit: objectId("d"),
        date: "2025-03-04T09:00:00+01:00",
        author: "Jane Doe",
        paths: ["notebooks/demo.ipynb"],
      },
    ],
    removedBy: [
      {
        commit: objectId("e"),
        date: "2025-04-01T09:00:00+02:00",
        author: "Sam Roe",
        paths: ["k8s/secret.yaml"],
      },
    ],
    refs: ["refs/heads/main", "refs/remotes/origin/main", "refs/stash", "refs/tags/v1.0"],
    atHead: true,
    pushed: true,
    unreachable: false,
  },
});

const dropped = finding({
  fingerprint: "b".repeat(64),
  rule: "google-api-key",
  title: "Google API key",
  credential: "google-api-key",
  preview: "AIzaSy…Qk3w",
  keyId: "Qk3w",
  severity: "high",
  usage: "unknown",
  reasons: ["may-open-gemini"],
  sightings: [
    sighting({ source: "history", path: "poc/run.py", line: 2, column: 11, blob: objectId("f") }),
  ],
  history: {
    introducedBy: [
      {
        commit: objectId("f"),
        date: "2024-11-05T23:10:00-08:00",
        author: "Sam Roe",
        paths: ["poc/run.py"],
      },
    ],
    removedBy: [],
    refs: [],
    atHead: false,
    pushed: false,
    unreachable: true,
  },
});

const firebase = finding({
  fingerprint: "c".repeat(64),
  rule: "google-api-key",
  title: "Google API key",
  credential: "google-api-key",
  preview: "AIzaSy…fB0k",
  keyId: "fB0k",
  severity: "low",
  usage: "firebase",
  reasons: ["firebase-public-by-design"],
  sightings: Array.from({ length: 13 }, (_, index) =>
    sighting({ path: `packages/app${index}/google-services.json`, line: 24, column: 26 }),
  ),
});

const published = finding({
  fingerprint: "d".repeat(64),
  rule: "google-api-key",
  title: "Google API key",
  credential: "google-api-key",
  preview: "AIzaSy…qcW8",
  keyId: "qcW8",
  severity: "info",
  reasons: ["known-public"],
  knownPublic: "YouTube web client",
  sightings: [
    sighting({ path: "youtube.py", line: 88 }),
    sighting({ path: "test/youtube.py", line: 9 }),
  ],
});

/** The audit. */
export const leaks: Report = report([published, firebase, dropped, everywhere], {
  complete: false,
  skipped: [
    { what: "private/", why: "permission denied" },
    {
      what: "history before 2024-01-02",
      why: "shallow clone: git fetch --unshallow brings the rest",
    },
  ],
  notes: [{ about: "broken.ipynb", note: "broken JSON, searched as plain text" }],
});

/** A commit that is about to be made with two keys in it. */
export const staged: Report = report(
  [
    finding({
      sightings: [
        sighting({
          source: "index",
          path: "notebooks/demo.ipynb",
          line: 31,
          column: 9,
          blob: objectId("7"),
          part: "cell 4, output 1 (traceback)",
        }),
      ],
    }),
    finding({
      ...dropped,
      history: undefined,
      sightings: [
        sighting({
          source: "index",
          path: "app/[id]/page's.tsx",
          line: 3,
          column: 14,
          blob: objectId("8"),
        }),
      ],
    }),
  ],
  {
    target: { command: "staged", paths: [], head: "main" },
    coverage: { files: 0, blobs: 3, commits: 0, bytes: 40_210, notebooks: 1, bundles: 0 },
  },
);

/** A push that would take two keys along, one of them removed again. */
export const pushed: Report = report(
  [
    finding({
      sightings: [
        sighting({
          source: "history",
          path: "notebooks/demo.ipynb",
          line: 31,
          column: 9,
          blob: objectId("7"),
          part: "cell 4, output 1 (traceback)",
        }),
      ],
      history: {
        introducedBy: [
          {
            commit: objectId("d"),
            date: "2025-03-04T09:00:00+01:00",
            author: "Jane Doe",
            paths: ["notebooks/demo.ipynb"],
          },
          {
            commit: objectId("f"),
            date: "2025-03-06T09:00:00+01:00",
            author: "Jane Doe",
            paths: ["notebooks/demo.ipynb"],
          },
        ],
        removedBy: [
          {
            commit: objectId("e"),
            date: "2025-03-05T09:00:00+01:00",
            author: "Sam Roe",
            paths: ["notebooks/demo.ipynb"],
          },
        ],
        refs: ["refs/heads/main"],
        atHead: true,
        pushed: false,
        unreachable: false,
      },
    }),
    dropped,
  ],
  {
    target: { command: "push", paths: [], head: objectId("f") },
    coverage: { files: 0, blobs: 12, commits: 3, bytes: 40_210, notebooks: 1, bundles: 0 },
  },
);

/** A change that brings one key, and one that was there before to one more file. */
export const judged: Report = report(
  [
    finding({ arrival: "new", sightings: [sighting({ path: "src/new.ts", line: 3, column: 7 })] }),
    finding({
      fingerprint: "b".repeat(64),
      preview: "AIzaSy…Qk3w",
      keyId: "Qk3w",
      severity: "high",
      arrival: "before",
      sightings: [
        sighting({ path: "src/copy.ts", isNew: true }),
        sighting({ path: "src/old.ts", line: 2 }),
      ],
    }),
  ],
  {
    target: {
      command: "ci",
      paths: [],
      head: objectId("d"),
      change: {
        from: "GitHub pull_request",
        bases: [objectId("b")],
        mergeBases: [objectId("a")],
        head: objectId("c"),
        commits: 3,
        objects: 12,
        checkedOut: objectId("d"),
        bundles: ["dist", "web/build"],
      },
    },
  },
);

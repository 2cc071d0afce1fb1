import { describe, expect, test } from "vitest";
import { judgeByPolicy, unusedEntries } from "../../src/findings/ignoring.ts";
import { pathTest } from "../../src/findings/path-pattern.ts";
import { type IgnoreEntry, NO_POLICY, type Policy } from "../../src/findings/policy.ts";
import type { Finding, Sighting } from "../../src/finding.ts";
import { finding, sighting } from "../support/findings.ts";

const file = ".gemsweep-ignore.yaml";
const fingerprint = "a".repeat(64);

const pattern = (text: string, from = ".gemsweep.yaml") => ({
  pattern: text,
  file: from,
  test: pathTest(text),
});

function entry(given: Partial<IgnoreEntry> = {}): IgnoreEntry {
  return { reason: "a test key", who: undefined, expires: undefined, paths: [], ...given };
}

function policy(
  given: Partial<Policy>,
  entries: Readonly<Record<string, IgnoreEntry>> = {},
): Policy {
  const ignoreFile = { file, entries: new Map(Object.entries(entries)) };
  return { ...NO_POLICY, heeds: "our comments", today: "2026-06-15", ignoreFile, ...given };
}

function found(sightings: readonly Partial<Sighting>[], given: Partial<Finding> = {}): Finding {
  return finding({ fingerprint, sightings: sightings.map(sighting), ...given });
}

/** `path` of each sighting that is left, and `path by what` of each that is ignored. */
function outcome(all: readonly Finding[], by: Policy) {
  const { findings, ignored, notes } = judgeByPolicy(all, by);
  const paths = (one: Finding) => one.sightings.map(({ path }) => path);
  return {
    left: findings.map(paths),
    ignored: ignored.map((one) => [one.by.kind, ...paths(one.finding)]),
    notes,
  };
}

describe("an entry of an ignore file", () => {
  test("counts for its value wherever that is, and for no other", () => {
    const other = found([{ path: "a.py" }], { fingerprint: "b".repeat(64) });
    const all = [
      found([{ path: "a.py" }, { source: "message", path: "commit" }, { source: "stdin" }]),
      other,
    ];
    const { findings, ignored } = judgeByPolicy(all, policy({}, { [fingerprint]: entry() }));
    expect(findings).toEqual([other]);
    expect(ignored).toEqual([
      {
        by: { kind: "ignore-file", file, reason: "a test key", who: undefined, expires: undefined },
        finding: all[0],
      },
    ]);
  });

  test("with a path counts there alone", () => {
    const here = policy(
      {},
      { [fingerprint]: entry({ paths: [pattern("test"), pattern("**/*.md")] }) },
    );
    const sightings = [
      { path: "test/a.py" },
      { path: "src/a.py" },
      { path: "docs/a.md", source: "history" as const },
      { path: undefined, source: "history" as const },
      { path: "commit", source: "message" as const },
    ];
    expect(outcome([found(sightings)], here)).toMatchObject({
      left: [["src/a.py", undefined, "commit"]],
      ignored: [["ignore-file", "test/a.py", "docs/a.md"]],
    });
  });

  test.for<[string, boolean]>([
    ["2026-06-16", true],
    ["2026-06-15", true],
    ["2026-06-14", false],
  ])("that expires on %s counts on 2026-06-15: %s", ([expires, counts]) => {
    const { left, notes } = outcome(
      [found([{ path: "a" }])],
      policy({}, { [fingerprint]: entry({ expires }) }),
    );
    expect(left).toEqual(counts ? [] : [["a"]]);
    expect(notes).toEqual(
      counts
        ? []
        : [{ about: file, note: `no longer counts (${fingerprint}): it expired on ${expires}` }],
    );
  });

  test("that has expired is told of once", () => {
    const by = policy({}, { [fingerprint]: entry({ expires: "2001-01-01" }) });
    const { findings, ignored } = judgeByPolicy([found([{ path: "a" }])], by);
    expect(unusedEntries(findings, ignored, by)).toEqual([]);
    expect(unusedEntries([], [], by)).toHaveLength(1);
  });

  test("that nothing was found for is unused; so is one that is for another place", () => {
    const other = "b".repeat(64);
    const elsewhere = entry({ paths: [pattern("test")] });
    const by = policy({}, { [fingerprint]: elsewhere, [other]: entry() });
    const { findings, ignored } = judgeByPolicy([found([{ path: "src/a" }])], by);
    expect(unusedEntries(findings, ignored, by)).toEqual([
      { about: file, note: `an entry does not fit where the credential is (${fingerprint})` },
      { about: file, note: `an entry is not needed any more (${other}): nothing was found for it` },
    ]);
    const used = judgeByPolicy([found([{ path: "test/a" }])], by);
    expect(unusedEntries(used.findings, used.ignored, by)).toHaveLength(1);
  });
});

describe("a comment", () => {
  const ours = { mark: "gemsweep:allow", reason: "a test key" } as const;
  const theirs = { mark: "gitleaks:allow", reason: "" } as const;
  const sightings = [
    { path: "ours", marks: [ours] },
    { path: "theirs", marks: [theirs] },
    { path: "both", marks: [theirs, ours] },
    { path: "none" },
  ];

  test.for<[Policy["heeds"], readonly unknown[], readonly unknown[]]>([
    ["no comments", [["ours", "theirs", "both", "none"]], []],
    ["our comments", [["theirs", "none"]], [["comment", "ours", "both"]]],
    [
      "all comments",
      [["none"]],
      [
        ["comment", "ours"],
        ["comment", "theirs", "both"],
      ],
    ],
  ])("where %s are heeded", ([heeds, left, ignored]) => {
    expect(outcome([found(sightings)], policy({ heeds }))).toEqual({ left, ignored, notes: [] });
  });

  test("of ours needs a reason", () => {
    const without = found([{ path: "a", line: 3, marks: [{ ...ours, reason: "" }] }]);
    expect(outcome([without], policy({}))).toEqual({
      left: [["a"]],
      ignored: [],
      notes: [{ about: "a:3", note: "gemsweep:allow counts with a reason behind it only" }],
    });
    expect(outcome([without], policy({ heeds: "no comments" })).notes).toEqual([]);
  });
});

describe("paths", () => {
  const sightings: readonly Partial<Sighting>[] = [
    { path: "src/a" },
    { path: "vendor/b" },
    { path: "vendor", source: "name" },
    { path: "docs/c", source: "history" },
    { path: "commit", source: "message" },
    { path: "vendor/d", source: "gitdir" },
    { path: undefined, source: "history" },
    { path: undefined, source: "stdin" },
  ];

  test("that are excluded are left out, and told with their pattern", () => {
    const { findings, ignored } = judgeByPolicy(
      [found(sightings)],
      policy({ exclude: [pattern("test"), pattern("vendor")] }),
    );
    expect(findings[0]?.sightings).toHaveLength(6);
    expect(ignored.map(({ by }) => by)).toEqual([
      { kind: "path", file: ".gemsweep.yaml", setting: "exclude", pattern: "vendor" },
    ]);
  });

  test("that are not included are left out, but nothing that is in no file", () => {
    expect(
      outcome([found(sightings)], policy({ include: [pattern("src"), pattern("docs")] })),
    ).toEqual({
      left: [["src/a", "docs/c", "commit", "vendor/d", undefined, undefined]],
      ignored: [["path", "vendor/b", "vendor"]],
      notes: [],
    });
  });

  test("are seen from the root, and outside of it nothing is left out", () => {
    const fromRoot = (path: string) => (path.startsWith("../") ? undefined : `sub/${path}`);
    const given = [{ path: "a" }, { path: "../sub/a" }];
    const by = policy({ exclude: [pattern("sub")], fromRoot });
    expect(outcome([found(given)], by)).toMatchObject({ left: [["../sub/a"]] });
    expect(
      outcome([found(given)], policy({ include: [pattern("other")], fromRoot })),
    ).toMatchObject({
      left: [["../sub/a"]],
    });
  });
});

test("what the files themselves are to be told about stays", () => {
  const note = { about: file, note: "nothing in it counts" };
  expect(judgeByPolicy([], policy({ notes: [note] })).notes).toEqual([note]);
});

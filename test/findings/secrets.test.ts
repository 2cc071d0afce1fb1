import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Origin } from "../../src/document.ts";
import type { Finding, Match, Secret } from "../../src/finding.ts";
import { maskOf } from "../../src/findings/mask.ts";
import { Secrets, toFinding } from "../../src/findings/secrets.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { history, match, trace, worktree } from "../support/secrets.ts";

type Hits = readonly (readonly [Origin, Match])[];

function collected(hits: Hits): readonly Secret[] {
  const secrets = new Secrets();
  for (const [origin, one] of hits) secrets.add(origin, one);
  return secrets.all();
}

function only(hits: Hits): Secret {
  const [secret, ...others] = collected(hits);
  if (!secret || others.length > 0) throw new Error("expected one secret");
  return secret;
}

function told(
  hits: Hits,
  ...rest: Parameters<typeof toFinding> extends [Secret, ...infer Rest] ? Rest : never
): Finding {
  return toFinding(only(hits), ...rest);
}

const value = googleApiKey();
const blob = "b".repeat(40);

describe("grouping", () => {
  test("a value of one family is one secret, of two families two", () => {
    const other = geminiAuthKey();
    const secrets = collected([
      [worktree("a"), match({ value })],
      [worktree("b"), match({ value })],
      [worktree("a"), match({ value, family: "mine" })],
      [worktree("a"), match({ value: other })],
    ]);
    expect(secrets.map((secret) => [secret.family, secret.value, secret.hits.length])).toEqual(
      [
        ["google-api-key", other, 1],
        ["google-api-key", value, 2],
        ["mine", value, 1],
      ].sort((a, b) => (a.join() < b.join() ? -1 : 1)),
    );
  });

  test("one place found twice is one hit: plain text wins over decoded, a format over a name", () => {
    const byName = { ruleId: "gemini-key-by-name", credential: "gemini-key-by-name" } as const;
    const secret = only([
      [worktree("a"), match({ value, decodings: ["percent"] })],
      [worktree("a"), match({ value, ...byName, confidence: "low", usage: "gemini" })],
      [worktree("a"), match({ value })],
      [worktree("a"), match({ value, decodings: ["base64", "hex"], usage: "firebase" })],
    ]);
    expect(secret.hits).toEqual([
      { origin: worktree("a"), match: match({ value, usage: "gemini" }) },
    ]);
  });

  test("two places on one line are two hits", () => {
    const secret = only([
      [worktree("a"), match({ value, position: { line: 3, column: 9 } })],
      [worktree("a"), match({ value, position: { line: 3, column: 90 } })],
    ]);
    expect(secret.hits).toHaveLength(2);
  });

  test("the order of discovery changes nothing", () => {
    const hits: Hits = [
      [worktree("b"), match({ value, decodings: ["base64"], part: "cell 1" })],
      [worktree("b"), match({ value, decodings: ["hex"], part: "cell 2" })],
      [worktree("b"), match({ value, ruleId: "mine", credential: "custom", usage: "maps" })],
      [{ source: "history", blob }, match({ value, confidence: "low" })],
      [{ source: "index", path: "b", blob }, match({ value })],
      [worktree("a"), match({ value: geminiAuthKey(), usage: "gemini" })],
    ];
    const forward = collected(hits);
    expect(collected(hits.toReversed())).toEqual(forward);
    expect(collected([...hits.slice(3), ...hits.slice(0, 3)])).toEqual(forward);
  });
});

describe("toFinding", () => {
  test("the rule that knows most gives title and credential", () => {
    const finding = told(
      [
        [
          worktree("a"),
          match({
            value,
            ruleId: "z-name",
            title: "By name",
            credential: "gemini-key-by-name",
            confidence: "high",
          }),
        ],
        [worktree("b"), match({ value, ruleId: "google-api-key", confidence: "low" })],
      ],
      [],
    );
    expect(finding).toMatchObject({
      rule: "google-api-key",
      credential: "google-api-key",
      confidence: "low",
    });
  });

  test("a blob is sighted under every committed and staged path; a note under its commit", () => {
    const noteOn = "c".repeat(40);
    const places = trace({
      [blob]: [
        { source: "history", path: "z.ts" },
        { source: "history", path: "a.ts" },
        { source: "index", path: "a.ts" },
        { source: "message", noteOn },
      ],
    });
    const finding = told([[{ source: "history", blob }, match({ value })]], [places]);
    expect(finding.sightings.map((one) => [one.source, one.path, one.blob, one.part])).toEqual([
      ["index", "a.ts", blob, undefined],
      ["history", "a.ts", blob, undefined],
      ["history", "z.ts", blob, undefined],
      ["message", "note", blob, `note on ${noteOn}`],
    ]);
  });

  test.for<[Origin, object]>([
    [
      { source: "history", blob },
      { source: "history", path: undefined, blob },
    ],
    [
      { source: "message", kind: "tag", object: blob },
      { source: "message", path: "tag", blob },
    ],
    [
      { source: "name", kind: "path", tree: blob },
      { source: "name", path: undefined, blob },
    ],
    [
      { source: "name", kind: "path", tree: undefined, folder: "keys" },
      { source: "name", path: "keys", blob: undefined },
    ],
    [
      { source: "name", kind: "ref", tree: undefined },
      { source: "name", path: undefined, blob: undefined },
    ],
    [
      { source: "gitdir", path: ".git/config" },
      { source: "gitdir", path: ".git/config" },
    ],
    [{ source: "stdin" }, { source: "stdin", path: undefined }],
  ])("%o", ([origin, expected]) => {
    expect(told([[origin, match({ value })]], []).sightings).toEqual([
      expect.objectContaining(expected),
    ]);
  });

  test("the index and the history tell of a staged blob once", () => {
    const places = trace({ [blob]: [{ source: "index", path: "a.ts" }] });
    const finding = told(
      [
        [{ source: "index", path: "a.ts", blob }, match({ value })],
        [{ source: "history", blob }, match({ value })],
      ],
      [places],
    );
    expect(finding.sightings).toHaveLength(1);
  });

  test.for<[string, Hits, Partial<Finding>]>([
    [
      "one place beside Gemini decides",
      [
        [worktree("a.js"), match({ value, usage: "firebase" })],
        [worktree("b.js"), match({ value, usage: "gemini" })],
      ],
      { usage: "gemini", severity: "critical" },
    ],
    [
      "a place that says nothing outvotes none",
      [
        [worktree("a.js"), match({ value, usage: "firebase" })],
        [worktree("b.js"), match({ value })],
      ],
      { usage: "firebase", severity: "low" },
    ],
    [
      "the file's name speaks where words do not",
      [[worktree("app/google-services.json"), match({ value })]],
      { usage: "firebase", severity: "low" },
    ],
    [
      "words outweigh the file's name",
      [[worktree("app/google-services.json"), match({ value, usage: "gemini" })]],
      { usage: "gemini", severity: "critical" },
    ],
    [
      "a bundle is shipped",
      [[worktree("x.js"), match({ value, usage: "maps", bundle: true })]],
      { severity: "high", reasons: ["may-open-gemini", "shipped-to-visitors"] },
    ],
    [
      "a build folder is shipped",
      [[worktree("dist/x.js"), match({ value, usage: "maps" })]],
      { severity: "high" },
    ],
    [
      "a known public key is info everywhere",
      [[worktree("dist/x.js"), match({ value, usage: "gemini", knownPublic: "demo" })]],
      { severity: "info", knownPublic: "demo" },
    ],
  ])("%s", ([, hits, expected]) => {
    expect(told(hits, [])).toMatchObject(expected);
  });

  test("histories of several repositories are one, changes by date", () => {
    const early = {
      commit: "e".repeat(40),
      date: "2025-03-01T01:00:00+09:00",
      author: "A",
      paths: ["x"],
    };
    const late = {
      commit: "1".repeat(40),
      date: "2025-02-28T23:00:00+00:00",
      author: "B",
      paths: ["y"],
    };
    const finding = told(
      [[worktree("a"), match({ value })]],
      [
        trace(
          {},
          history({
            introducedBy: [late],
            refs: ["refs/heads/z"],
            pushed: false,
            unreachable: false,
          }),
        ),
        trace(
          {},
          history({
            introducedBy: [early, late],
            refs: ["refs/heads/a"],
            pushed: true,
            atHead: true,
            unreachable: true,
          }),
        ),
        trace({}),
      ],
    );
    expect(finding.history).toEqual(
      history({
        introducedBy: [early, late],
        refs: ["refs/heads/a", "refs/heads/z"],
        pushed: true,
        atHead: true,
      }),
    );
  });
});

describe("masking", () => {
  test("no string of a finding holds any value of the run", () => {
    const other = `p@ss/${randomBytes(9).toString("base64url")}!`;
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const hidden = [
      value,
      other,
      encodeURIComponent(other),
      base64(value),
      base64(other),
      Buffer.from(other).toString("hex"),
    ];
    const hiding = `x ${hidden.join(" ")} ${base64(`a${value}b`)} ${base64(`ab${other}`)} y`;
    const secrets = collected([
      [
        worktree(`keys/${hiding}.txt`),
        match({ value, part: hiding, bundle: true, original: { source: hiding, line: 1 } }),
      ],
      [worktree("b"), match({ value: other, family: "by-name", credential: "gemini-key-by-name" })],
    ]);
    const change = { commit: blob, date: "2025-01-01T00:00:00Z", author: hiding, paths: [hiding] };
    const past = trace(
      {},
      history({ introducedBy: [change], removedBy: [change], refs: [`refs/heads/${hiding}`] }),
    );
    const mask = maskOf(secrets);
    const text = JSON.stringify(secrets.map((secret) => toFinding(secret, [past], mask)));
    const core = (encoded: string) => encoded.slice(4, -4);
    for (const form of hidden) expect(text).not.toContain(core(form));
    expect(text).not.toContain(base64(`a${value}`).slice(4, -4));
    expect(text).not.toContain(base64(`ab${other}`).slice(4, -4));
    expect(text).toContain(`keys/x AIzaSy…${value.slice(-4)} `);
  });

  test("a key that no rule reported is masked by its shape", () => {
    const unknown = geminiAuthKey();
    expect(maskOf([])(`by ${unknown}!`)).toBe(`by AQ.Ab8R…${unknown.slice(-4)}!`);
  });

  test("a value that is cut off is masked as far as it is there", () => {
    const value = geminiAuthKey();
    const mask = maskOf([{ value }, { value: googleApiKey() }]);
    expect(mask(`refs/heads/x-${value.slice(3)}`)).toBe("refs/heads/x-…");
    expect(mask(`${value.slice(12, 30)}/${value.slice(30)}.py and more`)).toBe("…/….py and more");
    expect(mask(`src/${value}.py`)).toBe(`src/AQ.Ab8R…${value.slice(-4)}.py`);
    expect(mask(`src/${value.slice(20, 30)}.py`)).toBe(`src/${value.slice(20, 30)}.py`);
  });

  test("a value within another one, and the longest of both, are masked", () => {
    const short = randomBytes(9).toString("hex");
    const mask = maskOf([{ value: short }, { value: `${short}-tail-of-a-longer-one` }]);
    expect(mask(`${short}/${short}-tail-of-a-longer-one`)).toBe(
      "…/…-one".replace("…/", `${mask(short)}/`),
    );
  });

  test("ten thousand secrets and texts are masked without comparing each with each", () => {
    const values = Array.from({ length: 10_000 }, () => ({ value: googleApiKey() }));
    const mask = maskOf(values);
    for (const [index, one] of values.entries())
      expect(mask(`src/${index}/${one.value}`)).toBe(`src/${index}/AIzaSy…${one.value.slice(-4)}`);
  });
});

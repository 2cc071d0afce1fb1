import { describe, expect, test } from "vitest";
import { pushRange } from "../../src/commands/push-range.ts";
import type { Told } from "../../src/commands/push-range.ts";
import type { Range } from "../../src/git/range.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);
const ZERO = "0".repeat(40);

/** What there is to tell; by default git's hook, which was told of no ref. */
function range(told: Partial<Told>): Range | undefined {
  return pushRange({ operands: ["origin", "host:x.git"], input: "", environment: {}, ...told });
}

describe("git's lines", () => {
  test.for<[string, string, Range | undefined]>([
    ["nothing is pushed", "", undefined],
    [
      "an update",
      `refs/heads/main ${A} refs/heads/main ${B}\n`,
      { tips: [A], bases: [B], remotes: ["origin"], names: ["refs/heads/main"] },
    ],
    [
      "a new branch",
      `refs/heads/main ${A} refs/heads/other ${ZERO}\n`,
      { tips: [A], bases: [], remotes: ["origin"], names: ["refs/heads/other"] },
    ],
    ["a deletion", `(delete) ${ZERO} refs/heads/main ${B}\n`, undefined],
    [
      "a deletion and a new tag",
      `(delete) ${ZERO} refs/heads/main ${B}\nrefs/tags/v1 ${A} refs/tags/v1 ${ZERO}\n`,
      { tips: [A], bases: [B], remotes: ["origin"], names: ["refs/tags/v1"] },
    ],
    [
      "an expression with spaces",
      `main@{1 day ago} ${A} refs/heads/x ${ZERO}\n`,
      { tips: [A], bases: [], remotes: ["origin"], names: ["refs/heads/x"] },
    ],
    [
      "a last line without an end",
      `HEAD ${A} refs/heads/x ${B}`,
      { tips: [A], bases: [B], remotes: ["origin"], names: ["refs/heads/x"] },
    ],
    [
      "SHA-256",
      `HEAD ${"c".repeat(64)} refs/heads/x ${"0".repeat(64)}\n`,
      { tips: ["c".repeat(64)], bases: [], remotes: ["origin"], names: ["refs/heads/x"] },
    ],
  ])("%s", ([, input, expected]) => {
    expect(range({ input })).toEqual(expected);
  });

  test.for([
    `refs/heads/main ${A} refs/heads/main\n`,
    `refs/heads/main --all refs/heads/main ${A}\n`,
    `refs/heads/main ${A} refs/heads/main --not\n`,
    `refs/heads/main ${A.slice(1)} refs/heads/main ${B}\n`,
    `refs/heads/main ${A.toUpperCase()} refs/heads/main ${B}\n`,
    `refs/heads/main ${A} refs/heads/main ${B}\r\n`,
    "\n",
    " ",
    "\0",
  ])("%j is refused by its number alone", (line) => {
    const input = `refs/heads/main ${A} refs/heads/main ${B}\n${line}`;
    expect(() => range({ input })).toThrow(
      "line 2 of standard input is not what git tells a pre-push hook",
    );
  });

  test("more operands than git gives are refused", () => {
    expect(() => range({ operands: ["origin", "url", "main"] })).toThrow(
      "a remote and its address",
    );
  });
});

describe("pre-commit's environment", () => {
  const pushing = {
    PRE_COMMIT: "1",
    PRE_COMMIT_LOCAL_BRANCH: "refs/heads/topic",
    PRE_COMMIT_REMOTE_BRANCH: "refs/heads/topic",
    PRE_COMMIT_REMOTE_NAME: "upstream",
    PRE_COMMIT_REMOTE_URL: "host:x.git",
  };

  test.for<[string, Record<string, string>, Range]>([
    [
      "a range",
      { ...pushing, PRE_COMMIT_FROM_REF: B, PRE_COMMIT_TO_REF: A },
      { tips: [A], bases: [B], remotes: ["upstream"], names: ["refs/heads/topic"] },
    ],
    [
      "the whole history",
      pushing,
      { tips: ["refs/heads/topic"], bases: [], remotes: ["upstream"], names: ["refs/heads/topic"] },
    ],
    [
      "a range by hand",
      { PRE_COMMIT: "1", PRE_COMMIT_FROM_REF: "origin/main", PRE_COMMIT_TO_REF: "HEAD" },
      { tips: ["HEAD"], bases: ["origin/main"], remotes: [], names: [] },
    ],
    [
      "all files by hand",
      { PRE_COMMIT: "1" },
      { tips: "branches", bases: [], remotes: "all", names: [] },
    ],
  ])("%s", ([, environment, expected]) => {
    expect(range({ operands: [], environment })).toEqual(expected);
    expect(range({ operands: [], environment, input: undefined })).toEqual(expected);
  });

  test("says less than git's own lines", () => {
    const input = `refs/heads/main ${A} refs/heads/main ${B}\n`;
    expect(range({ environment: pushing, input })).toMatchObject({
      tips: [A],
      remotes: ["origin"],
    });
  });
});

test.for<[string, readonly string[], Range["remotes"]]>([
  ["all that no remote has", [], "all"],
  ["all that one remote does not have", ["origin"], ["origin"]],
])("at a terminal, %s", ([, operands, remotes]) => {
  expect(range({ operands, input: undefined })).toEqual({
    tips: "branches",
    bases: [],
    remotes,
    names: [],
  });
});

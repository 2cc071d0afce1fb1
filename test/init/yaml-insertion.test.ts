import { describe, expect, test } from "vitest";
import { withGitlabJob } from "../../src/init/gitlab-pipeline.ts";
import { withLefthookCommands } from "../../src/init/lefthook-config.ts";
import { installation, withPreCommitHooks } from "../../src/init/pre-commit-config.ts";
import { dataOf, Unfit, withField, withItem } from "../../src/init/yaml-insertion.ts";

describe("an item more", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["a:\n  - x: 1\n", "a:\n  - x: 1\n  - y: 2\n"],
    ["a:\n- x: 1\n\nb: 1\n", "a:\n- x: 1\n- y: 2\n\nb: 1\n"],
    [
      "a:\n-   x: 1 # one\n    z: [3,\n      4]\n# b\nb: 1\n",
      "a:\n-   x: 1 # one\n    z: [3,\n      4]\n-   y: 2\n# b\nb: 1\n",
    ],
    ["a:\r\n  - x: 1\r\n", "a:\r\n  - x: 1\r\n  - y: 2\r\n"],
    ["a:\n  - x: |\n      text\n\nb: 1", "a:\n  - x: |\n      text\n  - y: 2\n\nb: 1"],
    ["a:\n  - x: 1", "a:\n  - x: 1\n  - y: 2\n"],
    ["# c\na: # d\n  - 'x'   # e\n  # f\n", "# c\na: # d\n  - 'x'   # e\n  - y: 2\n  # f\n"],
  ];
  test.each(cases)("%j", (before, after) => {
    expect(withItem(before, ["a"], { y: 2 })).toBe(after);
  });
});

test.each([
  "a: []\n",
  "a: [1]\n",
  "a: 1\n",
  "",
  "- a\n",
  "a: &x\n  - &y 1\n  - *y\n---\nb: 1\n",
  "a: [\n",
])("where it is not certain, nothing is added: %j", (text) => {
  expect(() => withItem(text, ["a"], 1)).toThrow(Unfit);
});

test("a field more, last and first, keeps what is there", () => {
  const text = "# head\n\na: 1   # one\nb:\n  c:   'x'\n";
  expect(withField(text, ["b"], "d", true)).toBe(`${text}  d: true\n`);
  expect(withField(text, [], "d", [1])).toBe(`${text}d:\n  - 1\n`);
  expect(withField(text, [], "d", 1, "first")).toBe(
    "# head\n\nd: 1\na: 1   # one\nb:\n  c:   'x'\n",
  );
  expect(withField("a: 1\n\nb: 1\n", [], "c", 1)).toBe("a: 1\n\nb: 1\n\nc: 1\n");
});

test("aliases without end are not followed", () => {
  const bomb = `a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
`;
  expect(() => withField(bomb, [], "f", 1)).toThrow(Unfit);
});

describe("pre-commit", () => {
  const ours =
    /gemsweep\/gemsweep\n +rev: v1\.2\.3\n +hooks:\n +- id: gemsweep\n +- id: gemsweep-push\n/;

  test("a config as pre-commit itself writes it", () => {
    const text = `# See https://pre-commit.com
repos:
-   repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v3.2.0
    hooks:
    -   id: trailing-whitespace
`;
    const after = withPreCommitHooks(text, "1.2.3");
    expect(after).toMatch(ours);
    expect(after.replace(/default_install[^]*pre-push\n/, "").startsWith(text)).toBe(true);
    expect(withPreCommitHooks(after, "1.2.3")).toBe(after);
    expect(installation(after)).toBe("pre-commit install");
  });

  test("a hook that is missing joins the other", () => {
    const text =
      "default_install_hook_types: [pre-commit]\nrepos:\n  - repo: x\n    hooks:\n      - id: gemsweep\n";
    const after = withPreCommitHooks(text, "1.2.3");
    expect(after).toBe(`${text}      - id: gemsweep-push\n`);
    expect(installation(after)).toBe("pre-commit install -t pre-commit -t pre-push");
  });
});

describe("lefthook", () => {
  test("commands and jobs get one more, a hook that is missing is added", () => {
    const text = "pre-commit:\n  parallel: true\n  jobs:\n    - run: make lint\n";
    const after = withLefthookCommands(text, "gemsweep");
    expect(dataOf(after)).toMatchObject({
      "pre-commit": {
        parallel: true,
        jobs: [{ run: "make lint" }, { name: "gemsweep", run: "gemsweep staged" }],
      },
      "pre-push": { commands: { gemsweep: { use_stdin: true } } },
    });
    expect(withLefthookCommands(after, "gemsweep")).toBe(after);
  });

  test("a hook without commands gets some", () => {
    const text = "pre-push:\n  scripts:\n    x.sh:\n      runner: sh\n";
    expect(dataOf(withLefthookCommands(text, "gemsweep"))).toMatchObject({
      "pre-push": { scripts: { "x.sh": { runner: "sh" } }, commands: { gemsweep: {} } },
    });
  });
});

describe("GitLab", () => {
  test.each([
    ["build:\n  script: make\n", "test"],
    ["stages: [test]\nbuild:\n  script: make\n", "test"],
    ["stages: [build]\nbuild:\n  script: !reference [.make, script]\n", ".pre"],
  ])("the job is of a stage that there is: %j", (text, stage) => {
    const after = withGitlabJob(text, "1.2.3");
    expect(after.startsWith(text)).toBe(true);
    expect(dataOf(after)).toMatchObject({ gemsweep: { stage, variables: { GIT_DEPTH: "0" } } });
    expect(withGitlabJob(after, "1.2.3")).toBe(after);
  });
});

test("a list of repositories with an empty item gets one more", () => {
  expect(withPreCommitHooks("repos:\n- \n- repo: x\n  hooks: []\n", "1.2.3")).toContain(
    "rev: v1.2.3",
  );
});

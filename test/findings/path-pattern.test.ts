import { expect, test } from "vitest";
import { pathTest } from "../../src/findings/path-pattern.ts";

test.for<[string, readonly string[], readonly string[]]>([
  ["test", ["test", "test/a.py", "test/b/c.py"], ["tests/a.py", "src/test/a.py", "Test/a.py"]],
  ["test/", ["test/a.py"], ["src/test/a.py"]],
  ["./test/*.py", ["test/a.py"], ["test/a.ts", "test/b/a.py", "a.py"]],
  ["/a.py", ["a.py"], ["b/a.py"]],
  ["*.md", ["README.md"], ["docs/README.md"]],
  ["**/*.md", ["README.md", "docs/a/README.md"], ["README.mdx"]],
  ["**/fixtures", ["fixtures/a", "a/b/fixtures/c/d"], ["a/fixtures2/b"]],
  ["src/**/mock?.ts", ["src/mock1.ts", "src/a/b/mockX.ts"], ["src/mock.ts", "mock1.ts"]],
  ["**", ["a", "a/b/c"], []],
  ["**/a/**/b", ["a/b", "x/a/y/z/b", "a/x/a/b/c"], ["b/a", "a"]],
  ["a.b", ["a.b"], ["acb"]],
  ["[x]/(y)", ["[x]/(y)"], ["x/y"]],
  ["*a*b*", ["ab", "xaybz"], ["ba"]],
])("%s", ([pattern, fitting, others]) => {
  const fits = pathTest(pattern);
  expect(fitting.filter((path) => !fits(path))).toEqual([]);
  expect(others.filter((path) => fits(path))).toEqual([]);
});

test("a pattern made to try every split is answered at once", () => {
  const path = `${"a/".repeat(2000)}${"a".repeat(2000)}`;
  expect(pathTest(`${"**/a/".repeat(300)}b`)(path)).toBe(false);
  expect(pathTest(`**/${"*a".repeat(300)}*b`)(path)).toBe(false);
});

/** Holds what the pages on settings and ignores show to what the program takes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readOwnConfig, SETTING_NAMES } from "../../src/command-line/config-file.ts";
import { FLAG_NAMES, flagOf } from "../../src/command-line/flags.ts";
import { pathTest } from "../../src/findings/path-pattern.ts";
import { readIgnoreFile } from "../../src/rules/ignore-file.ts";
import { worktreeFiles } from "../../src/sources/worktree-files.ts";
import { temporaryFolder } from "../support/tree.ts";

const root = new URL("../../", import.meta.url);

function textOf(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** The first YAML of a page, with a fingerprint in full. */
function exampleIn(page: string): string {
  const [, yaml = ""] = /```yaml\n([^]*?)```/.exec(textOf(`docs/${page}`)) ?? [];
  return yaml.replaceAll("0f3a…64 digits…", "0f3a".repeat(16));
}

function isValid(schema: string, yaml: string): boolean {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  return ajv.validate(JSON.parse(textOf(`schema/${schema}`)) as object, parse(yaml));
}

test("the settings that are shown can be used", async () => {
  const yaml = exampleIn("config.md");
  const folder = temporaryFolder({
    ".gemsweep.yaml": yaml,
    "tools/gemsweep-base.yaml": "",
    "tools/acme-rules.yaml": "",
  });
  const written = await readOwnConfig(worktreeFiles(folder));
  expect(written?.statements.exclude).toHaveLength(2);
  expect(written?.statements.publicKeys.size).toBe(1);
  expect(isValid("config.schema.json", yaml)).toBe(true);
});

test("every setting is told of, and whether a repository may have it", () => {
  const page = textOf("docs/config.md");
  const [own = "", others = ""] = page.split("Only in a file that `--config` names:");
  const isOwn = (name: string) =>
    FLAG_NAMES.every((flag) => flag !== name || flagOf(flag).inRepository === true);
  for (const name of SETTING_NAMES)
    expect([name, (isOwn(name) ? own : others).includes(`\`${name}\``)]).toEqual([name, true]);
});

test("the ignore file that is shown can be used", async () => {
  const yaml = exampleIn("ignores.md");
  const folder = temporaryFolder({ ".gemsweep-ignore.yaml": yaml });
  const { ignoreFile, notes } = await readIgnoreFile(worktreeFiles(folder));
  expect([ignoreFile.entries.size, notes]).toEqual([1, []]);
  expect(isValid("ignore.schema.json", yaml)).toBe(true);
});

test("every comment is told of", () => {
  const { $defs } = JSON.parse(textOf("schema/report.schema.json")) as {
    $defs: { ignoredBy: { oneOf: { properties: { mark?: { enum: readonly string[] } } }[] } };
  };
  const marks = $defs.ignoredBy.oneOf.flatMap(({ properties }) => properties.mark?.enum ?? []);
  expect(marks).toHaveLength(8);
  const page = textOf(join("docs", "ignores.md"));
  expect(marks.filter((mark) => !page.includes(mark))).toEqual([]);
});

test("patterns fit what the page says", () => {
  const fits = (pattern: string, path: string) => pathTest(pattern)(path);
  expect([
    fits("vendor", "vendor/a/b"),
    fits("*.md", "README.md"),
    fits("**/*.md", "docs/config.md"),
    fits("**/testdata", "a/testdata/b"),
    fits("src/**/mock?.ts", "src/mock1.ts"),
    fits("src/**/mock?.ts", "src/api/mock2.ts"),
  ]).not.toContain(false);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compilePrefilter } from "../../src/kernel/compile-prefilter.ts";
import { restoreTable, storeTable } from "../../src/kernel/stored-table.ts";
import { compileMatcher } from "../../src/match/match.ts";
import { parseRules } from "../../src/rules/file.ts";
import { checkRules } from "../../src/rules/check.ts";
import { loadRules } from "../../src/rules/load.ts";
import { chunkOf } from "../support/matching.ts";

const { rules: builtIn } = await loadRules([]);

test("the prefilter that comes with the program is that of its rules", async () => {
  const { rules, prefilter } = await loadRules([]);
  expect(prefilter).toEqual(compilePrefilter(rules));
});

test("a table that is stored is read back as it was", async () => {
  const { table } = (await loadRules([])).prefilter;
  const stored = storeTable(table);
  expect(restoreTable(stored)).toEqual(table);
  // Buffers lie anywhere in memory, words do not.
  expect(restoreTable(Buffer.concat([Buffer.alloc(1), stored]).subarray(1))).toEqual(table);
});

test("every rule holds to its examples and counterexamples", () => {
  expect(checkRules(builtIn)).toEqual([]);
});

test.for(builtIn.map(({ id }) => id))("%s leaves hostile text alone and gets through it", (id) => {
  const rule = builtIn.filter((each) => each.id === id);
  for (const anchor of rule.flatMap(({ anchors }) => anchors))
    for (const joint of ["", "=", '="', ": ", "?key="])
      expect(compileMatcher(rule)(chunkOf(`${anchor}${joint}`.repeat(5000)))).toEqual([]);
});

test("a rule that breaks its own examples is told", () => {
  const [rule] = builtIn;
  if (rule === undefined) throw new Error("there are no built-in rules");
  const wrong = {
    ...rule,
    id: "wrong",
    searches: [],
    examples: ["{{random:9}}", "{{nonsense}}"],
    counterexamples: [],
  };
  const inverted = { ...rule, examples: [], counterexamples: rule.examples.slice(0, 1) };
  expect(checkRules([wrong, wrong]).map(({ problem }) => problem)).toEqual([
    "example is not found: {{random:9}}",
    expect.stringContaining("{{nonsense}} is no template"),
    "another rule has the same id",
    "example is not found: {{random:9}}",
    expect.stringContaining("{{nonsense}} is no template"),
  ]);
  expect(checkRules([inverted]).map(({ problem }) => problem)).toEqual([
    "it has no example",
    `counterexample is found: ${rule.examples[0]}`,
  ]);
});

const minimal = `id: acme-token
title: Acme token
anchors: [acme_]
patterns:
  - pattern: (?<key>acme_[0-9a-f]{32})
`;

describe("a user's rules", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "gemsweep-rules-"));
  });
  afterAll(async () => {
    await rm(directory, { recursive: true });
  });

  const fileOf = async (text: string): Promise<string> => {
    const file = join(directory, "own.yaml");
    await writeFile(file, text);
    return file;
  };

  test("are added to the built-in ones", async () => {
    const { rules } = await loadRules([await fileOf(minimal)]);
    expect(rules).toHaveLength(builtIn.length + 1);
    const value = `acme_${"0123456789abcdef8675309f00dfaced"}`;
    expect(compileMatcher(rules)(chunkOf(`t=${value}`))).toMatchObject([]);
    const random = `acme_${"9f86d081884c7d659a2feaa0c55ad015"}`;
    expect(compileMatcher(rules)(chunkOf(`t=${random}`))).toMatchObject([
      {
        ruleId: "acme-token",
        credential: "custom",
        family: "acme-token",
        value: random,
        confidence: "medium",
      },
    ]);
  });

  test("may be a list", () => {
    expect(parseRules(`- ${minimal.trim().replaceAll("\n", "\n  ")}`, "own.yaml")).toHaveLength(1);
  });

  test("cannot take a built-in rule's id", async () => {
    const file = await fileOf(minimal.replace("acme-token", "google-api-key"));
    await expect(loadRules([file])).rejects.toThrow(
      /own\.yaml: there is already a rule with the id "google-api-key"/,
    );
  });

  test("cannot be read from a file that is not there", async () => {
    await expect(loadRules([join(directory, "none.yaml")])).rejects.toThrow(/none\.yaml/);
  });
});

test.for([
  ["a scalar", "just text", "own.yaml:1:1: expected a rule: a mapping with id, title"],
  ["an empty file", "", "own.yaml:1:1: expected a rule"],
  ["broken YAML", "id: [", "own.yaml:1:6: not valid YAML"],
  ["an unknown field", `${minimal}anchor: [x]\n`, 'own.yaml:6:1: a rule has no field "anchor"'],
  [
    "a missing field",
    minimal.replace("title: Acme token\n", ""),
    '"title" of a rule: expected text',
  ],
  [
    "a bad id",
    minimal.replace("acme-token", "Acme Token"),
    'own.yaml:1:5: "id" of a rule: expected lower-case words',
  ],
  [
    "a short anchor",
    minimal.replace("[acme_]", "[ac]"),
    'own.yaml:3:10: "anchors" of a rule: expected ASCII text',
  ],
  [
    "no patterns",
    minimal.replace(/patterns:[^]*/, "patterns: []\n"),
    'own.yaml:4:11: "patterns" of a rule: expected a list',
  ],
  ["a pattern that is not one", minimal.replace("{32})", "{32}"), "Unterminated group"],
  ["a pattern without its group", minimal.replace("?<key>", "?:"), "has no group named key"],
  [
    "an endless repeat",
    minimal.replace("{32}", "+"),
    'own.yaml:5:14: "pattern" of a pattern: expected a repeat with a limit',
  ],
  [
    "a choice that does not exist",
    minimal.replace("title:", "usage: gemeni\ntitle:"),
    'own.yaml:2:8: "usage" of a rule: expected one of gemini',
  ],
  [
    "text for a flag",
    `${minimal}    bounded: maybe\n`,
    'own.yaml:6:14: "bounded" of a pattern: expected true or false',
  ],
  [
    "a fragment that does not exist",
    minimal.replace("acme_[", "{{hed}}["),
    'there is no "hed" under fragments',
  ],
  [
    "two rules of one id",
    `- ${minimal.trim().replaceAll("\n", "\n  ")}\n`.repeat(2),
    'own.yaml:6:3: there is already a rule with the id "acme-token"',
  ],
] as const)("%s is an error that says where and what", ([, text, message]) => {
  expect(() => parseRules(text, "own.yaml")).toThrow(message);
});

test("an unknown field names the nearest", () => {
  expect(() => parseRules(`${minimal}anchor: [x]\n`, "own.yaml")).toThrow(
    expect.objectContaining({ remedy: 'Did you mean "anchors"?' }),
  );
});

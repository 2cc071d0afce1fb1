import { expect, test } from "vitest";
import { beginningsOf } from "../../src/match/beginnings.ts";
import { compileMatcher } from "../../src/match/match.ts";
import { compileRule, type RuleData } from "../../src/match/rule.ts";
import { expandTemplate } from "../../src/match/template.ts";
import { loadRules } from "../../src/rules/load.ts";
import { chunkOf } from "../support/matching.ts";
import { seeded } from "../support/random.ts";

const builtInRules = (await loadRules([])).rules;

test.each([
  ["gemini_key=(?<key>\\w{9})", false, ["gemini_k"]],
  ["(?:ab|AB)cd|xyz", false, ["ABcd", "abcd", "xyz"]],
  ["Gen[_.-]?AI", true, ["gen-ai", "gen.ai", "gen_ai", "genai"]],
  ["(?<!x)\\bkey(?=s)[0-9]{4}", false, ["key"]],
  ["(?:my)?key", false, ["key", "mykey"]],
  ["(?:abc)+d", false, ["abc"]],
  ["(?:abc){0,3}def", false, ["abc", "def"]],
  ["abc\\x41\\u0042[CD]", false, ["abcABC", "abcABD"]],
  ["abc[^d]", false, ["abc"]],
  ["abc|abcdef", false, ["abc"]],
] as const)("every match of %s begins with a literal", (pattern, ignoreCase, beginnings) => {
  expect(beginningsOf(pattern, ignoreCase)).toEqual(beginnings);
});

test.each([
  "\\w{3}key",
  "(?:key)?",
  "ab",
  ".abc",
  "[a-z]bcd",
  "äbc",
  "(k)\\1ey",
  "abc|[x-z]",
  "|abc",
])("what the matches of %s begin with is not told", (pattern) => {
  expect(beginningsOf(pattern, false)).toBeUndefined();
});

test("every built-in pattern has beginnings, or history takes many times as long", () => {
  for (const { id, patterns } of builtInRules)
    for (const { pattern, beginnings } of patterns)
      expect(beginnings, `${id}: ${pattern}`).toBeDefined();
});

test("matches are the same as when they are looked for everywhere", () => {
  const everywhere = builtInRules.map((rule): RuleData => ({
    ...rule,
    patterns: rule.patterns.map((pattern) => ({ ...pattern, beginnings: undefined })),
  }));
  const withBeginnings = compileMatcher(builtInRules.map(compileRule));
  const without = compileMatcher(everywhere.map(compileRule));
  const { below, pick } = seeded(7);
  const templates = builtInRules.flatMap((rule) => [...rule.examples, ...rule.counterexamples]);
  const bits = [
    " ",
    "\n",
    '"',
    "gemini",
    "GEMINI",
    "apiKey",
    "_key",
    "=",
    ": ",
    "AIza",
    "AQ.",
    "with",
    "\u0131",
  ];

  let found = 0;
  for (let round = 0; round < 400; round += 1) {
    let text = "";
    for (let part = 0; part < 8; part += 1) {
      const example = expandTemplate(pick(templates));
      const cut = below(4) === 0 ? example.slice(below(example.length)) : example;
      text += below(3) === 0 ? cut.toUpperCase() : cut;
      for (let bit = below(4); bit > 0; bit -= 1) text += pick(bits);
      if (below(10) === 0) text += "x y ".repeat(below(20_000));
    }
    const matches = withBeginnings(chunkOf(text));
    expect(matches, text.slice(0, 2000)).toEqual(without(chunkOf(text)));
    found += matches.length;
  }
  expect(found).toBeGreaterThan(1000);
});

import { describe, expect, test } from "vitest";
import { foldedPattern } from "../../src/match/fold.ts";
import { expandTemplate } from "../../src/match/template.ts";
import { loadRules } from "../../src/rules/load.ts";
import { type Random, seeded } from "../support/random.ts";

const { rules } = await loadRules([]);

function found(pattern: string, flags: string, text: string) {
  return Array.from(text.matchAll(new RegExp(pattern, `${flags}dg`)), ({ indices, index }) => ({
    index,
    groups: indices?.groups,
    all: [...(indices ?? [])],
  }));
}

function inAnyCase(text: string, random: Random): string {
  const cases = [
    (letter: string) => letter,
    (letter: string) => letter.toUpperCase(),
    (letter: string) => letter.toLowerCase(),
  ];
  return Array.from(text, (letter) => random.pick(cases)(letter)).join("");
}

describe("a folded pattern finds what the flag for case makes the pattern find", () => {
  const patterns = rules.flatMap((rule) =>
    rule.patterns.map(({ pattern }, index): [string, string, readonly string[]] => [
      `${rule.id} ${index}`,
      pattern,
      [...rule.examples, ...rule.counterexamples],
    ]),
  );
  test.for(patterns)("%s", ([, pattern, texts]) => {
    const folded = foldedPattern(pattern);
    texts.forEach((text, seed) => {
      const random = seeded(seed);
      for (const changed of [text, inAnyCase(text, random), inAnyCase(text, random)]) {
        const sample = expandTemplate(changed);
        expect(found(folded, "", sample)).toEqual(found(pattern, "i", sample));
      }
    });
  });

  test.for([
    "a[b-dX]e",
    "[^a-f_]+",
    "[-a]k",
    "[a-]K",
    "[\\w-]s",
    "[+--z]",
    "[Z-a]+",
    "\\x41\\u0062\\cJ?[\\x41-\\x43]",
    "(?<Name>é|ß|µ|ſ|K|İ|ı|[à-ý]+)",
    "[^é]{2}",
    "(?=ab)(?!aB)|(?<=x)y",
    "\\S\\W\\D|.[.]\\.",
    "σ|ς|ǅ",
  ])("%s", (pattern) => {
    const letters = "aAbBcCdDeEfFkKsSxXyYzZ_-+^[\\]0. \néÉßµμΜſK\u212aİıàÀýÝÿŸσςΣǅǆǄ";
    const random = seeded(7);
    for (let round = 0; round < 300; round += 1) {
      const text = Array.from({ length: 40 }, () =>
        letters.charAt(random.below(letters.length)),
      ).join("");
      expect(found(foldedPattern(pattern), "", text)).toEqual(found(pattern, "i", text));
    }
  });
});

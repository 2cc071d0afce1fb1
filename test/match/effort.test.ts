import { expect, test } from "vitest";
import { effortOf } from "../../src/match/effort.ts";

test.for<[string, number]>([
  ["abc", 3],
  ["(?<key>acme_[0-9a-f]{32})", 37],
  ["(?<key>acme_[0-9a-f]{20,40})", 45],
  ["key\\s{0,8}[=:]\\s{0,8}[\"']?(?<key>[0-9a-f]{32})", 53],
  ["a{0,99}b", 100],
  ["a{0,99}ab", 299],
  ["[a-f]{0,99}Fb", 299],
  [".{0,99}x", 199],
  ["[^x]{0,99}\u00e9", 199],
  // Each beginning of the second is tried with each end of the first.
  ["a{0,99}a{0,99}b", 99 + 100 * 100],
  ["a{0,99}b?a{0,99}c", 99 + 100 * 1 + 100 * 100],
  ["a{1,200}a{1,200}a{1,200}b", 200 + 200 * 200 + 200 * 200 * 201],
  ["(?:ab){0,19}c", 39],
  ["(?:ab){0,19}a", 58],
  ["(?:ab|cd)x", 5],
  ["(?:ab|ac)x", 6],
])("%s looks at %i characters", ([source, steps]) => {
  expect(effortOf(source)).toBe(steps);
});

test.for([
  "(?:a{0,90}b?){0,4}c",
  "(?<=a{0,99}a{0,99}b)x",
  "x(?=.{0,99}.{0,99}y)z",
  "(?:.{1,200}|a{1,200}){4}b",
])("%s looks at too many", (source) => {
  expect(effortOf(source)).toBeGreaterThan(10_000);
});

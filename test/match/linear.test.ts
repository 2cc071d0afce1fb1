import { expect, test } from "vitest";
import { linearProblem } from "../../src/match/linear.ts";

test.for([
  ["a+", /limit/],
  ["a{3,}", /limit/],
  ['[^"]*', /limit/],
  ["a{1,9999}", /limit/],
  ["(?:a{1,9}){1,9}", /repeat inside a repeat/],
  ["(?:(?:ab?)c){5,9}", /repeat inside a repeat/],
  ["(?:a|a){1,30}", /begin with different characters/],
  ["(?:\\w|\\d){1,30}", /begin with different characters/],
  ["(a)\\1", /back reference/],
] as const)("%s is refused", ([pattern, problem]) => {
  expect(linearProblem(pattern)).toMatch(problem);
});

test.for([
  "AIza[\\w-]{35}",
  "(?:ab){1,30}",
  "(?:a|b[cd]){1,30}",
  "(?:https?:){0,2}",
  "\\s{0,8}=\\s{0,8}",
  "(unclosed",
])("%s is let through", (pattern) => {
  expect(linearProblem(pattern)).toBeUndefined();
});

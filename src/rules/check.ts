/** Holds rules to their own examples. */
import type { Chunk } from "../document.ts";
import { messageOf } from "../errors.ts";
import { compileMatcher, type Matcher } from "../match/match.ts";
import type { Rule } from "../match/rule.ts";
import { expandTemplate } from "../match/template.ts";

/** Something wrong with a rule, as a sentence. */
export interface RuleProblem {
  readonly ruleId: string;
  readonly problem: string;
}

/** Checks that ids are unique, examples are found, and counterexamples are not, with all rules at work together. */
export function checkRules(rules: readonly Rule[]): RuleProblem[] {
  const matcher = compileMatcher(rules);
  return rules.flatMap((rule, index) =>
    problemsOf(rule, rules, index, matcher).map((problem) => ({ ruleId: rule.id, problem })),
  );
}

function problemsOf(
  rule: Rule,
  rules: readonly Rule[],
  index: number,
  matcher: Matcher,
): readonly string[] {
  const problems: string[] = [];
  if (rules.findIndex(({ id }) => id === rule.id) !== index)
    problems.push("another rule has the same id");
  if (rule.examples.length === 0) problems.push("it has no example");
  for (const example of rule.examples)
    problems.push(
      ...judged(rule, matcher, example, (found) =>
        found ? undefined : `example is not found: ${example}`,
      ),
    );
  for (const example of rule.counterexamples)
    problems.push(
      ...judged(rule, matcher, example, (found) =>
        found ? `counterexample is found: ${example}` : undefined,
      ),
    );
  return problems;
}

function judged(
  rule: Rule,
  matcher: Matcher,
  example: string,
  judge: (found: boolean) => string | undefined,
): readonly string[] {
  try {
    const matches = matcher(textChunk(expandTemplate(example)));
    const problem = judge(matches.some(({ ruleId }) => ruleId === rule.id));
    return problem === undefined ? [] : [problem];
  } catch (thrown) {
    return [messageOf(thrown)];
  }
}

function textChunk(text: string): Chunk {
  return {
    text,
    part: undefined,
    decodings: [],
    bundle: false,
    sourceMapUrl: undefined,
    locate: (offset) => ({ line: 1, column: offset + 1 }),
    bytesOf: () => undefined,
    original: () => undefined,
    outer: undefined,
  };
}

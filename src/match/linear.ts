/** Refuses patterns that a hostile text could make slow, by their syntax tree, before they ever run. */
import { RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";
import type { Alternative, Element, Quantifier } from "@eslint-community/regexpp/ast";

/** Longest repeat: a match lies within reach of its anchor. */
const LONGEST_REPEAT = 4096;
/** A repeat of this many turns is like writing its content out, which cannot explode. */
const FEW_TURNS = 4;

/** What is wrong with a pattern, as "expected …" goes on; undefined when it is safe. Not a regular expression is for others to say. */
export function linearProblem(source: string): string | undefined {
  let problem: string | undefined;
  const parsed = parse(source);
  if (parsed === undefined) return undefined;
  visitRegExpAST(parsed, {
    onQuantifierEnter(quantifier) {
      problem ??= problemOf(quantifier);
    },
    onBackreferenceEnter(reference) {
      problem ??= `no back reference (${reference.raw})`;
    },
  });
  return problem;
}

function parse(source: string): ReturnType<RegExpParser["parsePattern"]> | undefined {
  try {
    return new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source);
  } catch {
    return undefined;
  }
}

function problemOf(quantifier: Quantifier): string | undefined {
  if (quantifier.max > LONGEST_REPEAT)
    return `a repeat with a limit, such as {0,200}, in place of "${quantifier.raw}" (at most ${LONGEST_REPEAT})`;
  if (quantifier.max <= FEW_TURNS || !("alternatives" in quantifier.element)) return undefined;
  const { alternatives } = quantifier.element;
  if (alternatives.some(isAmbiguous))
    return `no repeat inside a repeat: "${quantifier.raw}" can read one text in very many ways`;
  if (!beginDifferently(alternatives))
    return `choices that begin with different characters inside the repeat "${quantifier.raw}"`;
  return undefined;
}

/** Whether an alternative can match texts of several lengths. */
function isAmbiguous(alternative: Alternative): boolean {
  return alternative.elements.some((element) => {
    if (element.type === "Quantifier")
      return element.min !== element.max || isAmbiguousElement(element.element);
    return isAmbiguousElement(element);
  });
}

function isAmbiguousElement(element: Element): boolean {
  return (
    "alternatives" in element &&
    element.type !== "Assertion" &&
    element.alternatives.some(isAmbiguous)
  );
}

function beginDifferently(alternatives: readonly Alternative[]): boolean {
  const taken = new Set<string>();
  for (const alternative of alternatives)
    for (const character of firstCharacters(alternative)) {
      if (alternatives.length > 1 && taken.has(character)) return false;
      taken.add(character);
    }
  return true;
}

/** The ASCII characters that an alternative can begin with. */
function firstCharacters(alternative: Alternative): readonly string[] {
  const first = alternative.elements[0];
  const all = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  if (first === undefined) return all;
  const simple =
    first.type === "Character" || first.type === "CharacterSet" || first.type === "CharacterClass"
      ? first
      : undefined;
  if (simple === undefined) return all;
  const pattern = new RegExp(`^${simple.raw}$`, "s");
  return all.filter((character) => pattern.test(character));
}

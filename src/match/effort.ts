/** What a pattern can cost: how many characters of a text that fits nearly it looks at, again and again. */
import { RegExpParser } from "@eslint-community/regexpp";
import type { Alternative, Element } from "@eslint-community/regexpp/ast";

/** A set of characters: a bit for each of Latin-1, and one for all others. */
type Characters = bigint;

const OTHERS = 256n;
const NONE: Characters = 0n;
const ALL: Characters = (1n << (OTHERS + 1n)) - 1n;

/** What is known of a part of a pattern. */
interface Part {
  /** What it can begin with. */
  readonly first: Characters;
  readonly canBeEmpty: boolean;
  /** In how many ways it can read one text; with each, what is behind it is tried anew. */
  readonly ways: number;
  /** Characters that it looks at until all ways are tried. */
  readonly steps: number;
}

/** The most steps from one beginning: the time for a text is at most its length times this. */
export function effortOf(source: string): number {
  const { alternatives } = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source);
  return choice(alternatives, ALL).steps;
}

/** `behind` is what may follow. */
function choice(alternatives: readonly Alternative[], behind: Characters): Part {
  const parts = alternatives.map(({ elements }) => sequence(elements, behind));
  const ways = parts.map((part) => part.ways);
  return {
    first: joined(parts.map(({ first }) => first)),
    canBeEmpty: parts.some(({ canBeEmpty }) => canBeEmpty),
    ways: beginDifferently(parts) ? Math.max(...ways) : sum(ways),
    steps: sum(parts.map(({ steps }) => steps)),
  };
}

function beginDifferently(parts: readonly Part[]): boolean {
  return parts.every(
    ({ first, canBeEmpty }, index) =>
      !canBeEmpty && (joined(parts.slice(0, index).map((part) => part.first)) & first) === NONE,
  );
}

function sequence(elements: readonly Element[], behind: Characters): Part {
  let rest: Part = { first: NONE, canBeEmpty: true, ways: 1, steps: 0 };
  for (const element of elements.toReversed()) {
    const part = partOf(element, rest.canBeEmpty ? rest.first | behind : rest.first);
    rest = {
      first: part.canBeEmpty ? part.first | rest.first : part.first,
      canBeEmpty: part.canBeEmpty && rest.canBeEmpty,
      ways: part.ways * rest.ways,
      steps: part.steps + part.ways * rest.steps,
    };
  }
  return rest;
}

function partOf(element: Element, behind: Characters): Part {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return choice(element.alternatives, behind);
    case "Quantifier": {
      const { min, max } = element;
      const { first } = partOf(element.element, ALL);
      const once = partOf(element.element, first | behind);
      const ways = once.ways ** max;
      // Where something else comes behind it, there is only one number of turns to go on from.
      const isClear = !once.canBeEmpty && (first & behind) === NONE;
      return {
        first,
        canBeEmpty: min === 0 || once.canBeEmpty,
        ways: isClear ? ways : ways * (max - min + 1),
        steps: max * once.steps * ways,
      };
    }
    case "Assertion":
      // In whatever way it holds, what is behind it is tried once.
      return { first: NONE, canBeEmpty: true, ways: 1, steps: stepsAnyway(element) };
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
      return { first: charactersOf(element.raw), canBeEmpty: false, ways: 1, steps: 1 };
    case "Backreference":
    case "ExpressionCharacterClass":
      return { first: ALL, canBeEmpty: true, ways: 1, steps: 1 };
  }
}

/** The steps when nothing is known of what is around, as in an assertion, which may be read backwards. */
function stepsAnyway(element: Element): number {
  if (element.type === "Quantifier")
    return (element.max - element.min + 1) * stepsAnyway(element.element) ** element.max;
  if (!("alternatives" in element)) return 1;
  return sum(
    element.alternatives.map(({ elements }) =>
      elements.reduce((steps, one) => steps * stepsAnyway(one), elements.length || 1),
    ),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function joined(sets: readonly Characters[]): Characters {
  return sets.reduce((all, one) => all | one, NONE);
}

/** Letters in both cases. What may have characters beyond Latin-1 is taken to have them all. */
function charactersOf(raw: string): Characters {
  const pattern = new RegExp(`^${raw}$`, "is");
  const isWide = /[^\0-\x7f]|\\[upPWSDs]|^\[\^|^\.$/.test(raw);
  let characters = isWide ? 1n << OTHERS : NONE;
  for (let code = 0n; code < OTHERS; code += 1n)
    if (pattern.test(String.fromCharCode(Number(code)))) characters |= 1n << code;
  return characters;
}

/** What a pattern's matches begin with, told from its syntax tree, so that nothing has to be tried anywhere else. */
import { RegExpParser } from "@eslint-community/regexpp";
import type { Alternative, Element } from "@eslint-community/regexpp/ast";

/** Long enough to be rare, short enough that a pattern has few of them. */
const LONGEST = 8;
/** Shorter ones stand everywhere. */
const SHORTEST = 3;
const MOST = 96;
/** Classes of more characters are not told apart. */
const FEW_CHARACTERS = 5;

/** A beginning of what part of a pattern matches. `open` when the rest is unknown, so that nothing can be added. */
interface Beginning {
  readonly text: string;
  readonly open: boolean;
}

const EMPTY: Beginning = { text: "", open: false };
const UNKNOWN: Beginning = { text: "", open: true };

/**
 * Texts of three to eight characters, with one of which every match of a valid pattern begins; in lower case where
 * the pattern minds no case. Undefined when that cannot be told.
 */
export function beginningsOf(source: string, ignoreCase: boolean): readonly string[] | undefined {
  const { alternatives } = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source);
  const texts = ofAlternatives(alternatives, ignoreCase).map(({ text }) => text);
  const shortest = texts.filter(
    (text) => !texts.some((other) => other !== text && text.startsWith(other)),
  );
  const found = [...new Set(shortest)].sort();
  return found.length <= MOST && found.every(({ length }) => length >= SHORTEST)
    ? found
    : undefined;
}

function ofAlternatives(
  alternatives: readonly Alternative[],
  ignoreCase: boolean,
): readonly Beginning[] {
  return alternatives.flatMap(({ elements }) => {
    let beginnings: readonly Beginning[] = [EMPTY];
    for (const element of elements) {
      if (beginnings.every(({ open }) => open) || beginnings.length > MOST) break;
      beginnings = followed(beginnings, ofElement(element, ignoreCase));
    }
    return beginnings;
  });
}

function followed(before: readonly Beginning[], next: readonly Beginning[]): readonly Beginning[] {
  const all = before.flatMap((one) =>
    one.open ? [one] : next.map(({ text, open }) => ({ text: one.text + text, open })),
  );
  const cut = all.map(({ text, open }): Beginning => ({
    text: text.slice(0, LONGEST),
    open: open || text.length >= LONGEST,
  }));
  return [...new Map(cut.map((one) => [`${one.open} ${one.text}`, one])).values()];
}

function ofElement(element: Element, ignoreCase: boolean): readonly Beginning[] {
  switch (element.type) {
    case "Assertion":
      return [EMPTY];
    case "Group":
    case "CapturingGroup":
      return ofAlternatives(element.alternatives, ignoreCase);
    case "Character":
      return ofCharacters([element.value], ignoreCase);
    case "CharacterClass":
      return ofCharacters(charactersOf(element.raw, ignoreCase), ignoreCase);
    case "Quantifier": {
      if (element.max === 0) return [EMPTY];
      const once = ofElement(element.element, ignoreCase);
      const turns = element.max === 1 ? once : once.map(({ text }) => ({ text, open: true }));
      return element.min === 0 ? [EMPTY, ...turns] : turns;
    }
    case "Backreference":
    case "CharacterSet":
    case "ExpressionCharacterClass":
      return [UNKNOWN];
  }
}

function ofCharacters(codes: readonly number[], ignoreCase: boolean): readonly Beginning[] {
  const characters = codes.map((code) => String.fromCharCode(code));
  const distinct = new Set(
    ignoreCase ? characters.map((character) => character.toLowerCase()) : characters,
  );
  const isTellable = codes.every((code) => code >= 0x20 && code <= 0x7e);
  if (!isTellable || distinct.size > FEW_CHARACTERS) return [UNKNOWN];
  return [...distinct].map((text) => ({ text, open: false }));
}

/** The characters of a class, as far as it takes to see that they are many. */
function charactersOf(raw: string, ignoreCase: boolean): readonly number[] {
  const pattern = new RegExp(`^${raw}$`, ignoreCase ? "i" : "");
  const codes: number[] = [];
  for (let code = 0; code <= 0xffff && codes.length <= FEW_CHARACTERS * 2; code += 1)
    if (pattern.test(String.fromCharCode(code))) codes.push(code);
  return codes;
}

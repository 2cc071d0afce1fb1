/** Writes a pattern that minds no case as one that needs no flag for it, which compiles in a third of the time. */
import { RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";

/** A pattern that, without the flag `i`, matches what a valid one without references back matches with it. */
export function foldedPattern(source: string): string {
  const parsed = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source);
  const additions: { at: number; end: number; text: string }[] = [];
  visitRegExpAST(parsed, {
    onCharacterEnter({ value, start, end, parent }) {
      const others = othersOf([value]);
      if (parent.type === "Alternative" || parent.type === "Quantifier")
        if (others.length > 0)
          additions.push({ at: start, end, text: `[${ranges([value, ...others])}]` });
    },
    onCharacterClassEnter({ elements, end }) {
      const last = elements.at(-1);
      // A hyphen at the end stands for itself; in the middle it would make a range.
      const at = last?.raw === "-" ? last.start : end - 1;
      const members = elements.flatMap((element) => {
        if (element.type === "Character") return [element.value];
        if (element.type !== "CharacterClassRange") return [];
        return codesFrom(element.min.value, element.max.value);
      });
      additions.push({ at, end: at, text: ranges(othersOf(members)) });
    },
  });
  return additions
    .toSorted((a, b) => b.at - a.at)
    .reduce(
      (text, { at, end, text: added }) => text.slice(0, at) + added + text.slice(end),
      source,
    );
}

function codesFrom(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Codes of the characters that are the same as some of these but for case, without these. */
function othersOf(codes: readonly number[]): readonly number[] {
  const same = (sameCase ??= codesByCase());
  const all = new Set(codes);
  return [...new Set(codes.flatMap((code) => same.get(canonical(code)) ?? []))].filter(
    (code) => !all.has(code),
  );
}

let sameCase: ReadonlyMap<number, readonly number[]> | undefined;

function codesByCase(): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const code of codesFrom(0, 0xffff)) {
    const others = found.get(canonical(code));
    if (others === undefined) found.set(canonical(code), [code]);
    else others.push(code);
  }
  return found;
}

/** Canonicalize of ECMA-262, 22.2.2.7.3, without the flags u and v. */
function canonical(code: number): number {
  const upper = String.fromCharCode(code).toUpperCase();
  const folded = upper.charCodeAt(0);
  return upper.length !== 1 || (code >= 128 && folded < 128) ? code : folded;
}

/** Codes as the inside of a class. */
function ranges(codes: readonly number[]): string {
  let text = "";
  let first: number | undefined;
  for (const code of codes.toSorted((a, b) => a - b)) {
    first ??= code;
    if (codes.includes(code + 1)) continue;
    text += escaped(first);
    if (code > first) text += (code > first + 1 ? "-" : "") + escaped(code);
    first = undefined;
  }
  return text;
}

function escaped(code: number): string {
  const isLetter = /[A-Za-z]/.test(String.fromCharCode(code));
  return isLetter ? String.fromCharCode(code) : `\\u${code.toString(16).padStart(4, "0")}`;
}

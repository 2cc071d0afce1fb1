/** JSON that is safe to show in a terminal, a log viewer or a web page. */

/**
 * What JSON itself leaves as it is: C1 controls, bidi and other format characters, line separators, the invisible; and
 * what build servers take for a command in their logs, `##[name]`, `##vso[name]` or `##teamcity[name]`.
 */
const HIDDEN =
  /#(?=#\w*\[)|[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** The value as JSON in which invisible characters, and what begins a command, are `\u` escapes: the same value to every parser. */
export function escapedJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replaceAll(HIDDEN, escaped);
}

/** Characters beyond 16 bits are two escapes. */
function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

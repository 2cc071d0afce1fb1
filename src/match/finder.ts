/** The axis of literal search: how many literals are found in one pass. */

/** At least three bytes to look for, as text in latin1; `ignoreCase` is about ASCII letters. */
export interface Literal {
  readonly text: string;
  readonly ignoreCase: boolean;
}

/** Where a literal stands, by its number in the list that the finder was made of; `end` is behind its last character. */
export interface Occurrence {
  readonly literal: number;
  readonly end: number;
}

/** The same for literals that occur at the same places. */
export function literalKey({ text, ignoreCase }: Literal): string {
  return `${ignoreCase} ${text}`;
}

/** Each literal once, in the order of their first appearance. */
export function distinctLiterals(literals: readonly Literal[]): readonly Literal[] {
  return [...new Map(literals.map((literal) => [literalKey(literal), literal])).values()];
}

/** Finds a fixed list of literals. */
export interface Finder {
  readonly literals: readonly Literal[];
  /** Whether some literal occurs. */
  occursIn(bytes: Uint8Array): boolean;
  /** All occurrences, overlapping ones too, by ascending end, of those with one end the longest first. Only the low byte of a character counts. */
  occurrences(text: string): Iterable<Occurrence>;
}

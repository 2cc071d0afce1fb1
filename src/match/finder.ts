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

/** Tells whether some literal of a fixed list occurs. */
export interface Screen {
  readonly occursIn: (bytes: Uint8Array) => boolean;
}

/** Finds a fixed list of literals. */
export interface Finder extends Screen {
  readonly literals: readonly Literal[];
  /**
   * All occurrences, overlapping ones too, by ascending end, of those with one end the longest first. Only the low byte of a
   * character counts; bytes are taken for Latin-1.
   */
  occurrences(text: string | Uint8Array): Iterable<Occurrence>;
  /** Where it is faster to unpack for the search than to search what was unpacked. */
  readonly inflate?: SearchingInflate;
}

/**
 * Inflates a raw deflate stream of `size` bytes. Gives its bytes when some literal occurs in them and they are worth reading,
 * none when not, and undefined when there is no such stream or it is too large. The bytes that `isWorthReading` is asked about are
 * gone once it has answered, and it must not ask for all occurrences in other bytes; for the same bytes it answers the same.
 */
export type SearchingInflate = (
  deflated: Uint8Array,
  size: number,
  isWorthReading: (bytes: Buffer, occurrences: readonly Occurrence[]) => boolean,
) => Buffer | undefined;

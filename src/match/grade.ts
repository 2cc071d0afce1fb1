/** How far the structure of a value bears out what it was found as. Never drops a hit: formats have changed before. */
import type { Confidence } from "../finding.ts";
import type { Rule, Search } from "./rule.ts";

/** What the structure of a value says. */
export interface Grade {
  /** Undefined when no structure is known. */
  readonly wellFormed: boolean | undefined;
  readonly confidence: Confidence;
}

/** Grades a value: the pattern's confidence when the structure holds or is unknown, low when it is broken. */
export function grade(rule: Rule, search: Search, value: string): Grade {
  const wellFormed = rule.structure?.test(value);
  return { wellFormed, confidence: wellFormed === false ? "low" : search.confidence };
}

const RANK = { low: 0, medium: 1, high: 2 } as const satisfies Record<Confidence, number>;

/** Positive when `a` is the better grade, zero when they are equal. */
export function compareGrades(a: Grade, b: Grade): number {
  return (
    RANK[a.confidence] - RANK[b.confidence] ||
    Number(a.wellFormed === true) - Number(b.wellFormed === true)
  );
}

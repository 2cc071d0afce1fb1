import { closest } from "fastest-levenshtein";

/**
 * The candidate that what was typed is the beginning of, or else the one that is fewest keystrokes away from it; among
 * equals one with the same first letter.
 */
export function nearest(typed: string, candidates: readonly string[]): string {
  const begun = candidates.filter((candidate) => candidate.startsWith(typed));
  if (begun.length > 0) return closest(typed, begun);
  const alike = candidates.filter((candidate) => candidate[0] === typed[0]);
  return closest(typed, [...alike, ...candidates]);
}

/** `audit, scan and rules`. */
export function listed(words: readonly string[], link = "and"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${link} ${last}`;
}

import { closest } from "fastest-levenshtein";

/** The candidate that is fewest keystrokes away from what was typed; among equals one with the same first letter. */
export function nearest(typed: string, candidates: readonly string[]): string {
  const alike = candidates.filter((candidate) => candidate[0] === typed[0]);
  return closest(typed, [...alike, ...candidates]);
}

/** `audit, scan and rules`. */
export function listed(words: readonly string[], link = "and"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${link} ${last}`;
}

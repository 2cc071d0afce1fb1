/** Chooses the environment variable that a key is read from instead. */
import type { Finding, Match, Usage } from "../finding.ts";

const BY_USAGE: Readonly<Record<Usage, string>> = {
  gemini: "GEMINI_API_KEY",
  maps: "GOOGLE_MAPS_API_KEY",
  youtube: "YOUTUBE_API_KEY",
  firebase: "FIREBASE_API_KEY",
  unknown: "GOOGLE_API_KEY",
};

/** A constant that the value is assigned to, as the text before it ends: `GEMINI_API_KEY = `, `"GOOGLE_API_KEY": `. */
const ASSIGNED =
  /(?<![\w$])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEYS?|TOKEN|SECRET))["'\\\])]*\s*(?::\s*[\w.<>[\]| ?]+)?\s*[:=]\s*$/;

/** The name of the constant it was assigned to, or one that says what it is for. `before` is the text before the literal. */
export function variableName(match: Match, before: string): string {
  return ASSIGNED.exec(before.slice(-200))?.[1] ?? usualName(match);
}

/** The name of a variable that says what a credential is for. */
export function usualName({ usage, credential }: Pick<Finding, "usage" | "credential">): string {
  return credential === "gemini-auth-key" ? BY_USAGE.gemini : BY_USAGE[usage];
}

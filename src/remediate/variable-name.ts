/** Chooses the environment variable that a key is read from instead. */
import type { Match, Usage } from "../finding.ts";

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
export function variableName({ usage, credential }: Match, before: string): string {
  const assigned = ASSIGNED.exec(before.slice(-200))?.[1];
  if (assigned !== undefined) return assigned;
  return credential === "gemini-auth-key" ? BY_USAGE.gemini : BY_USAGE[usage];
}

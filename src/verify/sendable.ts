/** Which values may be sent to the Gemini API at all. */
import type { Credential } from "../finding.ts";
import type { Outcome } from "./outcome.ts";

/** What a value was found as. Holds the raw value. */
export interface Found {
  readonly value: string;
  readonly credential: Credential;
  /** What a known public key is; undefined for all others. */
  readonly knownPublic: string | undefined;
}

/** What may stand in a header, of the shape that the value was found as. */
const SHAPES: Partial<Readonly<Record<Credential, RegExp>>> = {
  "google-api-key": /^AIza[0-9A-Za-z_-]{35}$/,
  "gemini-auth-key": /^[AI]Q\.[0-9A-Za-z_-]{40,80}$/,
  "gemini-key-by-name": /^[0-9A-Za-z._-]{16,200}$/,
};

/** Why a value is not to be sent, by all that it was found as; undefined when it may be. */
export function notSentBecause(found: readonly Found[]): Outcome | undefined {
  // What is public by design has an owner who does not ask, and other credentials are for other services.
  const isPublic = found.some(({ knownPublic }) => knownPublic !== undefined);
  const checkable = isPublic ? [] : found.filter(({ credential }) => SHAPES[credential]);
  if (checkable.length === 0) return "unknown/not-checkable";
  const isSafe = checkable.some(({ value, credential }) => SHAPES[credential]?.test(value));
  return isSafe ? undefined : "unknown/not-sendable";
}

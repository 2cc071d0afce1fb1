/** Tells values that hold enough randomness from values that could be guessed. */
import { entropy } from "../match/placeholder.ts";

/** How values begin that Google draws at random, 24 bytes or more. */
const DRAWN = /^(?:AIza|[AI]Q\.|GOCSPX-|ya29\.|1\/\/|auth_tokens\/)/;

/**
 * Whether a value holds, as far as one can see, 100 bits or more of randomness. Judges by the value alone and by fixed bounds,
 * because fingerprints depend on it. Random text of 32 characters measures 4.5 bits each and hardly ever less than
 * 4.2, which sentences can only pass with capitals and digits; random hexadecimal measures 3.7.
 */
export function isUnguessable(value: string): boolean {
  if (value.length < 32) return false;
  if (DRAWN.test(value)) return true;
  if (/^[0-9a-f-]+$/i.test(value)) return entropy(value) >= 3.3;
  return [/[a-z]/, /[A-Z]/, /[0-9]/].every((kind) => kind.test(value)) && entropy(value) >= 4.2;
}

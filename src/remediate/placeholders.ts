/** What stands in the place of a value that was removed. */
import type { Secret } from "../finding.ts";
import { fingerprintOf } from "../findings/fingerprint.ts";
import { keyIdOf } from "../findings/preview.ts";

/** Begins every placeholder, so that all of them can be found again. */
const REMOVED = "REMOVED_GEMINI_KEY";

/**
 * A placeholder for each secret: with the last four characters, by which incident logs know a key; where those cannot be
 * shown or are no word, or two keys share them, with the beginning of the fingerprint.
 */
export function placeholdersOf(secrets: readonly Secret[]): ReadonlyMap<Secret, string> {
  const placeholders = new Map<Secret, string>();
  const used = new Set<string>();
  for (const secret of secrets) {
    const keyId = keyIdOf(secret.value) ?? "";
    const fingerprint = fingerprintOf(secret.family, secret.value).slice(0, 8);
    const short = `${REMOVED}_${/^[\w-]{4}$/.test(keyId) ? keyId : fingerprint}`;
    const placeholder = used.has(short) ? `${REMOVED}_${fingerprint}` : short;
    used.add(placeholder);
    placeholders.set(secret, placeholder);
  }
  return placeholders;
}

/** What stands in the place of a value that was removed. */
import type { Credential, Secret } from "../finding.ts";
import { bestMatchOf } from "../findings/best-match.ts";
import { fingerprintOf } from "../findings/fingerprint.ts";
import { keyIdOf } from "../findings/preview.ts";
import { strongestUsage } from "../findings/usage.ts";

/** Begins every placeholder, so that all of them can be found again. */
const REMOVED = "REMOVED";

const KINDS: Record<Credential, string> = {
  "gemini-auth-key": "GEMINI_KEY",
  "google-api-key": "GOOGLE_KEY",
  "gemini-key-by-name": "GEMINI_KEY",
  "gemini-ephemeral-token": "GEMINI_TOKEN",
  "service-account-key": "GOOGLE_KEY",
  "authorized-user": "GOOGLE_LOGIN",
  "oauth-client-secret": "GOOGLE_SECRET",
  "oauth-refresh-token": "GOOGLE_TOKEN",
  "oauth-access-token": "GOOGLE_TOKEN",
  custom: "SECRET",
};

/** What was removed, in the words of a constant: a key for maps is not called one for Gemini. */
function kindOf(secret: Secret): string {
  const usage = strongestUsage(secret.hits.map(({ match }) => match.usage));
  return usage === "gemini" ? KINDS["gemini-auth-key"] : KINDS[bestMatchOf(secret).credential];
}

/**
 * A placeholder for each secret: with what it was, and the last four characters, by which incident logs know a key; where
 * those cannot be shown or are no word, or two keys share them, the beginning of the fingerprint.
 */
export function placeholdersOf(secrets: readonly Secret[]): ReadonlyMap<Secret, string> {
  const placeholders = new Map<Secret, string>();
  const used = new Set<string>();
  for (const secret of secrets) {
    const keyId = keyIdOf(secret.value) ?? "";
    const fingerprint = fingerprintOf(secret.family, secret.value).slice(0, 8);
    const removed = `${REMOVED}_${kindOf(secret)}`;
    const short = `${removed}_${/^[\w-]{4}$/.test(keyId) ? keyId : fingerprint}`;
    const placeholder = used.has(short) ? `${removed}_${fingerprint}` : short;
    used.add(placeholder);
    placeholders.set(secret, placeholder);
  }
  return placeholders;
}

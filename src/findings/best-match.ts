/** Which of several matches of one value knows most about it. */
import { byKeys } from "./compare.ts";
import type { Confidence, Credential, Match, Secret } from "../finding.ts";

const CONFIDENCE: Record<Confidence, number> = { low: 0, medium: 1, high: 2 };

/** Rules that know a format say more than rules that go by a name. */
const SPECIFIC: Record<Credential, number> = {
  "gemini-auth-key": 2,
  "google-api-key": 2,
  "gemini-ephemeral-token": 2,
  "service-account-key": 2,
  "authorized-user": 2,
  "oauth-client-secret": 2,
  "oauth-refresh-token": 2,
  "oauth-access-token": 2,
  custom: 1,
  "gemini-key-by-name": 0,
};

/** The best-graded match of a secret. */
export function bestMatchOf({ hits }: Secret): Match {
  const [best] = hits.map(({ match }) => match).sort(byGrade);
  if (!best) throw new Error("a secret without hits");
  return best;
}

/** What a known public key is; undefined for all others. */
export function knownPublicOf({ hits }: Secret): string | undefined {
  const matches = hits.map(({ match }) => match).sort(byGrade);
  return matches.find(({ knownPublic }) => knownPublic !== undefined)?.knownPublic;
}

/** Best-graded match first; complete, so that ties never depend on the order of discovery. */
const byGrade = byKeys<Match>(
  (match) => -SPECIFIC[match.credential],
  (match) => -CONFIDENCE[match.confidence],
  (match) => match.wellFormed !== true,
  (match) => match.ruleId,
  (match) => match.title,
);

/** Among matches at one place, the one that tells a reader most first. */
export const byDirectness = byKeys<Match>(
  (match) => match.decodings.length,
  (match) => -SPECIFIC[match.credential],
  (match) => -CONFIDENCE[match.confidence],
  (match) => match.original === undefined,
  (match) => match.part === undefined,
  (match) => match.ruleId,
  (match) => match.decodings.join(),
  (match) => match.part,
  // At the edge of a window there is less.
  (match) => -(match.excerpt ? match.excerpt.before.length + match.excerpt.behind.length : 0),
  (match) => match.excerpt?.before,
);

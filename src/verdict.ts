/** What a live check says about a key. Types and closed sets only. */

/** What each status means for the reader; the reason says why. */
export const VERDICTS = {
  /** Gemini accepts the key. */
  live: ["generates", "listed", "quota-spent", "credit-spent"],
  /** A live key that refuses this caller. */
  restricted: ["referrer", "ip-address", "android-app", "ios-app", "billing-country"],
  /** A live key of a project, which Gemini does not accept today. */
  "no-gemini": ["api-blocked", "api-not-enabled"],
  /** Google did not let it in and does not say that it is gone. */
  refused: ["unrestricted-standard-key", "unusable-auth-key"],
  "blocked-leaked": ["reported-leaked"],
  suspended: ["consumer-suspended", "project-denied"],
  disabled: ["bound-account-disabled"],
  dead: ["invalid", "expired", "not-found"],
  /** Not known; counts as live where it matters. */
  unknown: [
    "location",
    "server-error",
    "network",
    "timeout",
    "checker-quota",
    "redirected",
    "unexpected-answer",
    "interrupted",
    "not-sendable",
    "not-checkable",
  ],
} as const;

export type VerdictStatus = keyof typeof VERDICTS;
export type VerdictReason = (typeof VERDICTS)[VerdictStatus][number];

/** What a thief would see behind a live key: counts, never names or contents; undefined where the answer did not tell. */
export interface Reach {
  readonly files: Count | undefined;
  readonly cachedContents: Count | undefined;
  readonly fileSearchStores: Count | undefined;
  readonly tunedModels: Count | undefined;
}

/** A number of things, and whether there are more. */
export interface Count {
  readonly count: number;
  readonly more: boolean;
}

export interface Verdict {
  readonly status: VerdictStatus;
  readonly reason: VerdictReason;
  /** Number of the Google Cloud project that owns the key, where Google's error tells it. */
  readonly project: string | undefined;
  /** The model that was asked to generate; undefined when none was. */
  readonly model: string | undefined;
  readonly reach: Reach | undefined;
  /** Whether it was taken from the cache of an earlier run. */
  readonly cached: boolean;
}

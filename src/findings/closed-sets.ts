/** The members of closed sets, for those who read them from a file. A new member does not compile until it is here. */
import type { Confidence, Credential, MarkName, Usage } from "../finding.ts";

export const CREDENTIALS = {
  "gemini-auth-key": true,
  "google-api-key": true,
  "gemini-key-by-name": true,
  "gemini-ephemeral-token": true,
  "service-account-key": true,
  "authorized-user": true,
  "oauth-client-secret": true,
  "oauth-refresh-token": true,
  "oauth-access-token": true,
  custom: true,
} as const satisfies Record<Credential, true>;

export const CONFIDENCES = { low: true, medium: true, high: true } as const satisfies Record<
  Confidence,
  true
>;

export const USAGES = {
  gemini: true,
  firebase: true,
  maps: true,
  youtube: true,
  unknown: true,
} as const satisfies Record<Usage, true>;

export const MARKS = {
  "gemsweep:allow": true,
  "gitleaks:allow": true,
  "betterleaks:allow": true,
  "trufflehog:ignore": true,
  "kingfisher:ignore": true,
  "pragma: allowlist secret": true,
  "secretlint-disable-line": true,
  ggignore: true,
} as const satisfies Record<MarkName, true>;

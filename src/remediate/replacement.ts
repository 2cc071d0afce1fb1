/** How each kind of credential is made anew and revoked. */
import { sortedUnique } from "../findings/compare.ts";
import type { Credential } from "../finding.ts";
import { AI_STUDIO_KEYS, keysPage, serviceAccountsPage } from "./console-pages.ts";
import type { KeyFacts } from "./key-facts.ts";
import { isForGemini, type Purpose, purposeOf } from "./purpose.ts";
import { restrictionTexts } from "./restriction.ts";
import { isApiKey } from "./rotation.ts";

interface Replacement {
  readonly renew: string;
  readonly revoke: string;
}

const GEMINI_KEY: Replacement = {
  renew: "Create an auth key (AQ.…) in AI Studio: it opens the Gemini API and nothing else.",
  revoke:
    "Delete the key rather than disable it: a disabled one is a click from live. For 30 days gcloud services api-keys undelete brings it back.",
};

const OAUTH: Replacement = {
  renew: "Issue a new OAuth client secret, or log in anew.",
  revoke: "Delete the client secret, and revoke the access of the login.",
};

const BY_CREDENTIAL: Record<Credential, Replacement> = {
  "gemini-auth-key": GEMINI_KEY,
  "google-api-key": GEMINI_KEY,
  "gemini-key-by-name": GEMINI_KEY,
  "gemini-ephemeral-token": {
    renew: "Let your backend issue a new token for each session.",
    revoke: "It expires by itself.",
  },
  "service-account-key": {
    renew:
      "Do without a key if you can: give the workload the service account itself (workload identity). Otherwise create a new key.",
    revoke: "Delete the service-account key; that cannot be undone.",
  },
  "authorized-user": OAUTH,
  "oauth-client-secret": OAUTH,
  "oauth-refresh-token": OAUTH,
  "oauth-access-token": {
    ...OAUTH,
    revoke: "It expires within an hour; revoke the access of the login.",
  },
  custom: { renew: "Issue a new credential.", revoke: "Revoke the old one where it was issued." },
};

const RENEW: Record<Purpose, readonly string[]> = {
  gemini: [GEMINI_KEY.renew],
  unknown: [
    GEMINI_KEY.renew,
    "If it serves Maps, Firebase or YouTube, too, make a second key in the console for that, restricted to those APIs.",
  ],
  maps: [
    "Create a new key in the console, restricted to the Maps APIs that it is for, so that it does not open Gemini.",
  ],
  youtube: [
    "Create a new key in the console, restricted to the YouTube API, so that it does not open Gemini.",
  ],
  others: [
    "Create a new key in the console, restricted to the APIs that it is for, so that it does not open Gemini.",
  ],
};

/** How to make what takes the place of these, the restriction that fits their use included. */
export function renewTexts(keys: readonly KeyFacts[]): readonly string[] {
  return [...new Set([...keys.flatMap(renewOf), ...restrictionTexts(keys)])];
}

function renewOf({ finding }: KeyFacts): readonly string[] {
  const { credential } = finding;
  return isApiKey(credential) ? RENEW[purposeOf(finding)] : [BY_CREDENTIAL[credential].renew];
}

/** How to get rid of the old ones. */
export function revokeTexts(keys: readonly KeyFacts[]): readonly string[] {
  return [...new Set(keys.map(({ finding }) => BY_CREDENTIAL[finding.credential].revoke))];
}

/** Where the old ones are listed, and new ones made. */
export function issuerPages(keys: readonly KeyFacts[]): readonly string[] {
  return sortedUnique(keys.flatMap(pagesOf));
}

function pagesOf({ finding, project }: KeyFacts): readonly string[] {
  switch (finding.credential) {
    case "gemini-auth-key":
    case "gemini-key-by-name":
      return project === undefined ? [AI_STUDIO_KEYS] : [AI_STUDIO_KEYS, keysPage(project)];
    case "google-api-key":
      return isForGemini(finding) ? [AI_STUDIO_KEYS, keysPage(project)] : [keysPage(project)];
    case "service-account-key":
      return [serviceAccountsPage(project)];
    case "authorized-user":
    case "oauth-client-secret":
    case "oauth-refresh-token":
    case "oauth-access-token":
      return [keysPage(project)];
    case "gemini-ephemeral-token":
    case "custom":
      return [];
  }
}

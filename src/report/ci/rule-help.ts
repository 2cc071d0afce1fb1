/** What a reader is told of a kind of credential, whatever the finding. */
import type { Credential } from "../../finding.ts";

/** A sentence about a kind of credential, and the page of its maker; undefined where nobody but you knows one. */
export interface RuleHelp {
  readonly about: string;
  readonly page: string | undefined;
}

const GEMINI_KEY = "https://ai.google.dev/gemini-api/docs/api-key";
const OAUTH = "https://developers.google.com/identity/protocols/oauth2";

export const RULE_HELP: Record<Credential, RuleHelp> = {
  "gemini-auth-key": {
    about: "Whoever has a Gemini auth key uses the Gemini API at its owner's expense.",
    page: GEMINI_KEY,
  },
  "google-api-key": {
    about:
      "A Google API key opens every API that its project and its restrictions allow; Gemini is one of them.",
    page: "https://docs.cloud.google.com/docs/authentication/api-keys",
  },
  "gemini-key-by-name": {
    about: "A value stands where a key of the Gemini API belongs.",
    page: GEMINI_KEY,
  },
  "gemini-ephemeral-token": {
    about: "A token opens the Gemini Live API until it expires.",
    page: "https://ai.google.dev/gemini-api/docs/ephemeral-tokens",
  },
  "service-account-key": {
    about: "A service-account key logs in to Google Cloud, and to Gemini through Vertex AI.",
    page: "https://docs.cloud.google.com/iam/docs/keys-create-delete",
  },
  "authorized-user": {
    about: "The file of an authorized user logs in to Google Cloud as that person.",
    page: "https://docs.cloud.google.com/docs/authentication/application-default-credentials",
  },
  "oauth-client-secret": {
    about: "An OAuth client secret lets others pose as the application.",
    page: OAUTH,
  },
  "oauth-refresh-token": {
    about: "An OAuth refresh token gets new access tokens until its grant is revoked.",
    page: OAUTH,
  },
  "oauth-access-token": {
    about: "An OAuth access token opens what its grant allows until it expires.",
    page: OAUTH,
  },
  custom: { about: "A rule of yours found a credential.", page: undefined },
};

/** The order that keeps production running and leaves no live key behind. */
export const WHAT_TO_DO =
  "Create a new credential and deploy it, then revoke the old one where it was issued. Only then take it out of the files and, if it was committed, out of the history. gemsweep audit names each step.";

/** The page of the weakness that all of them are: use of hard-coded credentials. */
export const WEAKNESS = { id: "798", page: "https://cwe.mitre.org/data/definitions/798.html" };

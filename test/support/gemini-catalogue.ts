/** Every row of the catalogue of the Gemini API's errors: what a key is answered, and what that says about the key. */
import type { Outcome } from "../../src/verify/outcome.ts";
import {
  type Answer,
  CONSUMER,
  denied,
  exhausted,
  googleError,
  invalid,
  OK,
  page,
  PROJECT,
  quotaAnswer,
  SERVICE,
  UNAUTHENTICATED,
} from "./gemini-answers.ts";
import { geminiAuthKey, googleApiKey } from "./keys.ts";

export interface CatalogueRow {
  readonly row: number;
  readonly title: string;
  readonly outcome: Outcome;
  readonly answer: (key: string) => Answer;
  readonly key: () => string;
  /** Which request is answered so; all others are answered as for a live key. */
  readonly to: "list" | "generate";
  readonly project: string | undefined;
}

function row(
  number: number,
  title: string,
  outcome: Outcome,
  answer: Answer | CatalogueRow["answer"],
  differing: Partial<CatalogueRow> = {},
): CatalogueRow {
  const usual = { key: googleApiKey, to: "list", project: undefined } as const;
  const answerTo = typeof answer === "function" ? answer : (): Answer => answer;
  return { row: number, title, outcome, answer: answerTo, ...usual, ...differing };
}

/** All rows but the seventh, which is what a bearer token gets. */
export const CATALOGUE: readonly CatalogueRow[] = [
  row(1, "accepted", "live/listed", OK),
  row(
    2,
    "invalid or deleted standard key",
    "dead/invalid",
    invalid("API key not valid. Please pass a valid API key."),
  ),
  row(
    3,
    "key not found",
    "dead/not-found",
    invalid("API Key not found. Please pass a valid API key."),
  ),
  row(4, "expired key", "dead/expired", invalid("API key expired. Please renew the API key.")),
  row(5, "invalid, deleted or truncated auth key", "refused/unusable-auth-key", UNAUTHENTICATED, {
    key: geminiAuthKey,
  }),
  row(
    6,
    "standard key that is not restricted",
    "refused/unrestricted-standard-key",
    UNAUTHENTICATED,
  ),
  row(
    8,
    "reported as leaked",
    "blocked-leaked/reported-leaked",
    denied("Your API key was reported as leaked. Please use another API key."),
  ),
  row(
    9,
    "suspended, with the key in the answer",
    "suspended/consumer-suspended",
    (key) =>
      denied(`Permission denied: Consumer 'api_key:${key}' has been suspended.`, {
        reason: "CONSUMER_SUSPENDED",
        metadata: { ...CONSUMER, containerInfo: `api_key:${key}` },
      }),
    { project: PROJECT },
  ),
  row(
    10,
    "bound account disabled",
    "disabled/bound-account-disabled",
    googleError(
      401,
      "UNAUTHENTICATED",
      "The bound service account is deleted or disabled. The service account bound to the API key must be active.",
      { reason: "ACCOUNT_STATE_INVALID" },
    ),
    { key: geminiAuthKey },
  ),
  row(
    11,
    "API restriction without Gemini",
    "no-gemini/api-blocked",
    denied(
      "Requests to this API generativelanguage.googleapis.com method google.ai.generativelanguage.v1beta.ModelService.ListModels are blocked.",
      {
        reason: "API_KEY_SERVICE_BLOCKED",
        metadata: { ...CONSUMER, apiName: SERVICE.service, methodName: "ListModels" },
      },
    ),
    { project: PROJECT },
  ),
  row(
    12,
    "Gemini API not enabled",
    "no-gemini/api-not-enabled",
    denied(
      `Gemini API has not been used in project ${PROJECT} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview?project=${PROJECT} then retry.`,
      {
        reason: "SERVICE_DISABLED",
        metadata: { ...SERVICE, serviceTitle: "Gemini API", containerInfo: PROJECT },
      },
    ),
    { project: PROJECT },
  ),
  row(
    13,
    "referrer restriction",
    "restricted/referrer",
    denied("Requests from referer <empty> are blocked.", {
      reason: "API_KEY_HTTP_REFERRER_BLOCKED",
      metadata: { ...CONSUMER, httpReferrer: "<empty>" },
    }),
    { project: PROJECT },
  ),
  row(
    14,
    "Android restriction",
    "restricted/android-app",
    denied("Requests from this Android client application <empty> are blocked.", {
      reason: "API_KEY_ANDROID_APP_BLOCKED",
      metadata: { ...CONSUMER, androidPackage: "<empty>" },
    }),
    { project: PROJECT },
  ),
  row(
    15,
    "iOS restriction",
    "restricted/ios-app",
    denied("Requests from this iOS client application <empty> are blocked.", {
      reason: "API_KEY_IOS_APP_BLOCKED",
      metadata: { ...CONSUMER, iosBundleId: "<empty>" },
    }),
    { project: PROJECT },
  ),
  row(
    16,
    "IP restriction",
    "restricted/ip-address",
    denied(
      "The provided API key has an IP address restriction. The originating IP address of the call (203.0.113.7) violates this restriction.",
      {
        reason: "API_KEY_IP_ADDRESS_BLOCKED",
        metadata: { ...CONSUMER, callerIp: "203.0.113.7" },
      },
    ),
    { project: PROJECT },
  ),
  row(
    17,
    "billing country",
    "restricted/billing-country",
    denied(
      "Access to generativelanguage.googleapis.com is restricted from your billing country and was denied for this request.",
    ),
  ),
  row(
    18,
    "project denied",
    "suspended/project-denied",
    denied("Your project has been denied access. Please contact support."),
  ),
  row(
    19,
    "location of the caller",
    "unknown/location",
    googleError(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
  ),
  row(
    20,
    "quota of the day spent",
    "live/quota-spent",
    quotaAnswer("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "41s"),
    { to: "generate" },
  ),
  row(
    21,
    "quota of zero",
    "live/quota-spent",
    exhausted(
      `Quota exceeded for quota metric 'Generate Content API requests per minute' and limit 'GenerateContent request limit per minute for a region' of service 'generativelanguage.googleapis.com' for consumer 'project_number:${PROJECT}'.`,
      { reason: "RATE_LIMIT_EXCEEDED", metadata: { ...CONSUMER, quota_limit_value: "0" } },
    ),
    { to: "generate", project: PROJECT },
  ),
  row(
    22,
    "prepaid credits spent",
    "live/credit-spent",
    exhausted(
      "Your prepayment credits are depleted. Please go to AI Studio at https://ai.studio/projects to manage your project and billing.",
    ),
    { to: "generate" },
  ),
  row(
    22,
    "spending cap reached",
    "live/credit-spent",
    exhausted(
      "Your project has exceeded its monthly spending cap. Please go to AI Studio at https://ai.studio/spend to manage your project spend cap.",
    ),
    { to: "generate" },
  ),
  row(
    23,
    "no key seen",
    "unknown/unexpected-answer",
    denied(
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    ),
  ),
  row(
    24,
    "all models retired",
    "live/listed",
    googleError(
      404,
      "NOT_FOUND",
      "This model models/gemini-x is no longer available to new users.",
    ),
    { to: "generate" },
  ),
  row(
    25,
    "API without keys",
    "unknown/unexpected-answer",
    googleError(
      401,
      "UNAUTHENTICATED",
      "API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a principal.",
      { reason: "CREDENTIALS_MISSING" },
    ),
  ),
  row(26, "server error as a page", "unknown/server-error", page(503)),
  row(26, "too many requests from this address, as a page", "unknown/checker-quota", page(429)),
];

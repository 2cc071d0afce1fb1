/**
 * What an answer of the Gemini API says about the key it was asked with. Status codes alone mislead: a dead key of the
 * older kind is answered 400, one of the newer 401, and so is a live one that is not restricted to any API.
 */
import { type ErrorFacts, fieldsOf, listOf, parsed, readError } from "./error-body.ts";
import { type Judgement, judgementOf, type Outcome } from "./outcome.ts";
import type { Answer, Reply } from "./reply.ts";

/** What was asked; it decides what an accepting answer looks like. */
export type Question = "list" | "generate" | "count";

interface Row {
  /** Null for errors that give none. */
  readonly reason?: string | null;
  readonly message?: RegExp;
  readonly http?: number;
  readonly outcome: Outcome | "by-kind";
}

/**
 * The first row that fits decides: reasons of https://cloud.google.com/php/docs/reference/common-protos/latest/Api.ErrorReason
 * first, then messages, since some errors have no reason, then the status code. Dead is what Google calls invalid and nothing else.
 */
const ROWS: readonly Row[] = [
  { reason: "API_KEY_INVALID", http: 400, message: /expired/i, outcome: "dead/expired" },
  { reason: "API_KEY_INVALID", http: 400, message: /not found/i, outcome: "dead/not-found" },
  { reason: "API_KEY_INVALID", http: 400, outcome: "dead/invalid" },
  { reason: "ACCESS_TOKEN_TYPE_UNSUPPORTED", outcome: "by-kind" },
  { reason: "ACCOUNT_STATE_INVALID", outcome: "disabled/bound-account-disabled" },
  { reason: "CONSUMER_SUSPENDED", outcome: "suspended/consumer-suspended" },
  { reason: "API_KEY_SERVICE_BLOCKED", outcome: "no-gemini/api-blocked" },
  { reason: "SERVICE_DISABLED", outcome: "no-gemini/api-not-enabled" },
  { reason: "API_KEY_HTTP_REFERRER_BLOCKED", outcome: "restricted/referrer" },
  { reason: "API_KEY_IP_ADDRESS_BLOCKED", outcome: "restricted/ip-address" },
  { reason: "API_KEY_ANDROID_APP_BLOCKED", outcome: "restricted/android-app" },
  { reason: "API_KEY_IOS_APP_BLOCKED", outcome: "restricted/ios-app" },
  { reason: "BILLING_DISABLED", outcome: "live/credit-spent" },
  { reason: "RATE_LIMIT_EXCEEDED", http: 429, outcome: "live/quota-spent" },

  { message: /reported as leaked/i, http: 403, outcome: "blocked-leaked/reported-leaked" },
  { message: /bound service account is/i, http: 401, outcome: "disabled/bound-account-disabled" },
  { message: /has been suspended/i, http: 403, outcome: "suspended/consumer-suspended" },
  { message: /has been denied access/i, http: 403, outcome: "suspended/project-denied" },
  { message: /your billing country/i, http: 403, outcome: "restricted/billing-country" },
  { message: /location is not supported/i, outcome: "unknown/location" },
  {
    message: /credits are depleted|spending cap/i,
    http: 429,
    outcome: "live/credit-spent",
  },
  {
    message: /no longer available|is not found for API version/i,
    http: 404,
    outcome: "live/listed",
  },
  { message: /^API key expired/i, http: 400, outcome: "dead/expired" },
  { message: /^API key not found/i, http: 400, outcome: "dead/not-found" },
  { message: /^API key not valid/i, http: 400, outcome: "dead/invalid" },
  { message: /API keys are not supported/i, outcome: "unknown/unexpected-answer" },

  // Other reasons, such as credentials that got lost on the way, are not about the key.
  { reason: null, http: 401, outcome: "by-kind" },
  { http: 429, outcome: "live/quota-spent" },
];

/** What a reply to a request with this key tells. */
export function judge(question: Question, reply: Reply, key: string): Judgement {
  if ("failure" in reply) {
    const transient = reply.failure === "network" || reply.failure === "timeout";
    return judgementOf(`unknown/${reply.failure}`, transient);
  }
  if (reply.status < 300) return judgementOf(acceptance(question, reply));
  const error = readError(reply.text);
  if (reply.status >= 500) return judgementOf("unknown/server-error", true);
  // A page instead of an error comes from before the API: it counts the requests of this address, not of the key.
  if (!error && reply.status === 429) return judgementOf("unknown/checker-quota", true);
  if (!error) return judgementOf("unknown/unexpected-answer");

  const outcome = meaningOf(error, reply, key);
  const { project, retryAfter, lastingQuota } = error;
  return {
    outcome,
    project,
    transient: outcome === "live/quota-spent" && !lastingQuota,
    retryAfter,
  };
}

function meaningOf({ reason, message }: ErrorFacts, { status }: Answer, key: string): Outcome {
  const row = ROWS.find(
    (one) =>
      (one.reason === undefined || one.reason === (reason ?? null)) &&
      (one.message === undefined || one.message.test(message)) &&
      (one.http === undefined || one.http === status),
  );
  if (row?.outcome !== "by-kind") return row?.outcome ?? "unknown/unexpected-answer";
  // Google says 401 to every auth key that it cannot use, and to a live standard key that is not restricted to any API.
  return key.startsWith("AIza") ? "refused/unrestricted-standard-key" : "refused/unusable-auth-key";
}

/** 200 alone proves nothing: the page that a network asks one to log in with has it, too. */
function acceptance(question: Question, { text }: Answer): Outcome {
  const body = parsed(text);
  const fields = fieldsOf(body);
  switch (question) {
    case "list":
      return typeof fieldsOf(listOf(fields.models)[0]).name === "string"
        ? "live/listed"
        : "unknown/unexpected-answer";
    case "generate":
      return "candidates" in fields || "promptFeedback" in fields || "usageMetadata" in fields
        ? "live/generates"
        : "unknown/unexpected-answer";
    case "count":
      return body === fields ? "live/listed" : "unknown/unexpected-answer";
  }
}

/** Answers of the Gemini API as they go over the wire. */

/** An answer as it goes over the wire. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly contentType?: string;
}

export const PROJECT = "123456789012";

export interface ErrorParts {
  readonly reason?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly details?: readonly unknown[];
}

export const SERVICE = { service: "generativelanguage.googleapis.com" };
export const CONSUMER = { ...SERVICE, consumer: `projects/${PROJECT}` };

/** An error in the form that all Google APIs share. */
export function googleError(
  code: number,
  status: string,
  message: string,
  { reason, metadata = SERVICE, details = [] }: ErrorParts = {},
): Answer {
  const info = {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    reason,
    domain: "googleapis.com",
    metadata,
  };
  const localized = {
    "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
    locale: "en-US",
    message,
  };
  const all = [...(reason === undefined ? [] : [info, localized]), ...details];
  const error = { code, message, status, ...(all.length > 0 ? { details: all } : {}) };
  return { status: code, body: { error } };
}

export const invalid = (message: string): Answer =>
  googleError(400, "INVALID_ARGUMENT", message, { reason: "API_KEY_INVALID" });

export const denied = (message: string, parts?: ErrorParts): Answer =>
  googleError(403, "PERMISSION_DENIED", message, parts);

export const exhausted = (message: string, parts?: ErrorParts): Answer =>
  googleError(429, "RESOURCE_EXHAUSTED", message, parts);

export const UNAUTHENTICATED = googleError(
  401,
  "UNAUTHENTICATED",
  "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
  { reason: "ACCESS_TOKEN_TYPE_UNSUPPORTED", metadata: { ...SERVICE, method: "ListModels" } },
);

/** Answers to a request beyond a quota. */
export function quotaAnswer(quotaId: string, retryDelay: string): Answer {
  return exhausted("You exceeded your current quota, please check your plan and billing details.", {
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.QuotaFailure",
        violations: [{ quotaId, quotaValue: "20" }],
      },
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay },
    ],
  });
}

export const OK: Answer = { status: 200, body: { models: [{ name: "models/gemini-x" }] } };

/** A page for people, as something between the caller and the API has it. */
export function page(status: number): Answer {
  return { status, body: "<html><title>Sorry...</title></html>", contentType: "text/html" };
}

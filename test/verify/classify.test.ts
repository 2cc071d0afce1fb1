import { describe, expect, test } from "vitest";
import { judge, type Question } from "../../src/verify/classify.ts";
import type { Judgement } from "../../src/verify/outcome.ts";
import { type Answer, googleError, PROJECT, quotaAnswer } from "../support/gemini-answers.ts";
import { googleApiKey } from "../support/keys.ts";

function judged(
  { status, body }: Answer,
  question: Question = "list",
  key = googleApiKey(),
): Judgement {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return judge(question, { status, contentType: "application/json", text }, key);
}

const INVALID = { reason: "API_KEY_INVALID" };
const NOT_VALID = "API key not valid. Please pass a valid API key.";

describe("only what Google calls invalid is dead", () => {
  const table: readonly [title: string, answer: Answer, outcome: string][] = [
    ["as documented", googleError(400, "INVALID_ARGUMENT", NOT_VALID, INVALID), "dead/invalid"],
    ["without details", googleError(400, "INVALID_ARGUMENT", NOT_VALID), "dead/invalid"],
    ["in other words", googleError(400, "INVALID_ARGUMENT", "?", INVALID), "dead/invalid"],
    ["forbidden", googleError(403, "PERMISSION_DENIED", NOT_VALID), "unknown/unexpected-answer"],
    ["forbidden as invalid", googleError(403, "x", "?", INVALID), "unknown/unexpected-answer"],
    ["bad request", googleError(400, "INVALID_ARGUMENT", "?"), "unknown/unexpected-answer"],
    ["not there", googleError(404, "NOT_FOUND", "?"), "unknown/unexpected-answer"],
    ["unavailable", googleError(503, "UNAVAILABLE", NOT_VALID, INVALID), "unknown/server-error"],
    ["not a page", { status: 400, body: NOT_VALID }, "unknown/unexpected-answer"],
  ];
  test.for(table)("%s", ([, answer, outcome]) => {
    expect(judged(answer).outcome).toBe(outcome);
  });
});

test("a reason decides before a message", () => {
  const message = "Your API key was reported as leaked. Consumer has been suspended.";
  const answer = googleError(403, "x", message, { reason: "API_KEY_IP_ADDRESS_BLOCKED" });
  expect(judged(answer).outcome).toBe("restricted/ip-address");
});

test("a message decides before a status code", () => {
  const spent = "Your prepayment credits are depleted.";
  expect(judged(googleError(429, "RESOURCE_EXHAUSTED", spent)).outcome).toBe("live/credit-spent");
  expect(judged(googleError(429, "RESOURCE_EXHAUSTED", "?")).outcome).toBe("live/quota-spent");
});

test("401 says different things of the two kinds of keys", () => {
  const answer = googleError(401, "UNAUTHENTICATED", "?");
  const outcomes = ["AIzaX", "AQ.X", "other"].map((key) => judged(answer, "list", key).outcome);
  expect(outcomes).toEqual([
    "refused/unrestricted-standard-key",
    "refused/unusable-auth-key",
    "refused/unusable-auth-key",
  ]);
});

test("401 for a reason that is not about the key says nothing of it", () => {
  const message = "Request is missing required authentication credential.";
  for (const reason of ["CREDENTIALS_MISSING", "SESSION_COOKIE_INVALID", "SOMETHING_NEW"])
    expect(judged(googleError(401, "UNAUTHENTICATED", message, { reason })).outcome).toBe(
      "unknown/unexpected-answer",
    );
});

describe("the project is digits or nothing", () => {
  const of = (message: string, metadata: Readonly<Record<string, string>>): string | undefined =>
    judged(googleError(403, "x", message, { reason: "SERVICE_DISABLED", metadata })).project;
  test.for<[Readonly<Record<string, string>>, string, string | undefined]>([
    [{ consumer: `projects/${PROJECT}` }, "", PROJECT],
    [{ consumer: `project_number:${PROJECT}` }, "", PROJECT],
    [{ containerInfo: PROJECT }, "", PROJECT],
    [{}, `Gemini API has not been used in project ${PROJECT} before`, PROJECT],
    [{}, `for consumer 'project_number:${PROJECT}'.`, PROJECT],
    [{ consumer: "projects/my-project" }, "", undefined],
    [{ consumer: `projects/${PROJECT}x` }, "", undefined],
    [{ containerInfo: "api_key:123" }, "", undefined],
    [{}, `in project ${PROJECT}-x`, undefined],
    [{ consumer: `projects/${"1".repeat(16)}` }, "", undefined],
  ])("%j %s", ([metadata, message, project]) => {
    expect(of(message, metadata)).toBe(project);
  });
});

describe("what is worth another try", () => {
  const table: readonly [title: string, answer: Answer, transient: boolean, after?: number][] = [
    ["quota of a minute", quotaAnswer("PerMinute", "41s"), true, 41_000],
    ["a part of a second", quotaAnswer("PerMinute", "0.5s"), true, 500],
    ["a time that is none", quotaAnswer("PerMinute", "soon"), true],
    ["quota of a day", quotaAnswer("GenerateRequestsPerDayPerProject", "41s"), false, 41_000],
    ["spending cap", googleError(429, "x", "exceeded its monthly spending cap."), false],
    ["server error", { status: 500, body: "" }, true],
    ["invalid", googleError(400, "x", NOT_VALID, INVALID), false],
  ];
  test.for(table)("%s", ([, answer, transient, after]) => {
    expect(judged(answer)).toMatchObject({ transient, retryAfter: after });
  });

  test("a lost connection and a slow answer are, a redirect is not", () => {
    const transient = (["network", "timeout", "redirected", "interrupted"] as const).map(
      (failure) => judge("list", { failure }, "key").transient,
    );
    expect(transient).toEqual([true, true, false, false]);
  });
});

describe("an acceptance looks like one", () => {
  test.for<[Question, unknown, string]>([
    ["list", { models: [{ name: "models/x" }] }, "live/listed"],
    ["list", { models: [] }, "unknown/unexpected-answer"],
    ["generate", { candidates: [{ finishReason: "MAX_TOKENS" }] }, "live/generates"],
    ["generate", { promptFeedback: { blockReason: "OTHER" } }, "live/generates"],
    ["generate", { models: [] }, "unknown/unexpected-answer"],
    ["count", {}, "live/listed"],
    ["count", [], "unknown/unexpected-answer"],
    ["count", "<html>", "unknown/unexpected-answer"],
  ])("%s %j: %s", ([question, body, outcome]) => {
    expect(judged({ status: 200, body }, question).outcome).toBe(outcome);
  });
});

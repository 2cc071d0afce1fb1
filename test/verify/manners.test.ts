import { describe, expect, test } from "vitest";
import { googleError, page, quotaAnswer } from "../support/gemini-answers.ts";
import { HOSTILE, live, startGeminiServer } from "../support/gemini-server.ts";
import { googleApiKey } from "../support/keys.ts";
import { candidateOf, HURRIED, never, verdictOn, verdictsOf } from "../support/verifying.ts";
import { verify } from "../../src/verify/verify.ts";

test("each distinct key is asked about once, whatever it was found as", async () => {
  const server = await startGeminiServer();
  const key = googleApiKey();
  const candidates = [
    candidateOf(key),
    candidateOf(key, "gemini-key-by-name"),
    candidateOf(key, "custom"),
    candidateOf(googleApiKey()),
  ];
  const { endpoint } = server;
  const verdicts = await verify(candidates, { ...HURRIED, endpoint }, never, () => {});
  expect(server.received).toHaveLength(2);
  expect([...verdicts.values()].map(({ reason }) => reason)).toEqual(Array(4).fill("listed"));
});

test("no more keys than wished are asked about at the same time", async () => {
  const server = await startGeminiServer(() => (response) => {
    const body = JSON.stringify({ models: [{ name: "models/x" }] });
    setTimeout(() => response.end(body), 20);
  });
  const keys = Array.from({ length: 20 }, googleApiKey);
  await verdictsOf(keys, { endpoint: server.endpoint, concurrency: 3 });
  expect(server.received).toHaveLength(20);
  expect(server.mostAtOnce()).toBe(3);
});

test("requests keep their pace", async () => {
  const server = await startGeminiServer();
  const keys = Array.from({ length: 11 }, googleApiKey);
  const begun = performance.now();
  await verdictsOf(keys, { endpoint: server.endpoint, requestsPerSecond: 50 });
  // Ten pauses of 20 ms; a slow machine only takes longer.
  expect(performance.now() - begun).toBeGreaterThan(150);
});

describe("what may be answered otherwise is asked again, and nothing else is", () => {
  const serverError = googleError(500, "INTERNAL", "An internal error has occurred.");
  const perMinute = quotaAnswer("GenerateRequestsPerMinutePerProjectPerModel", "0.001s");
  const table = [
    ["server error", serverError, 4],
    ["page of a server error", page(502), 4],
    ["page of too many requests", page(429), 4],
    ["quota of the minute", perMinute, 4],
    ["quota of the minute that is far from over", quotaAnswer("PerMinute", "41s"), 1],
    ["quota of the day", quotaAnswer("GenerateRequestsPerDay", "0.001s"), 1],
    ["invalid", googleError(400, "INVALID_ARGUMENT", "API key not valid."), 1],
    ["forbidden", googleError(403, "PERMISSION_DENIED", "No."), 1],
  ] as const;
  test.for(table)("%s", async ([, answer, requests]) => {
    const server = await startGeminiServer(() => answer);
    await verdictOn(googleApiKey(), { endpoint: server.endpoint });
    expect(server.received).toHaveLength(requests);
  });

  test("connection reset", async () => {
    const server = await startGeminiServer(() => HOSTILE.reset);
    await verdictOn(googleApiKey(), { endpoint: server.endpoint });
    expect(server.received).toHaveLength(4);
  });

  test("a quota that is free again after the time it asks for", async () => {
    let times = 0;
    const server = await startGeminiServer(
      live({
        generate: () => ((times += 1) < 3 ? perMinute : { status: 200, body: { candidates: [] } }),
      }),
    );
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, generate: true });
    expect(verdict?.reason).toBe("generates");
  });
});

describe("an interruption ends it with what is known", () => {
  test("keys not asked about yet are unknown, and are not asked about", async () => {
    const controller = new AbortController();
    const server = await startGeminiServer();
    const keys = Array.from({ length: 20 }, googleApiKey);
    const last = keys[4] ?? "";
    server.answer(last, () => {
      controller.abort();
      return HOSTILE.hanging;
    });
    const { endpoint } = server;
    const verdicts = await verdictsOf(keys, { endpoint, concurrency: 1 }, controller.signal);
    const reasons = verdicts.map((verdict) => verdict?.reason);
    expect(reasons.slice(0, 4)).toEqual(Array(4).fill("listed"));
    expect(reasons.slice(4)).toEqual(Array(16).fill("interrupted"));
    expect(server.received).toHaveLength(5);
  });

  test("a key that is known to be live stays so", async () => {
    const controller = new AbortController();
    const server = await startGeminiServer(
      live({
        generate: () => {
          controller.abort();
          return HOSTILE.hanging;
        },
      }),
    );
    const options = { endpoint: server.endpoint, generate: true };
    const [verdict] = await verdictsOf([googleApiKey()], options, controller.signal);
    expect(verdict).toMatchObject({ status: "live", reason: "listed" });
  });

  test("a wait for another try ends", async () => {
    const controller = new AbortController();
    const server = await startGeminiServer(() => {
      setTimeout(() => controller.abort(), 20);
      return page(503);
    });
    const options = { endpoint: server.endpoint, backoff: 10_000_000 };
    const [verdict] = await verdictsOf([googleApiKey()], options, controller.signal);
    expect(verdict).toMatchObject({ status: "unknown", reason: "server-error" });
  });

  test("nothing is sent when it came before", async () => {
    const server = await startGeminiServer();
    const { endpoint } = server;
    const [verdict] = await verdictsOf([googleApiKey()], { endpoint }, AbortSignal.abort());
    expect(verdict?.reason).toBe("interrupted");
    expect(server.received).toEqual([]);
  });
});

test("progress counts keys", async () => {
  const server = await startGeminiServer();
  const seen: (readonly unknown[])[] = [];
  const candidates = [googleApiKey(), googleApiKey()].map((key) => candidateOf(key));
  const options = { ...HURRIED, endpoint: server.endpoint };
  await verify(candidates, options, never, (...told) => seen.push(told));
  expect(seen).toEqual([
    ["keys", 1, 2],
    ["keys", 2, 2],
  ]);
});

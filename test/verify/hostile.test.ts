import { describe, expect, test } from "vitest";
import { verdictOf } from "../../src/verify/outcome.ts";
import { verify } from "../../src/verify/verify.ts";
import { denied, page } from "../support/gemini-answers.ts";
import {
  type Behaviour,
  HOSTILE,
  live,
  redirect,
  startGeminiServer,
} from "../support/gemini-server.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { candidateOf, HURRIED, never, verdictOn, verdictsOf } from "../support/verifying.ts";

describe("a server that is broken or means harm proves nothing", () => {
  const table: readonly [behaviour: keyof typeof HOSTILE, reason: string][] = [
    ["reset", "unknown/network"],
    ["truncated", "unknown/network"],
    ["endless", "unknown/unexpected-answer"],
    ["gzipBomb", "unknown/unexpected-answer"],
    ["notJson", "unknown/unexpected-answer"],
    ["portal", "unknown/unexpected-answer"],
    ["nothing", "unknown/unexpected-answer"],
  ];
  test.for(table)("%s: %s", async ([behaviour, outcome]) => {
    const server = await startGeminiServer(() => HOSTILE[behaviour]);
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint });
    expect(`${verdict?.status}/${verdict?.reason}`).toBe(outcome);
  });

  test("no answer in time", async () => {
    const server = await startGeminiServer(() => HOSTILE.hanging);
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, timeout: 50 });
    expect(verdict).toEqual(verdictOf("unknown/timeout"));
  });

  test("an answer that never ends, drop by drop", async () => {
    const server = await startGeminiServer(() => (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drops = setInterval(() => response.write(" "), 5);
      response.once("close", () => clearInterval(drops));
    });
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, timeout: 200 });
    expect(verdict).toEqual(verdictOf("unknown/timeout"));
  });

  const answers: readonly [title: string, answer: ReturnType<Behaviour>, outcome: string][] = [
    ["models that are none", { status: 200, body: { models: "x" } }, "unknown/unexpected-answer"],
    [
      "members that are null",
      { status: 200, body: { models: [null] } },
      "unknown/unexpected-answer",
    ],
    ["an empty object", { status: 200, body: {} }, "unknown/unexpected-answer"],
    ["null", { status: 200, body: null }, "unknown/unexpected-answer"],
    [
      "an error that is a text",
      { status: 403, body: { error: "no" } },
      "unknown/unexpected-answer",
    ],
    [
      "details that are a text",
      { status: 400, body: { error: { message: "x", details: "y" } } },
      "unknown/unexpected-answer",
    ],
    ["a page that forbids", page(403), "unknown/unexpected-answer"],
    ["a page that asks for a login", page(401), "unknown/unexpected-answer"],
    ["an unknown number", { status: 799, body: {} }, "unknown/unexpected-answer"],
    ["what is said to be unchanged", { status: 304, body: "" }, "unknown/unexpected-answer"],
    [
      "deep nesting",
      {
        status: 400,
        body: `{"error":{"message":"x","details":${"[".repeat(1e5)}${"]".repeat(1e5)}}}`,
      },
      "unknown/unexpected-answer",
    ],
  ];
  test.for(answers)("%s", async ([, answer, outcome]) => {
    const server = await startGeminiServer(() => answer);
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint });
    expect(`${verdict?.status}/${verdict?.reason}`).toBe(outcome);
  });
});

test("an error may be wrapped in an array", async () => {
  const error = { code: 400, message: "API key not valid.", status: "INVALID_ARGUMENT" };
  const server = await startGeminiServer(() => ({ status: 400, body: [{ error }] }));
  const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint });
  expect(verdict).toEqual(verdictOf("dead/invalid"));
});

test("a redirect is not followed and does not carry the key", async () => {
  const elsewhere = await startGeminiServer();
  const server = await startGeminiServer(() => redirect(`${elsewhere.endpoint}/v1beta/models`));
  const { endpoint } = server;
  const verdict = await verdictOn(googleApiKey(), { endpoint, generate: true, reach: true });
  expect(verdict).toEqual(verdictOf("unknown/redirected"));
  expect(server.received).toHaveLength(1);
  expect(elsewhere.received).toEqual([]);
});

test("nothing that a server says gets into a verdict", async () => {
  const [key, said] = [geminiAuthKey(), "SAID-BY-THE-SERVER"];
  const words = `${said} ${key} project ${key} 203.0.113.7`;
  const errors = [400, 401, 403, 404, 429, 500].map((status) => ({
    status,
    body: {
      error: {
        code: said,
        message: words,
        status: said,
        details: [
          { reason: said, metadata: { consumer: `projects/${key}`, containerInfo: words } },
          { retryDelay: said, violations: [{ quotaId: said, quotaValue: key }] },
        ],
      },
    },
  }));
  const lists = [{ status: 200, body: { models: [{ name: `models/${key}` }, { name: said }] } }];
  for (const answer of [...errors, ...lists]) {
    const server = await startGeminiServer(() => answer);
    const { endpoint } = server;
    const verdict = await verdictOn(key, { endpoint, generate: true, reach: true });
    expect(JSON.stringify(verdict)).not.toMatch(new RegExp(`${said}|${key}|203`));
  }
});

test("a key that could be a model's name or a project's number is not taken for one", async () => {
  const keys = ["a1b2c3d4e5f6g7h8", "1234567890123456"];
  for (const key of keys) {
    const server = await startGeminiServer(
      live({
        models: () => ({
          status: 200,
          body: {
            models: [
              {
                name: `models/gemini-${key}-flash`,
                supportedGenerationMethods: ["generateContent"],
              },
            ],
          },
        }),
      }),
    );
    const { endpoint } = server;
    const options = { ...HURRIED, endpoint, generate: true };
    const candidate = candidateOf(key, "gemini-key-by-name");
    const verdicts = await verify([candidate], options, never, () => {});
    expect([...verdicts.values()]).toEqual([verdictOf("live/listed")]);
    expect(server.received.map(({ path }) => path).join()).not.toContain(key);

    server.answer(key, () =>
      denied("x", { reason: "SERVICE_DISABLED", metadata: { consumer: `projects/${key}` } }),
    );
    const refused = await verify([candidate], options, never, () => {});
    expect([...refused.values()]).toEqual([verdictOf("no-gemini/api-not-enabled")]);
  }
});

test("a key that is named as the next page stays out of addresses", async () => {
  const keys = [geminiAuthKey(), googleApiKey()];
  for (const key of keys) {
    const server = await startGeminiServer(
      live({
        count: () => ({
          status: 200,
          body: {
            files: [{}],
            cachedContents: [{}],
            fileSearchStores: [{}],
            tunedModels: [{}],
            nextPageToken: key,
          },
        }),
      }),
    );
    const verdict = await verdictOn(key, { endpoint: server.endpoint, reach: true });
    const one = { count: 1, more: true };
    expect(verdict?.reach).toEqual({
      files: one,
      cachedContents: one,
      fileSearchStores: one,
      tunedModels: one,
    });
    expect(server.received.map(({ query }) => String(query)).join()).not.toContain(key);
  }
});

test("without a network the first few keys tell for all, and none is called dead", async () => {
  const server = await startGeminiServer(() => HOSTILE.reset);
  const keys = Array.from({ length: 50 }, googleApiKey);
  const verdicts = await verdictsOf(keys, { endpoint: server.endpoint });
  expect(new Set(verdicts.map((verdict) => verdict?.reason))).toEqual(new Set(["network"]));
  expect(server.received.length).toBeLessThanOrEqual(4 * 4);
});

test("when the network ends midway, the keys after the next few need not wait either", async () => {
  let answers = 0;
  const ok = live();
  const server = await startGeminiServer((request) =>
    (answers += 1) <= 10 ? ok(request) : HOSTILE.hanging,
  );
  const keys = Array.from({ length: 60 }, googleApiKey);
  const verdicts = await verdictsOf(keys, { endpoint: server.endpoint, timeout: 100 });
  const reasons = verdicts.map((verdict) => verdict?.reason);
  expect(reasons.filter((reason) => reason === "listed")).toHaveLength(10);
  expect(reasons.filter((reason) => reason === "timeout")).toHaveLength(50);
  // Eight are lost, and by then three more may be on their way.
  expect(server.received.length).toBeLessThanOrEqual(10 + (8 + 3) * 4);
});

test("one key that the server hangs up on does not stop the others", async () => {
  const server = await startGeminiServer();
  const keys = Array.from({ length: 10 }, googleApiKey);
  server.answer(keys[3] ?? "", () => HOSTILE.reset);
  const verdicts = await verdictsOf(keys, { endpoint: server.endpoint, concurrency: 1 });
  const reasons = verdicts.map((verdict) => verdict?.reason);
  expect(reasons.filter((reason) => reason === "listed")).toHaveLength(9);
  expect(reasons[3]).toBe("network");
});

test("a page is answered to too many requests of this address, and retried", async () => {
  let times = 0;
  const server = await startGeminiServer(
    live({
      list: () =>
        (times += 1) < 3 ? page(429) : { status: 200, body: { models: [{ name: "models/x" }] } },
    }),
  );
  const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint });
  expect(verdict).toEqual(verdictOf("live/listed"));
});

import { describe, expect, test } from "vitest";
import { denied, googleError } from "../support/gemini-answers.ts";
import { CATALOGUE } from "../support/gemini-catalogue.ts";
import {
  type Behaviour,
  HOSTILE,
  live,
  questionOf,
  type Received,
  startGeminiServer,
} from "../support/gemini-server.ts";
import { googleApiKey } from "../support/keys.ts";
import { verdictOn } from "../support/verifying.ts";

const RETIRED = googleError(404, "NOT_FOUND", "This model is no longer available to new users.");

function modelOf({ path }: Received): string | undefined {
  return /models\/(.*):generateContent$/.exec(path)?.[1];
}

describe("without more flags", () => {
  test("one request that costs nothing", async () => {
    const server = await startGeminiServer();
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint });
    expect(verdict).toMatchObject({ reason: "listed", model: undefined, reach: undefined });
    const [request] = server.received;
    expect(server.received).toHaveLength(1);
    expect(`${request?.method} ${request?.path}?${request?.query.toString()}`).toBe(
      "GET /v1beta/models?pageSize=1",
    );
  });
});

describe("generate", () => {
  test("asks the cheapest model of the list for one token", async () => {
    const server = await startGeminiServer();
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, generate: true });
    expect(verdict).toMatchObject({ reason: "generates", model: "gemini-3.1-flash-lite" });
    const generation = server.received.at(-1);
    expect(generation && modelOf(generation)).toBe("gemini-3.1-flash-lite");
    expect(JSON.parse(generation?.body ?? "")).toEqual({
      contents: [{ parts: [{ text: "." }], role: "user" }],
      generationConfig: { maxOutputTokens: 1 },
    });
  });

  test("asks the model that was named, and no list for it", async () => {
    const server = await startGeminiServer();
    const options = { endpoint: server.endpoint, generate: true, model: "gemini-3.8-flash" };
    const verdict = await verdictOn(googleApiKey(), options);
    expect(verdict?.model).toBe("gemini-3.8-flash");
    expect(server.received.map(questionOf)).toEqual(["list", "generate"]);
  });

  test("asks the next one of the list when a model is gone", async () => {
    const gone = "gemini-3.1-flash-lite";
    const server = await startGeminiServer(
      live({
        generate: (request) =>
          modelOf(request) === gone ? RETIRED : { status: 200, body: { candidates: [] } },
      }),
    );
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, generate: true });
    expect(verdict).toMatchObject({ reason: "generates", model: "gemini-3.5-flash-lite" });
  });

  const after: readonly [title: string, answer: ReturnType<Behaviour>, verdict: string][] = [
    ["reported as leaked", denied("Your API key was reported as leaked."), "blocked-leaked"],
    ["suspended", denied("x", { reason: "CONSUMER_SUSPENDED" }), "suspended"],
    ["not allowed this method", denied("x", { reason: "API_KEY_SERVICE_BLOCKED" }), "live"],
    ["server error", googleError(500, "INTERNAL", "x"), "live"],
    ["no answer", HOSTILE.reset, "live"],
    ["location", googleError(400, "FAILED_PRECONDITION", "User location is not supported"), "live"],
    ["invalid meanwhile", googleError(400, "x", "x", { reason: "API_KEY_INVALID" }), "dead"],
  ];
  test.for(after)("refines what the list said: %s", async ([, answer, status]) => {
    const server = await startGeminiServer(live({ generate: () => answer }));
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, generate: true });
    expect(verdict?.status).toBe(status);
    if (status === "live") expect(verdict?.reason).toBe("listed");
  });

  test("is not asked for of a key that the list refuses", async () => {
    const refused = CATALOGUE.filter(
      ({ to, outcome }) => to === "list" && outcome.startsWith("dead"),
    );
    for (const { answer, key } of refused) {
      const value = key();
      const server = await startGeminiServer(() => answer(value));
      await verdictOn(value, { endpoint: server.endpoint, generate: true, reach: true });
      expect(server.received).toHaveLength(1);
    }
  });

  test("is asked for of a key that may not list: it can be allowed to generate and nothing else", async () => {
    const blocked = denied("x", { reason: "API_KEY_SERVICE_BLOCKED" });
    const server = await startGeminiServer(live({ list: () => blocked }));
    const { endpoint } = server;
    const verdict = await verdictOn(googleApiKey(), { endpoint, generate: true, reach: true });
    expect(verdict).toMatchObject({ reason: "generates", model: "gemini-flash-lite-latest" });

    const closed = await startGeminiServer(() => blocked);
    const options = { endpoint: closed.endpoint, generate: true };
    expect((await verdictOn(googleApiKey(), options))?.reason).toBe("api-blocked");
  });

  test("is not done with a list without a model for text", async () => {
    const models = [{ name: "models/gemini-embedding-001" }];
    const server = await startGeminiServer(
      live({ models: () => ({ status: 200, body: { models } }) }),
    );
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, generate: true });
    expect(verdict).toMatchObject({ reason: "listed", model: undefined });
  });
});

describe("reach", () => {
  const things = (count: number): readonly unknown[] =>
    Array.from({ length: count }, (_, index) => ({ name: `secret-name-${index}` }));
  const lists: Readonly<Record<string, string>> = {
    "/v1beta/files": "files",
    "/v1beta/cachedContents": "cachedContents",
    "/v1beta/fileSearchStores": "fileSearchStores",
    "/v1beta/tunedModels": "tunedModels",
  };

  test("counts what a thief would see, over several pages", async () => {
    const server = await startGeminiServer(
      live({
        count: ({ path, query }) => {
          const list = lists[path] ?? "";
          if (list === "cachedContents") return { status: 200, body: {} };
          const isLast = query.get("pageToken") === "second";
          const more = isLast ? {} : { nextPageToken: "second" };
          return { status: 200, body: { [list]: things(isLast ? 2 : 20), ...more } };
        },
      }),
    );
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, reach: true });
    const both = { count: 22, more: false };
    expect(verdict?.reach).toEqual({
      files: both,
      cachedContents: { count: 0, more: false },
      fileSearchStores: both,
      tunedModels: both,
    });
    expect(JSON.stringify(verdict)).not.toContain("secret-name");
  });

  test("begins a list at its first page, however far the one before was read", async () => {
    const server = await startGeminiServer(
      live({
        count: ({ path, query }) => {
          const list = lists[path] ?? "";
          const token = query.get("pageToken");
          if (token !== null && token !== `more ${list}`) return denied("Not of this list.");
          return { status: 200, body: { [list]: things(1), nextPageToken: `more ${list}` } };
        },
      }),
    );
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, reach: true });
    const many = { count: 10, more: true };
    expect(verdict?.reach).toEqual(
      Object.fromEntries(Object.values(lists).map((list) => [list, many])),
    );
  });

  test("stops counting, and says that there is more", async () => {
    const server = await startGeminiServer(
      live({
        count: ({ path }) => ({
          status: 200,
          body: { [lists[path] ?? ""]: things(3), nextPageToken: "again" },
        }),
      }),
    );
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, reach: true });
    const many = { count: 30, more: true };
    expect(verdict?.reach).toEqual(
      Object.fromEntries(Object.values(lists).map((list) => [list, many])),
    );
  });

  test("does not know what it was not told", async () => {
    const server = await startGeminiServer(
      live({
        count: ({ path }) => {
          if (path.endsWith("/files")) return denied("No.");
          if (path.endsWith("/cachedContents")) return HOSTILE.notJson;
          if (path.endsWith("/tunedModels")) return googleError(404, "NOT_FOUND", "Gone.");
          return { status: 200, body: { fileSearchStores: "many" } };
        },
      }),
    );
    const verdict = await verdictOn(googleApiKey(), { endpoint: server.endpoint, reach: true });
    expect(verdict).toMatchObject({ status: "live", reason: "listed" });
    expect(verdict?.reach).toEqual({
      files: undefined,
      cachedContents: undefined,
      fileSearchStores: undefined,
      tunedModels: undefined,
    });
  });
});

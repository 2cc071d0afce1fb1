import { describe, expect, test } from "vitest";
import { verdictOf } from "../../src/verify/outcome.ts";
import { CATALOGUE } from "../support/gemini-catalogue.ts";
import { live, startGeminiServer } from "../support/gemini-server.ts";
import { verdictOn } from "../support/verifying.ts";

describe("every row of the catalogue of errors has its verdict", () => {
  test.for(CATALOGUE)("$row: $title → $outcome", async ({ key, to, answer, outcome, project }) => {
    const value = key();
    const server = await startGeminiServer();
    server.answer(value, live({ [to]: () => answer(value) }));

    const generate = to === "generate";
    const verdict = await verdictOn(value, { endpoint: server.endpoint, generate });

    const model: unknown = generate ? expect.stringMatching(/^gemini-/) : undefined;
    expect(verdict).toEqual({ ...verdictOf(outcome, { project }), model });
  });
});

test("the key is in its header alone", async () => {
  const server = await startGeminiServer();
  const [{ key }] = CATALOGUE as [(typeof CATALOGUE)[number]];
  const value = key();
  await verdictOn(value, { endpoint: server.endpoint, generate: true, reach: true });

  expect(server.received.length).toBeGreaterThan(5);
  for (const { headers, path, query, body } of server.received) {
    const { "x-goog-api-key": sent, ...others } = headers;
    expect(sent).toBe(value);
    expect(JSON.stringify([others, path, [...query], body])).not.toContain(value);
    expect(others.authorization).toBeUndefined();
  }
});

import { describe, expect, test } from "vitest";
import type { Credential } from "../../src/finding.ts";
import { verify } from "../../src/verify/verify.ts";
import { startGeminiServer } from "../support/gemini-server.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { candidateOf, HURRIED, never } from "../support/verifying.ts";

describe("what is not a key for a header is never sent", () => {
  const table: readonly [credential: Credential, value: string, reason: string][] = [
    ["google-api-key", googleApiKey(), "listed"],
    ["gemini-auth-key", geminiAuthKey(), "listed"],
    ["gemini-auth-key", `I${geminiAuthKey().slice(1)}`, "listed"],
    ["gemini-key-by-name", "a1B2.c3D4_e5F6-g7H8", "listed"],
    ["google-api-key", `${googleApiKey()}\n`, "not-sendable"],
    ["google-api-key", `${googleApiKey().slice(0, -1)}é`, "not-sendable"],
    ["google-api-key", "AIza", "not-sendable"],
    ["gemini-auth-key", `${geminiAuthKey()}\r\nhost: evil`, "not-sendable"],
    ["gemini-key-by-name", "with a blank in it", "not-sendable"],
    ["gemini-key-by-name", "short", "not-sendable"],
    ["gemini-key-by-name", "x".repeat(201), "not-sendable"],
    ["gemini-ephemeral-token", "auth_tokens/abcdefghijklmnopqrstuvwxyz", "not-checkable"],
    ["service-account-key", "MIIEvQIBADANBg", "not-checkable"],
    ["authorized-user", "1//0abcdefghijklmnopqrstuvwxyz", "not-checkable"],
    ["oauth-client-secret", "GOCSPX-x", "not-checkable"],
    ["oauth-refresh-token", "1//0abc", "not-checkable"],
    ["oauth-access-token", "ya29.abcdefghijklmnopqrst", "not-checkable"],
    ["custom", "abcdefghijklmnopqrstuvwxyz", "not-checkable"],
  ];
  test.for(table)("%s %s: %s", async ([credential, value, reason]) => {
    const server = await startGeminiServer();
    const candidate = candidateOf(value, credential);
    const options = { ...HURRIED, endpoint: server.endpoint };
    const verdicts = await verify([candidate], options, never, () => {});
    expect(verdicts.get(candidate.fingerprint)?.reason).toBe(reason);
    expect(server.received).toHaveLength(reason === "listed" ? 1 : 0);
  });

  test("a known public key, even when it was found as something else, too", async () => {
    const server = await startGeminiServer();
    const key = googleApiKey();
    const candidates = [
      { ...candidateOf(key), knownPublic: "YouTube web client" },
      candidateOf(key, "gemini-key-by-name"),
    ];
    const options = { ...HURRIED, endpoint: server.endpoint };
    const verdicts = await verify(candidates, options, never, () => {});
    expect([...verdicts.values()].map(({ reason }) => reason)).toEqual([
      "not-checkable",
      "not-checkable",
    ]);
    expect(server.received).toEqual([]);
  });
});

test("the price is told before anything is sent, for those that are asked", async () => {
  const server = await startGeminiServer();
  const prices: unknown[] = [];
  const onPrice = (price: unknown): void => {
    prices.push([price, server.received.length]);
  };
  const candidates = [candidateOf(googleApiKey()), candidateOf("x", "custom")];
  const options = { ...HURRIED, endpoint: server.endpoint, onPrice };
  await verify(candidates, { ...options, generate: true }, never, () => {});
  expect(prices).toEqual([[{ keys: 1, model: undefined, dollars: 0.0003, known: false }, 0]]);
  await verify(candidates, options, never, () => {});
  expect(prices).toHaveLength(1);
});

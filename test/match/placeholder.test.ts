import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { entropy, isPlaceholder, looksRandom } from "../../src/match/placeholder.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";

test.for([
  ["repeats", (key: string) => key.slice(0, 20) + "A".repeat(19)],
  ["counts up", (key: string) => `${key.slice(0, 30)}123456789`],
  ["counts down", (key: string) => `${key.slice(0, 30)}987654321`],
  ["has little variety", (key: string) => key.slice(0, 7) + "aB3".repeat(10)],
  ["says dummy in capitals", (key: string) => key.slice(0, 10) + "DUMMYKEY" + key.slice(18)],
  ["says example", (key: string) => key.slice(0, 10) + "example" + key.slice(17)],
  ["says your key", (key: string) => key.slice(0, 10) + "YOUR_KEY" + key.slice(18)],
] as const)("a well-formed value that %s is made up", ([, spoil]) => {
  expect(isPlaceholder(spoil(googleApiKey()), true, 4)).toBe(true);
});

test("short words speak against malformed values only", () => {
  const value = `${googleApiKey().slice(0, 20)}Test${googleApiKey().slice(24)}`;
  expect(isPlaceholder(value, true, 4)).toBe(false);
  expect(isPlaceholder(value, false, 4)).toBe(true);
});

test("keys drawn at random are practically never dropped", () => {
  const dropped = Array.from({ length: 20_000 }, () => [googleApiKey(), geminiAuthKey()])
    .flat()
    .filter((key) => isPlaceholder(key, true, 4));
  expect(dropped.length).toBeLessThan(3);
});

test.for([
  "YOUR_GEMINI_API_KEY_2",
  "gemini-2.5-flash-lite-preview-06-17",
  "process.env.GEMINI_API_KEY_2",
  "/home/user2/project/credentials.json",
  "123e4567-e89b-12d3-a456-426614174000",
  "EventMetadataKey.GEMINI_CLI_API_V2",
  "insertYourSecretGeminiKeyHere1",
  "20240101120000000000",
  "no-digits-in-this-one",
  "2024-01-01T10:00:00Z-nightly",
  "readFileAsUtf8StringFromPath",
  "aaaa1111aaaa1111aaaa1111",
])("%s does not look random", (value) => {
  expect(looksRandom(value)).toBe(false);
});

test.for([
  ["base64url", () => randomBytes(32).toString("base64url")],
  ["base64", () => randomBytes(33).toString("base64")],
  ["base64url of 32 characters", () => randomBytes(24).toString("base64url")],
  ["hex with a mark behind it", () => `${randomBytes(20).toString("hex")}-Zz`],
  ["hex", () => randomBytes(20).toString("hex")],
  ["prefixed", () => `auth_tokens/${randomBytes(32).toString("hex")}`],
] as const)("%s looks random, but for a few in a thousand", ([, draw]) => {
  const recognised = Array.from({ length: 2000 }, () => looksRandom(draw())).filter(Boolean);
  expect(recognised.length).toBeGreaterThan(1970);
});

test("entropy is in bits per character", () => {
  expect(entropy("aaaa")).toBe(0);
  expect(entropy("abcd")).toBe(2);
});

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { fingerprintOf } from "../../src/findings/fingerprint.ts";
import { isUnguessable } from "../../src/findings/unguessable.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("a random value has the SHA-256 of family and value", () => {
  const value = googleApiKey();
  expect(fingerprintOf("google-api-key", value)).toBe(sha256(`google-api-key:${value}`));
});

test("a value that could be guessed is hashed slowly, the same each time", () => {
  const value = "winter-2024";
  expect(fingerprintOf("by-name", value)).not.toBe(sha256(`by-name:${value}`));
  expect(fingerprintOf("by-name", value)).toMatchInlineSnapshot(
    `"d0bb8c84d83e129d81a03b540f268f98bc8b840d01d3d71758d1d39a50e83a86"`,
  );
  expect(fingerprintOf("other", value)).not.toBe(fingerprintOf("by-name", value));
});

test.for<[string, string, boolean]>([
  ["API key", googleApiKey(), true],
  ["auth key", geminiAuthKey(), true],
  ["128 bits of hexadecimal", "9f86d081884c7d659a2feaa0c55ad015", true],
  ["client secret without a digit", `GOCSPX-${"abcdefghijklmnopqrstuvwxyzAB"}`, true],
  ["256 bits of unknown format", createHash("sha256").update("x").digest("base64url"), true],
  ["UUID", "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d", true],
  ["sentence with a year", "my-favourite-gemini-password-of-2024", false],
  ["repeated word", "hunter2hunter2hunter2hunter2hunter2", false],
  ["31 characters of a key", googleApiKey().slice(0, 31), false],
])("%s", ([, value, expected]) => {
  expect(isUnguessable(value)).toBe(expected);
});

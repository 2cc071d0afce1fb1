import { expect, test } from "vitest";
import { keyIdOf, previewOf } from "../../src/findings/preview.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";

const apiKey = googleApiKey();
const authKey = geminiAuthKey();
const letters = "abcdefghijklmnopqrstuvwx";

test.for<[string, string, string, string | undefined]>([
  ["API key", apiKey, `AIzaSy…${apiKey.slice(-4)}`, apiKey.slice(-4)],
  ["auth key", authKey, `AQ.Ab8R…${authKey.slice(-4)}`, authKey.slice(-4)],
  ["client secret", `GOCSPX-${letters}`, "GOCSPX-…uvwx", "uvwx"],
  ["access token", `ya29.${letters}`, "ya29.…uvwx", "uvwx"],
  ["refresh token", `1//${letters}`, "1//…uvwx", "uvwx"],
  ["ephemeral token", `auth_tokens/${letters}`, "auth_tokens/…uvwx", "uvwx"],
  ["value of unknown format", letters, "…uvwx", "uvwx"],
  ["nineteen characters", letters.slice(0, 19), "…", undefined],
  ["short value behind a public prefix", "GOCSPX-short", "GOCSPX-…", undefined],
  ["body of a private key", `${letters}==`, "…uvwx", "uvwx"],
  [
    "private key",
    `-----BEGIN PRIVATE KEY-----\n${letters}\n-----END PRIVATE KEY-----\n`,
    "…uvwx",
    "uvwx",
  ],
  [
    "escaped private key",
    `-----BEGIN RSA PRIVATE KEY-----\\n${letters}\\n-----END RSA PRIVATE KEY-----\\n`,
    "…uvwx",
    "uvwx",
  ],
  [
    "user credentials",
    `{"refresh_token": "1//${letters}", "type": "authorized_user"}`,
    "1//…uvwx",
    "uvwx",
  ],
  ["emoji", "🔑".repeat(24), "…🔑🔑🔑🔑", "🔑🔑🔑🔑"],
  ["nothing", "", "…", undefined],
])("%s", ([, value, preview, keyId]) => {
  expect([previewOf(value), keyIdOf(value)]).toEqual([preview, keyId]);
});

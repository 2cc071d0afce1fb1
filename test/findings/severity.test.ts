import { expect, test } from "vitest";
import { type SeverityFacts, severityOf } from "../../src/findings/severity.ts";

const facts: SeverityFacts = {
  credential: "google-api-key",
  usage: "unknown",
  confidence: "high",
  wellFormed: true,
  knownPublic: undefined,
  shipped: false,
  looksRandom: true,
};
const malformed = { wellFormed: false, confidence: "low" } as const;
const shipped = { shipped: true } as const;
const formless = { wellFormed: undefined } as const;

test.for<[Partial<SeverityFacts>, string]>([
  [{ credential: "gemini-auth-key" }, "critical: opens-gemini"],
  [{ credential: "gemini-auth-key", confidence: "medium" }, "critical: opens-gemini"],
  [{ credential: "gemini-auth-key", ...malformed }, "medium: malformed, opens-gemini"],
  [
    { credential: "gemini-auth-key", ...formless, confidence: "low" },
    "medium: low-confidence, opens-gemini",
  ],
  [{ credential: "gemini-auth-key", ...shipped }, "critical: opens-gemini, shipped-to-visitors"],

  [{ usage: "gemini" }, "critical: opens-gemini"],
  [{ usage: "unknown" }, "high: may-open-gemini"],
  [{ usage: "maps" }, "medium: may-open-gemini"],
  [{ usage: "youtube" }, "medium: may-open-gemini"],
  [{ usage: "firebase" }, "low: firebase-public-by-design"],
  [{ usage: "gemini", ...malformed }, "medium: malformed, opens-gemini"],
  [{ usage: "unknown", ...malformed }, "low: malformed, may-open-gemini"],
  [{ usage: "maps", ...malformed }, "low: malformed, may-open-gemini"],
  [{ usage: "firebase", ...malformed }, "low: malformed, firebase-public-by-design"],
  [{ usage: "unknown", ...shipped }, "critical: may-open-gemini, shipped-to-visitors"],
  [{ usage: "maps", ...shipped }, "high: may-open-gemini, shipped-to-visitors"],
  [{ usage: "firebase", ...shipped }, "low: firebase-public-by-design"],
  [{ usage: "unknown", ...malformed, ...shipped }, "low: malformed, may-open-gemini"],
  [{ usage: "gemini", ...shipped, knownPublic: "demo" }, "info: known-public"],

  [{ credential: "gemini-key-by-name", ...formless, looksRandom: false }, "medium: unknown-format"],
  [
    { credential: "gemini-key-by-name", ...formless, confidence: "low", looksRandom: false },
    "medium: unknown-format",
  ],
  [{ credential: "gemini-key-by-name", ...formless }, "high: unknown-format, looks-random"],
  [
    { credential: "gemini-key-by-name", ...formless, ...shipped },
    "critical: unknown-format, looks-random, shipped-to-visitors",
  ],

  [{ credential: "service-account-key" }, "critical: cloud-identity"],
  [{ credential: "authorized-user", ...formless }, "high: cloud-identity"],
  [{ credential: "oauth-refresh-token", ...formless }, "high: cloud-identity, needs-client"],
  [{ credential: "oauth-client-secret", ...formless }, "medium: needs-client"],
  [{ credential: "oauth-access-token", ...formless }, "medium: cloud-identity, short-lived"],
  [{ credential: "gemini-ephemeral-token", ...formless }, "low: short-lived"],
  [
    { credential: "gemini-ephemeral-token", ...formless, ...shipped },
    "medium: short-lived, shipped-to-visitors",
  ],

  [{ credential: "custom", confidence: "low" }, "low: custom-rule"],
  [{ credential: "custom", confidence: "medium" }, "medium: custom-rule"],
  [
    { credential: "custom", confidence: "high", ...shipped },
    "critical: custom-rule, shipped-to-visitors",
  ],
])("%o is %s", ([given, expected]) => {
  const { severity, reasons } = severityOf({ ...facts, ...given });
  expect(`${severity}: ${reasons.join(", ")}`).toBe(expected);
});

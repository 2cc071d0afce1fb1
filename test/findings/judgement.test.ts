import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judge } from "../../src/findings/judgement.ts";
import type { SeverityVerdict } from "../../src/findings/severity.ts";
import { VERDICTS, type VerdictReason, type VerdictStatus } from "../../src/verdict.ts";

const gemini: SeverityVerdict = { severity: "critical", reasons: ["opens-gemini"] };
const shipped: SeverityVerdict = {
  severity: "critical",
  reasons: ["may-open-gemini", "shipped-to-visitors"],
};
const maps: SeverityVerdict = { severity: "medium", reasons: ["may-open-gemini"] };
const firebase: SeverityVerdict = { severity: "low", reasons: ["firebase-public-by-design"] };
const published: SeverityVerdict = { severity: "info", reasons: ["known-public"] };

function verdictFor(reason: VerdictReason): { status: VerdictStatus; reason: VerdictReason } {
  const statuses = Object.keys(VERDICTS) as VerdictStatus[];
  const status = statuses.find((one) => VERDICTS[one].some((known) => known === reason));
  if (status === undefined) throw new Error(`no status has ${reason}`);
  return { status, reason };
}

test.for<[string, SeverityVerdict, VerdictReason, string]>([
  [
    "a Firebase key that Gemini accepts",
    firebase,
    "listed",
    "critical: verdict-live, opens-gemini",
  ],
  ["a Maps key that generates", maps, "generates", "critical: verdict-live, opens-gemini"],
  ["a live key without quota", maps, "quota-spent", "critical: verdict-live, opens-gemini"],
  ["a live key without credit", gemini, "credit-spent", "critical: verdict-live, opens-gemini"],
  [
    "a live key that visitors download",
    shipped,
    "listed",
    "critical: verdict-live, opens-gemini, shipped-to-visitors",
  ],
  [
    "a published key that is accepted",
    published,
    "listed",
    "critical: verdict-live, opens-gemini, known-public",
  ],
  [
    "a restriction that anybody can get around",
    gemini,
    "referrer",
    "critical: verdict-restricted, opens-gemini",
  ],
  [
    "the same of a Firebase key",
    firebase,
    "referrer",
    "low: verdict-restricted, firebase-public-by-design",
  ],
  ["a restriction to addresses", gemini, "ip-address", "high: verdict-restricted, opens-gemini"],
  ["a key for other APIs", gemini, "api-blocked", "medium: verdict-no-gemini"],
  ["a Firebase key for Firebase only", firebase, "api-blocked", "low: verdict-no-gemini"],
  ["a key that is one click away", gemini, "api-not-enabled", "high: verdict-no-gemini"],
  ["a Maps key that is one click away", maps, "api-not-enabled", "medium: verdict-no-gemini"],
  [
    "a key refused for being unrestricted",
    gemini,
    "unrestricted-standard-key",
    "high: verdict-refused",
  ],
  [
    "an auth key that is refused",
    gemini,
    "unusable-auth-key",
    "critical: verdict-refused, opens-gemini",
  ],
  ["a key that Google has blocked", gemini, "reported-leaked", "high: verdict-blocked-leaked"],
  ["a suspended key", gemini, "consumer-suspended", "high: verdict-suspended"],
  ["a key whose account is off", gemini, "bound-account-disabled", "high: verdict-disabled"],
  ["a dead key", gemini, "invalid", "info: verdict-dead"],
  [
    "a dead key that visitors download",
    shipped,
    "expired",
    "info: verdict-dead, shipped-to-visitors",
  ],
])("%s", ([, base, reason, expected]) => {
  const { severity, reasons } = judge(base, verdictFor(reason));
  expect(`${severity}: ${reasons.join(", ")}`).toBe(expected);
});

test("docs/verify.md tells of every status and reason", () => {
  const docs = readFileSync(new URL("../../docs/verify.md", import.meta.url), "utf8");
  const table = docs.split("\n").filter((line) => line.startsWith("|"));
  for (const [status, reasons] of Object.entries(VERDICTS))
    for (const word of [status, ...reasons]) expect(table.join("\n")).toContain(`\`${word}\``);
});

test.for(VERDICTS.unknown)("unknown (%s) changes nothing", (reason) => {
  for (const base of [gemini, shipped, maps, firebase, published])
    expect(judge(base, { status: "unknown", reason })).toMatchObject(base);
});

test.for<[string, SeverityVerdict, VerdictReason | undefined, boolean]>([
  ["a leak", maps, undefined, true],
  ["a leak that is dead", gemini, "not-found", true],
  ["what is public by design", firebase, undefined, false],
  ["what is public by design and dead", firebase, "invalid", false],
  ["what is public by design and yet opens Gemini", firebase, "listed", true],
  ["what its owner published", published, undefined, false],
])("to scrub: %s", ([, base, reason, expected]) => {
  expect(judge(base, reason && verdictFor(reason)).mustScrub).toBe(expected);
});

import { createHash, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { compileMatcher } from "../../src/match/match.ts";
import { compileRule, type RuleData } from "../../src/match/rule.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { chunkOf, matches } from "../support/matching.ts";

const families = [
  { rule: "google-api-key", make: googleApiKey },
  { rule: "gemini-auth-key", make: geminiAuthKey },
] as const;

/** What stands left and right of a key, `K`, in files that leaked one. */
const contexts = [
  'k = "K"',
  "k = `K`",
  "K\n",
  "K",
  String.raw`"source": ["k = \"K\"\n"]`,
  "https://example.org/?key=K&alt=json",
  "%22K%22",
  "&quot;K&quot;",
  String.raw`\u0022K\u0022`,
  String.raw`\x22K\x22`,
  "<string>K</string>",
  "[K, 1]",
  "(K)",
  "[K]",
  "{K}",
  "It is K.",
  "K: the key",
  "|K|",
  "K#fragment",
  "/K/",
  "**K**",
  String.raw`"text": "line\nK"`,
  String.raw`"text": "column\tK"`,
  "\u001b[32mK\u001b[0m",
  String.raw`\u001b[0;32mK\u001b[0m`,
  "=3DK=20",
  String.raw`\042K`,
];

describe.for(families)("a well-formed $rule", ({ rule, make }) => {
  test.for(contexts)("is found in %s", (context) => {
    const key = make();
    const found = matches(context.replace("K", () => key));
    expect(found).toMatchObject([
      { ruleId: rule, value: key, wellFormed: true, confidence: "high" },
    ]);
    expect(found[0]?.position.column).toBe(context.indexOf("K") + 1);
  });

  test.for(["_K", "aK", "Ka", "x-K-y", "0K0", "<!--K-->"])(
    "is found, trusted less, in %s",
    (context) => {
      const key = make();
      const found = matches(context.replace("K", () => key));
      expect(found).toMatchObject([
        { ruleId: rule, value: key, wellFormed: true, confidence: "medium" },
      ]);
    },
  );

  test("is found once wherever it lies in a long line", () => {
    const keys = Array.from({ length: 4000 }, () => make());
    const found = matches(keys.map((key, index) => key + ",".repeat(1 + (index % 7))).join(""));
    expect(found.map(({ value }) => value)).toEqual(keys);
  });

  test("is found far from and amid anchors without number", () => {
    const key = make();
    const noise = "AIzaAQ.gemini GEMINI_API_KEY=".repeat(20_000);
    expect(matches(`${noise} "${key}" ${noise}`)).toMatchObject([
      { value: key, confidence: "high" },
    ]);
  });
});

describe("grading", () => {
  test("a key of the right shape and wrong structure is kept, and trusted little", () => {
    const key = googleApiKey().replace(/.$/, "B");
    expect(matches(`key: ${key}`)).toMatchObject([
      { value: key, wellFormed: false, confidence: "low" },
    ]);
  });

  test("a longer auth key counts in Gemini code only", () => {
    const key = `${geminiAuthKey()}a1B2c3`.replace("Ab8R", "Cd9S");
    expect(matches(`token: "${key}"`)).toEqual([]);
    expect(matches(`const gemini = { token: "${key}" }`)).toMatchObject([
      { ruleId: "gemini-auth-key", value: key, confidence: "low", usage: "gemini" },
    ]);
  });
});

describe("one place, one match", () => {
  test("the rule that knows the format wins over the name it is assigned to", () => {
    const key = googleApiKey();
    expect(matches(`GEMINI_API_KEY="${key}"`)).toMatchObject([
      { ruleId: "google-api-key", usage: "gemini" },
    ]);
  });

  test("a made-up key is not reported by its name instead", () => {
    expect(matches(`GEMINI_API_KEY="AIzaSyB${"x1".repeat(16)}"`)).toEqual([]);
  });

  test("a refresh token inside a user's credentials is reported as those", () => {
    const token = `1//0${geminiAuthKey().slice(3)}`;
    expect(matches(`{"refresh_token":"${token}","type":"authorized_user"}`)).toMatchObject([
      { ruleId: "authorized-user", value: token, confidence: "high" },
    ]);
  });

  test("a name that is itself read from a name leads to the value behind both", () => {
    const value = geminiAuthKey().slice(3);
    expect(
      matches(`const GEMINI_API_KEY = process.env.VITE_GEMINI_API_KEY || "${value}"`),
    ).toMatchObject([
      { ruleId: "gemini-key-by-name", value, assignedTo: "process.env.VITE_GEMINI_API_KEY" },
    ]);
  });
});

test("a value of unknown format names what it is assigned to", () => {
  const value = geminiAuthKey().slice(3);
  expect(matches(`export NEXT_PUBLIC_GEMINI_API_KEY=${value}`)).toMatchObject([
    {
      value,
      assignedTo: "NEXT_PUBLIC_GEMINI_API_KEY",
      credential: "gemini-key-by-name",
      usage: "gemini",
    },
  ]);
});

test("a service account key is one value however its lines are written", () => {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const json = JSON.stringify({ type: "service_account", private_key: privateKey });
  const layouts = [
    json,
    JSON.stringify(json),
    `service_account\n${privateKey}`,
    `service_account\n  ${privateKey.replaceAll("\n", "\r\n  ")}`,
  ];
  const values = layouts.map((layout) => matches(layout).map(({ value }) => value));
  const body = privateKey.replace(/-----[^-]+-----|\n/g, "");
  expect(values).toEqual(layouts.map(() => [body]));
});

test("a known public value says what it is", () => {
  const value = googleApiKey();
  const rule: RuleData = {
    id: "sample",
    title: "Sample",
    credential: "custom",
    family: "sample",
    anchors: ["AIza"],
    ignoreCase: false,
    encoded: [],
    patterns: [
      {
        pattern: "(?<key>AIza[\\w-]{35})",
        bounded: true,
        confidence: "high",
        requires: undefined,
        near: undefined,
        random: false,
      },
    ],
    wellFormed: undefined,
    minEntropy: undefined,
    multiline: false,
    fallback: false,
    usage: undefined,
    knownPublic: { [createHash("sha256").update(value).digest("hex")]: "sample of a manual" },
    examples: [],
    counterexamples: [],
    references: [],
  };
  const rules = [compileRule(rule)];
  expect(compileMatcher(rules)(chunkOf(value))).toMatchObject([
    { knownPublic: "sample of a manual" },
  ]);
  expect(compileMatcher(rules)(chunkOf(googleApiKey()))).toMatchObject([
    { knownPublic: undefined },
  ]);
});

test("letters that change length when lowered do not shift what is found", () => {
  const value = geminiAuthKey().slice(3);
  const text = `${"İ".repeat(5000)} GEMINI_API_KEY=${value}`;
  expect(matches(text)).toMatchObject([{ value, position: { column: text.indexOf(value) + 1 } }]);
});

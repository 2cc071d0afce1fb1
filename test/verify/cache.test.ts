import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { openCache } from "../../src/verify/cache.ts";
import { CATALOGUE } from "../support/gemini-catalogue.ts";
import { live, startGeminiServer } from "../support/gemini-server.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";
import { candidateOf, verdictOn } from "../support/verifying.ts";

test("what is final is asked once for all runs, everything else again", async () => {
  for (const { key, answer, to, outcome } of CATALOGUE) {
    const file = join(temporaryFolder(), "verdicts.json");
    const value = key();
    const server = await startGeminiServer();
    server.answer(value, live({ [to]: () => answer(value) }));
    const { endpoint } = server;

    const cache = await openCache(file, endpoint);
    const options = { endpoint, generate: to === "generate" };
    const first = await verdictOn(value, { ...options, cache });
    await cache.save();
    const requests = server.received.length;
    const second = await verdictOn(value, { ...options, cache: await openCache(file, endpoint) });

    const isFinal = /^(?:dead|blocked-leaked)\//.test(outcome);
    expect(second, outcome).toEqual({ ...first, cached: isFinal });
    expect(server.received.length > requests, outcome).toBe(!isFinal);
    expect(existsSync(file), outcome).toBe(isFinal);
  }
});

test("the file holds fingerprints and verdicts for its owner's eyes alone", async () => {
  const file = join(temporaryFolder(), "verdicts.json");
  const [key, other] = [googleApiKey(), googleApiKey()];
  const cache = await openCache(file, "https://x.example");
  const verdict = { model: undefined, reach: undefined, cached: false };
  const { fingerprint } = candidateOf(key);
  cache.set(fingerprint, { ...verdict, status: "dead", reason: "invalid", project: "42" });
  const live = { ...verdict, status: "live", reason: "listed", project: undefined } as const;
  cache.set(candidateOf(other).fingerprint, live);
  await cache.save();

  const text = readFileSync(file, "utf8");
  expect(JSON.parse(text)).toEqual({
    format: "gemsweep verdicts 1",
    endpoint: "https://x.example",
    verdicts: { [fingerprint]: { status: "dead", reason: "invalid", project: "42" } },
  });
  expect(text).not.toContain(key.slice(-4));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await openCache(file, "https://x.example")).get(fingerprint)).toEqual({
    ...verdict,
    status: "dead",
    reason: "invalid",
    project: "42",
    cached: true,
  });
});

describe("a file that is not what it should be is told, and left as it is", () => {
  const endpoint = "https://x.example";
  const whole = (verdicts: unknown): string =>
    JSON.stringify({ format: "gemsweep verdicts 1", endpoint, verdicts });
  const name = "0".repeat(64);
  const table: readonly [title: string, text: string, why: string][] = [
    ["empty", "", "does not hold verdicts"],
    ["half", whole({}).slice(0, -1), "does not hold verdicts"],
    ["another program's", '{"version":1}', "does not hold verdicts"],
    ["a list", "[]", "does not hold verdicts"],
    ["another endpoint's", whole({}).replace("x.example", "y.example"), "another endpoint"],
    [
      "a verdict that is none",
      whole({ [name]: { status: "dead", reason: "bored", project: null } }),
      "damaged",
    ],
    [
      "a reason of another status",
      whole({ [name]: { status: "dead", reason: "listed", project: null } }),
      "damaged",
    ],
    [
      "a verdict that passes",
      whole({ [name]: { status: "live", reason: "listed", project: null } }),
      "damaged",
    ],
    [
      "a project that is none",
      whole({ [name]: { status: "dead", reason: "invalid", project: "x" } }),
      "damaged",
    ],
    [
      "a name that is none",
      whole({ x: { status: "dead", reason: "invalid", project: null } }),
      "damaged",
    ],
  ];
  test.for(table)("%s", async ([, text, why]) => {
    const file = join(temporaryFolder({ "verdicts.json": text }), "verdicts.json");
    chmodSync(file, 0o600);
    await expect(openCache(file, endpoint)).rejects.toThrow(why);
    await expect(openCache(file, endpoint)).rejects.toThrow(UserError);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("links, folders and what others can write or read", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "verdicts.json");
    writeFileSync(file, whole({}), { mode: 0o600 });
    await expect(openCache(file, endpoint)).resolves.toBeDefined();
    for (const mode of [0o620, 0o602, 0o644]) {
      chmodSync(file, mode);
      await expect(openCache(file, endpoint)).rejects.toThrow("is not for its owner alone");
    }
    symlinkSync(file, join(folder, "link"));
    mkdirSync(join(folder, "folder"));
    for (const path of ["link", "folder"])
      await expect(openCache(join(folder, path), endpoint)).rejects.toThrow("is not a file");
  });

  test("a folder that is not there is told when it is to be written", async () => {
    const cache = await openCache(join(temporaryFolder(), "none", "verdicts.json"), endpoint);
    await expect(cache.save()).resolves.toBeUndefined();
    cache.set(name, {
      status: "dead",
      reason: "invalid",
      project: undefined,
      model: undefined,
      reach: undefined,
      cached: false,
    });
    await expect(cache.save()).rejects.toThrow(UserError);
  });
});

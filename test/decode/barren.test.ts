import { describe, expect, test } from "vitest";
import { decode } from "../../src/decode/decode.ts";
import { startPrefilter } from "../../src/kernel/prefilter.ts";
import { compileMatcher } from "../../src/match/match.ts";
import { loadRules } from "../../src/rules/load.ts";
import { documentOf } from "../support/decoding.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { seeded } from "../support/random.ts";

const { rules, prefilter, kernel } = await loadRules([]);
const { anchors, marks } = startPrefilter(prefilter, kernel).startExact(rules);
const matcher = compileMatcher(rules, marks);

/** What is found in content; members of archives, as which it is read at a depth of 1, are always read as text. */
function found(bytes: Buffer, depth: 0 | 1) {
  const { chunks, kind, problem, unread } = decode(documentOf(bytes), undefined, anchors, depth);
  const all = [...chunks];
  const matches = all
    .flatMap((chunk) => matcher(chunk))
    .map(({ value, position, bytes: place, decodings }) => ({ value, position, place, decodings }));
  return { matches, read: all.length > 0, kind, problem, unread };
}

const each = (key: string, encode: (code: number) => string) =>
  Array.from(key, (character) => encode(character.charCodeAt(0))).join("");
const hex = (code: number) => code.toString(16).padStart(2, "0");

const WRITTEN: readonly ((key: string) => string)[] = [
  (key) => key,
  (key) => Buffer.from(key).toString("base64"),
  (key) => Buffer.from(key).toString("hex"),
  (key) => Buffer.from(key, "utf16le").toString("latin1"),
  (key) => each(key, (code) => `\\x${hex(code)}`),
  (key) => `\\x${hex(key.charCodeAt(0))}${key.slice(1)}`,
  (key) => each(key, (code) => `%${hex(code)}`),
  (key) => each(key, (code) => `&#${code};`),
  (key) => `${key.slice(0, 5)}" + "${key.slice(5)}`,
  (key) => Buffer.from(each(key, (code) => `\\x${hex(code)}`)).toString("base64"),
];

/** What looks like a part of a hidden key and is none. */
const LOOKALIKES = [
  "lib\\x64\\Release",
  "\\x49\\x7a",
  "%41%49",
  "&#65;",
  "QUl6",
  "PK\x03\x04",
  "\x1f\x8b\x08",
];

describe("binary content", () => {
  test("is passed over only where reading it as text finds nothing", () => {
    const random = seeded(8);
    const outcomes = { "passed over": 0, read: 0, found: 0 };
    for (let round = 0; round < 150; round++) {
      const filler = Buffer.alloc(random.pick([50, 5000, 20_000, 70_000]), random.bytes(997));
      filler[0] = 0;
      const key = random.pick([googleApiKey, geminiAuthKey])();
      const parts: Buffer[] = [filler];
      for (let i = random.below(4); i > 0; i--) {
        const isKey = random.below(4) === 0;
        const text = isKey ? random.pick(WRITTEN)(key) : random.pick(LOOKALIKES);
        parts.push(
          Buffer.from(text, "latin1"),
          Buffer.alloc(random.pick([0, 3, 900, 9000, 40_000]), "\x01\x00"),
        );
      }
      const bytes = Buffer.concat(parts);
      const { read, ...now } = found(bytes, 0);
      const { read: always, ...before } = found(bytes, 1);
      expect(now).toEqual(before);
      expect(always).toBe(true);
      outcomes[now.matches.length > 0 ? "found" : read ? "read" : "passed over"]++;
    }
    expect(outcomes["passed over"]).toBeGreaterThan(30);
    expect(outcomes.found).toBeGreaterThan(20);
  });

  test("that is UTF-16 is read as text", () => {
    const bytes = Buffer.from(`name = "lib\\x64"\n`.repeat(20), "utf16le");
    expect(found(bytes, 0)).toEqual(found(bytes, 1));
  });
});

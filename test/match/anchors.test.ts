import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { literalsOf } from "../../src/match/anchor-forms.ts";
import { anchorForms } from "../../src/match/compile-forms.ts";
import { compileAnchors } from "../../src/match/anchors.ts";
import { anchors, forms } from "../support/decoding.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";

const rule = (changes: object) => ({
  id: "x",
  anchors: ["abc"],
  ignoreCase: false,
  encoded: [],
  ...changes,
});

const literals = literalsOf(forms);

/** What mayMatch is defined to be, in the plainest words. */
function someLiteralOccurs(bytes: Buffer): boolean {
  const text = bytes.toString("latin1");
  const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return literals.some(({ text: literal, ignoreCase }) =>
    ignoreCase ? folded.includes(literal.toLowerCase()) : text.includes(literal),
  );
}

describe("mayMatch", () => {
  test("is true exactly when some literal occurs", () => {
    const pieces = literals.map(({ text }) => text);
    const outcomes = { true: 0, false: 0 };
    for (let round = 0; round < 3000; round++) {
      const piece = pieces[round % pieces.length] ?? "";
      // Whole literals, literals with a character lost, and both in other cases.
      const start = round % 3 === 0 ? 1 : 0;
      const changed =
        round % 5 === 0 ? piece.toUpperCase() : round % 7 === 0 ? piece.toLowerCase() : piece;
      const text = `${randomBytes(9).toString("latin1")}${changed.slice(start)}${randomBytes(9).toString("latin1")}`;
      const bytes = Buffer.from(text, "latin1");
      const outcome = anchors.mayMatch(bytes);
      expect(outcome, JSON.stringify(text)).toBe(someLiteralOccurs(bytes));
      outcomes[`${outcome}`]++;
    }
    expect(outcomes.true).toBeGreaterThan(500);
    expect(outcomes.false).toBeGreaterThan(100);
  });

  test("sees literals that begin inside others", () => {
    const some = compileAnchors(anchorForms([rule({ anchors: ["abcabd", "bcabe", "cabx"] })]));
    expect(some.mayMatch(Buffer.from("abcabe"))).toBe(true);
    expect(some.mayMatch(Buffer.from("abcabx"))).toBe(true);
    expect(some.mayMatch(Buffer.from("abcabcabd"))).toBe(true);
    expect(some.mayMatch(Buffer.from("abcabcab"))).toBe(false);
    expect(some.mayMatch(Buffer.from(""))).toBe(false);
  });

  test("minds case unless the rule does not", () => {
    const some = compileAnchors(
      anchorForms([rule({ anchors: ["Abc"] }), rule({ anchors: ["xYz"], ignoreCase: true })]),
    );
    expect(some.mayMatch(Buffer.from("Abc"))).toBe(true);
    expect(some.mayMatch(Buffer.from("abc ABC"))).toBe(false);
    expect(some.mayMatch(Buffer.from("XyZ"))).toBe(true);
    expect(some.mayMatch(Buffer.from("@[`{"))).toBe(false);
  });

  test("lets ordinary text go by", () => {
    for (const text of [
      "const apiKey = process.env.API_KEY;",
      'let s = "a" + b + "c"; s += `${x}`;',
      "<p>caf&eacute; &#39;x&#39; &amp; &quot;y&quot;</p>",
      "https://example.com/?q=%E3%81%82%20b%2Fc",
      "\u001b[32mok\u001b[0m 12 passed",
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
      "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ]) {
      expect(anchors.mayMatch(Buffer.from(text)), text).toBe(false);
    }
  });
});

describe("literals", () => {
  test("have three bytes or more", () => {
    expect(literals.length).toBeGreaterThan(100);
    for (const { text } of literals) expect(text.length).toBeGreaterThanOrEqual(3);
  });

  test("are no shorter for it: an anchor too short to be rare is refused", () => {
    expect(() => compileAnchors(anchorForms([rule({ anchors: ["ab"] })]))).toThrow(
      /Rule x: .*three/,
    );
    expect(() => compileAnchors(anchorForms([rule({ anchors: ["äbc"] })]))).toThrow(/ASCII/);
    expect(() => compileAnchors(anchorForms([rule({ encoded: ["abcd"] })]))).toThrow(
      /Rule x: .*five/,
    );
  });

  test("may be none", () => {
    expect(compileAnchors(anchorForms([])).mayMatch(Buffer.from("anything"))).toBe(false);
  });
});

test("hits tell where plain and encoded anchors are", () => {
  const [one, two] = [googleApiKey(), geminiAuthKey()];
  const text = `${one} ${Buffer.from(two).toString("base64")}`;
  const found = [...anchors.hits(text)].map(({ offset, decoder }) => [offset, decoder?.decoding]);
  expect(found).toContainEqual([0, undefined]);
  expect(found).toContainEqual([one.length + 1, "base64"]);
});

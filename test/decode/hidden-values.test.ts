import { randomBytes, randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { anchors, decoded, placeOf, readings } from "../support/decoding.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";

const code = (character: string) => character.charCodeAt(0);
const hexOf = (character: string, width = 2) => code(character).toString(16).padStart(width, "0");
const each = (key: string, encode: (character: string) => string) =>
  key.split("").map(encode).join("");
const wrapped = (text: string, width: number, by: string) =>
  text.match(new RegExp(`.{1,${width}}`, "g"))?.join(by) ?? "";
const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");
const hex = (text: string) => Buffer.from(text, "latin1").toString("hex");
/** Encodes some characters, at least one of them. */
const partly = (key: string, encode: (character: string) => string) => {
  const always = randomInt(key.length);
  return key
    .split("")
    .map((character, i) => (i === always || randomInt(3) === 0 ? encode(character) : character))
    .join("");
};
/** Cuts the anchor once and the rest of the key once more. */
const cut = (key: string, joint: string) => {
  const first = 1 + randomInt(9);
  const second = 11 + randomInt(key.length - 12);
  return [key.slice(0, first), key.slice(first, second), key.slice(second)].join(joint);
};

type Encode = (key: string) => string;

/** How a key is written, and the decodings that must be told. The key begins where the text begins. */
const inPlace: [name: string, decodings: string[], encode: Encode][] = [
  ["base64", ["base64"], (key) => base64(key)],
  ["base64url without padding", ["base64"], (key) => Buffer.from(key).toString("base64url")],
  ["base64 with a line break behind the key", ["base64"], (key) => base64(`${key}\n`)],
  ["hex", ["hex"], (key) => hex(key)],
  ["upper case hex", ["hex"], (key) => hex(key).toUpperCase()],
  ["hex bytes apart", ["hex"], (key) => wrapped(hex(key), 2, " ")],
  ["hex bytes with colons", ["hex"], (key) => wrapped(hex(key), 2, ":")],
  ["percent", ["percent"], (key) => each(key, (c) => `%${hexOf(c).toUpperCase()}`)],
  ["percent in part", ["percent"], (key) => partly(key, (c) => `%${hexOf(c)}`)],
  ["\\x", ["js-escape"], (key) => each(key, (c) => `\\x${hexOf(c)}`)],
  ["\\x in part", ["js-escape"], (key) => partly(key, (c) => `\\x${hexOf(c).toUpperCase()}`)],
  ["\\u", ["js-escape"], (key) => each(key, (c) => `\\u${hexOf(c, 4)}`)],
  ["\\u in part", ["js-escape"], (key) => partly(key, (c) => `\\u${hexOf(c, 4)}`)],
  ["\\u{}", ["js-escape"], (key) => partly(key, (c) => `\\u{${hexOf(c)}}`)],
  ["\\u{} with zeros", ["js-escape"], (key) => partly(key, (c) => `\\u{${hexOf(c, 6)}}`)],
  ["\\U", ["js-escape"], (key) => partly(key, (c) => `\\U${hexOf(c, 8)}`)],
  [
    "octal",
    ["js-escape"],
    (key) => partly(key, (c) => `\\${code(c).toString(8).padStart(3, "0")}`),
  ],
  ["decimal entities", ["html-entity"], (key) => each(key, (c) => `&#${code(c)};`)],
  ["decimal entities with zeros", ["html-entity"], (key) => partly(key, (c) => `&#0${code(c)};`)],
  ["hex entities", ["html-entity"], (key) => partly(key, (c) => `&#x${hexOf(c)};`)],
  ["hex entities with zeros", ["html-entity"], (key) => partly(key, (c) => `&#x00${hexOf(c)};`)],
  ["a sum", ["concatenation"], (key) => cut(key, '" + "')],
  ["a sum over lines", ["concatenation"], (key) => cut(key, "' +\n      '")],
  ["a sum with the sign first", ["concatenation"], (key) => cut(key, '"\n  + "')],
  ["a sum in JSON", ["concatenation"], (key) => cut(key, '\\" + \\"')],
  ["adjacent literals", ["concatenation"], (key) => cut(key, '" "')],
  ["adjacent literals over lines", ["concatenation"], (key) => cut(key, '"\n    f"')],
  ["adjacent literals with a continuation", ["concatenation"], (key) => cut(key, "' \\\n  '")],
  ["PHP", ["concatenation"], (key) => cut(key, "' . '")],
  ["Lua", ["concatenation"], (key) => cut(key, '" .. "')],
  ["Visual Basic", ["concatenation"], (key) => cut(key, '" & _\r\n   "')],
  ["SQL", ["concatenation"], (key) => cut(key, "' || '")],
  ["concat()", ["concatenation"], (key) => cut(key, '".concat("')],
  ["colours", ["ansi"], (key) => cut(key, "\u001b[0m\u001b[01;31m")],
  ["grep's colours", ["ansi"], (key) => cut(key, "\u001b[m\u001b[K")],
  ["colours spelled out", ["ansi"], (key) => cut(key, "\\u001b[0;31m")],
  [
    "a line continued within a literal",
    ["js-escape"],
    (key) => `${key.slice(0, 20)}\\\n${key.slice(20)}`,
  ],
];

const keys: [string, () => string][] = [
  ["AIza", googleApiKey],
  ["AQ.", geminiAuthKey],
];

describe.for(keys)("a hidden %s key", ([, makeKey]) => {
  test.for(inPlace)("in %s", ([, decodings, encode]) => {
    for (let round = 0; round < 20; round++) {
      const key = makeKey();
      const hidden = encode(key);
      const before = `# größe 😀\nconst first = 1;\n  call("`;
      const text = `${before}${hidden}", { model: "gemini" });\n`;
      expect(anchors.mayMatch(Buffer.from(text)), hidden).toBe(true);
      const found = readings(decoded(text), key);
      expect(found, hidden).not.toEqual([]);
      for (const reading of found) expect(reading).toMatchObject({ line: 3, column: 9, decodings });
      const keepsContext = decodings[0] !== "base64" && decodings[0] !== "hex";
      if (keepsContext) expect(found[0]?.chunk.text).toContain("gemini");
    }
  });

  test("in base64 of a larger text, at every alignment, wrapped or not", () => {
    for (let round = 0; round < 100; round++) {
      const key = makeKey();
      const before = randomBytes(randomInt(80)).toString("hex");
      const plain = `${before} key=${key}\n${randomBytes(60).toString("hex")}`;
      const width = [10, 60, 64, 76, 1000][round % 5] ?? 76;
      const by = ["\n", "\r\n", "\n    ", "\\n"][round % 4] ?? "\n";
      const hidden = wrapped(base64(plain), width, by);
      const text = `data: |\n  ${hidden}\n`;
      expect(anchors.mayMatch(Buffer.from(text)), hidden).toBe(true);
      const found = readings(decoded(text), key);
      expect(found, hidden).not.toEqual([]);

      const index = Math.floor(((before.length + 5) * 4) / 3);
      const offset = "data: |\n  ".length + index + Math.floor(index / width) * by.length;
      const lines = text.slice(0, offset).split(/\r?\n/);
      const place = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
      for (const reading of found)
        expect(reading).toMatchObject({ ...place, decodings: ["base64"] });
    }
  });

  test("in base64 of UTF-16, as PowerShell encodes commands", () => {
    for (const before of ["", "$", "x=", 'set k "']) {
      const key = makeKey();
      const hidden = Buffer.from(`${before}${key}"`, "utf16le").toString("base64");
      const text = `powershell -EncodedCommand ${hidden}\n`;
      expect(anchors.mayMatch(Buffer.from(text))).toBe(true);
      const [found] = readings(decoded(text), key);
      const column = 28 + Math.floor((before.length * 2 * 4) / 3);
      expect(found).toMatchObject({ line: 1, column, decodings: ["base64", "utf-16"] });
    }
  });

  test("in wrapped hex and in byte arrays", () => {
    for (let before = 0; before < 40; before++) {
      const key = makeKey();
      const plain = "x".repeat(before) + key;
      for (const hidden of [
        wrapped(hex(plain), 60, "\n"),
        each(plain, (c) => `0x${hexOf(c)}, `),
        wrapped(
          each(plain, (c) => `0x${hexOf(c)},`),
          80,
          "\n  ",
        ),
        wrapped(hex(plain), 2, ":"),
      ]) {
        expect(anchors.mayMatch(Buffer.from(hidden)), hidden).toBe(true);
        expect(readings(decoded(hidden), key), hidden).toMatchObject([{ decodings: ["hex"] }]);
      }
    }
  });

  test("in UTF-16 strings within a program, of either byte order", () => {
    const key = makeKey();
    const little = Buffer.from(`key ${key};`, "utf16le");
    const junk = Buffer.concat([Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 1, 2]), randomBytes(99)]);
    for (const string of [little, Buffer.from(little).swap16()]) {
      const bytes = Buffer.concat([junk, Buffer.from("\n"), string, Buffer.alloc(3)]);
      expect(anchors.mayMatch(bytes)).toBe(true);
      const result = decoded(bytes);
      expect(result.kind).toBe("binary");
      const found = readings(result, key);
      expect(found).toMatchObject([{ decodings: ["utf-16"] }]);
      expect([9, 10]).toContain(found[0]?.column);
    }
  });

  test("in encodings within encodings, three deep", () => {
    const key = makeKey();
    const inner = `{"k":"${each(key, (c) => `\\u${hexOf(c, 4)}`)}"}`;
    const doubly = inner.replaceAll("\\", "\\\\");
    expect(readings(decoded(doubly), key)).toMatchObject([
      { decodings: ["js-escape", "js-escape"] },
    ]);
    const script = Buffer.from(
      Buffer.from(`$k = "${key}"`, "utf16le").toString("base64"),
      "utf16le",
    );
    expect(
      readings(decoded(Buffer.concat([Buffer.from("\ufeff", "utf16le"), script])), key),
    ).toMatchObject([{ decodings: ["utf-16", "base64", "utf-16"] }]);
  });
});

describe("a value decoder leaves alone", () => {
  test("what is plain", () => {
    const key = googleApiKey();
    for (const text of [
      `const a = "${key}";\nconst b = "x" + "y" + z;`,
      `"${key}" "other"`.replace('" "', '", "'),
      `{"cell":"key = \\"${key}\\"\\n"}`,
      `<s>${key}</s> &quot;${key}&quot;`,
      `?key=${key}%22&x=%41`,
    ]) {
      expect([...decoded(text).chunks], text).toHaveLength(1);
    }
  });

  test("invalid code", () => {
    for (const text of [
      "QUl6YVN5====QUl6",
      "%41%49%zz%7",
      "\\x41\\x4 \\u00",
      "&#65;&#999999999;",
      "41497a6153795",
      '"AIz" + "',
      "AIz\u001b[",
      "A\0I\0z\0a\0S\0y",
      "\\u{41}\\u{ffffffff}",
    ]) {
      expect(() => [...decoded(text).chunks]).not.toThrow();
    }
  });
});

test("a line of other code behind base64 does not spoil its end", () => {
  for (let round = 0; round < 50; round++) {
    const key = googleApiKey();
    const text = `data:\n  key: ${base64(key)}\n  ${randomBytes(3).toString("hex")}: abcd\n`;
    const clean = readings(decoded(text), key).filter(
      ({ chunk, offset }) => !/\w/.test(chunk.text[offset + key.length] ?? ""),
    );
    expect(clean).not.toEqual([]);
    expect(clean[0]).toMatchObject(placeOf(text, base64(key)));
  }
});

import { describe, expect, test } from "vitest";
import { decode } from "../../src/decode/decode.ts";
import { anchors, decoded, documentOf, placeOf, readings } from "../support/decoding.ts";
import { googleApiKey } from "../support/keys.ts";

describe("positions", () => {
  test.for<[name: string, before: string]>([
    ["at the beginning", ""],
    ["on the first line", "key = "],
    ["behind Unix lines", "a\nb\n\n  "],
    ["behind Windows lines", "a\r\nb\r\n\r\n  "],
    ["behind old Mac lines", "a\rb\r\r  "],
    ["behind mixed lines", "a\n\rb\r\n\n\r\r\n"],
    ["behind wide characters", "größe 漢字 = "],
    ["behind astral characters", "x\n😀😀 = "],
    ["behind many lines", "line of text\n".repeat(20_000)],
    ["far along a line", "größe ".repeat(20_000)],
    ["where a line ends on a block's edge", `${"x".repeat(4095)}\r\n`],
    ["where a character spans a block's edge", `${"x".repeat(4094)}😀`],
  ])("%s", ([, before]) => {
    const key = googleApiKey();
    const text = `${before}${key}\n`;
    expect(readings(decoded(text), key)).toMatchObject([placeOf(text, key)]);
    const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
    expect(readings(decoded(utf16), key)).toMatchObject([
      { ...placeOf(text, key), decodings: ["utf-16"] },
    ]);
  });

  test("count bytes on a line that is not UTF-8, and only there", () => {
    const key = googleApiKey();
    const text = Buffer.concat([
      Buffer.from("größe ", "latin1"),
      Buffer.from(`${key}\nÄö ${key}\n`),
    ]);
    expect(readings(decoded(text), key)).toMatchObject([
      { line: 1, column: 7 },
      { line: 2, column: 4 },
    ]);
    const broken = Buffer.concat([Buffer.from([0x80, 0x80, 0xff, 0xfe, 0x20]), Buffer.from(key)]);
    expect(readings(decoded(broken), key)).toMatchObject([{ line: 1, column: 6 }]);
  });

  test("a byte order mark is no column", () => {
    const key = googleApiKey();
    expect(readings(decoded(`\ufeff${key}\n${key}`), key)).toMatchObject([
      { line: 1, column: 1 },
      { line: 2, column: 1 },
    ]);
  });

  test("a window begins where it says, even inside a character", () => {
    const key = googleApiKey();
    const bytes = Buffer.from(`ö ${key}\n ${key} ö`).subarray(1, -1);
    const document = { ...documentOf(bytes), start: { line: 7, column: 100 }, whole: false };
    expect(readings(decode(document, undefined, anchors), key)).toMatchObject([
      { line: 7, column: 101 },
      { line: 8, column: 2 },
    ]);
  });

  test("thousands of hits on one line of 30 MB", () => {
    const key = googleApiKey();
    const piece = `${"größe,".repeat(500)}${key},`;
    const units = piece.length;
    const found = readings(decoded(piece.repeat(8500)), key);
    expect(found).toHaveLength(8500);
    found.forEach(({ line, column }, i) => {
      if (line !== 1 || column !== 3001 + i * units) throw new Error(`${i}: ${line}:${column}`);
    });
  });
});

describe("what bytes are", () => {
  const key = googleApiKey();
  const text = `GEMINI_API_KEY=${key}\r\n`;
  const little = Buffer.from(text, "utf16le");
  const big = Buffer.from(little).swap16();
  const mark = Buffer.from("\ufeff", "utf16le");

  test.for<[name: string, bytes: Buffer, kind: string, decodings: string[], column: number]>([
    ["ASCII", Buffer.from(text), "text", [], 16],
    ["UTF-16 with mark", Buffer.concat([mark, little]), "text", ["utf-16"], 16],
    [
      "big UTF-16 with mark",
      Buffer.concat([Buffer.from(mark).swap16(), big]),
      "text",
      ["utf-16"],
      16,
    ],
    ["UTF-16 without mark", little, "text", ["utf-16"], 16],
    ["big UTF-16 without mark", big, "text", ["utf-16"], 16],
    [
      "UTF-16 with half a character more",
      Buffer.concat([little, Buffer.from("x")]),
      "text",
      ["utf-16"],
      16,
    ],
    ["bytes with zeros", Buffer.from(`\0\u0001${text}`), "binary", [], 18],
  ])("%s", ([, bytes, kind, decodings, column]) => {
    const result = decoded(bytes);
    expect(result.kind).toBe(kind);
    expect(readings(result, key)).toMatchObject([{ line: 1, column, decodings }]);
  });

  test("plain text behind UTF-16, as two shells leave it", () => {
    const other = googleApiKey();
    const bytes = Buffer.concat([mark, little, Buffer.from(`KEY=${other}\n`)]);
    expect(readings(decoded(bytes), key)).toMatchObject([{ decodings: ["utf-16"] }]);
    expect(readings(decoded(bytes), other)).toMatchObject([{ decodings: [] }]);
  });

  test("lone surrogates are kept", () => {
    const bytes = Buffer.concat([mark, Buffer.from([0x00, 0xd8, 0x00, 0xdc, 0x00, 0xd8]), little]);
    expect(readings(decoded(bytes), key)).toMatchObject([{ column: 19 }]);
  });

  test("nothing at all", () => {
    expect([...decoded("").chunks]).toMatchObject([{ text: "" }]);
  });
});

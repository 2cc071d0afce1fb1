import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { notebook, zip } from "../support/leaky-repository.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { documentOf } from "../support/decoding.ts";
import { loadRules } from "../../src/rules/load.ts";
import { startSearch } from "../../src/search.ts";

const search = startSearch(await loadRules([]));

/** The bytes from which a key is read, each distinct piece once. */
function pieces(content: string | Buffer, key: string, path = "file.txt"): string[] {
  const document = documentOf(content, path);
  const found = search.searchDocument(document).matches.filter(({ value }) => value === key);
  return [
    ...new Set(
      found.map(({ bytes }) =>
        bytes === undefined ? "nowhere" : document.bytes.toString("latin1", bytes.start, bytes.end),
      ),
    ),
  ].toSorted();
}

const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const hex = (text: string): string => Buffer.from(text).toString("hex");
const KEYS = [
  ["AIza", googleApiKey],
  ["AQ.", geminiAuthKey],
] as const;

describe.for(KEYS)("the bytes that a key of the form %s… is read from", ([, make]) => {
  const key = make();
  const written: [name: string, raw: string][] = [
    ["plain", key],
    ["base64", base64(key)],
    ["base64url", base64(key).replaceAll("+", "-").replaceAll("/", "_")],
    ["wrapped base64", base64(key).replaceAll(/.{19}/g, "$&\n  ")],
    ["hex", hex(key)],
    ["hex apart", hex(key).replaceAll(/..(?=.)/g, "$&:")],
    ["percent", key.replaceAll(/[AI.]/g, (one) => `%${hex(one)}`)],
    [
      "escaped",
      key.replace(/^./, (one) => `\\u00${hex(one)}`).replace(/.$/, (one) => `\\x${hex(one)}`),
    ],
    ["entities", key.replace(/^./, (one) => `&#${one.charCodeAt(0)};`)],
    ["joined", `${key.slice(0, 7)}" +\r\n    "${key.slice(7)}`],
    ["coloured", `${key.slice(0, 7)}\u001b[1m${key.slice(7)}`],
    ["base64 in escapes", base64(key).replace(/^./, (one) => `\\x${hex(one)}`)],
  ];
  test.for(written)("%s", ([, raw]) => {
    expect(pieces(`größe\nvalue = "${raw}" # end\n`, key)).toEqual([raw]);
  });

  test("base64 beside other text is replaced with the characters it shares", () => {
    const [piece = "", ...more] = pieces(`auth: ${base64(`u:${key}\n`)}\n`, key);
    expect(more).toEqual([]);
    expect(base64(`u:${key}\n`)).toContain(piece);
    expect(Buffer.from(base64(`u:${key}\n`).replace(piece, "")).toString()).not.toContain(
      key.slice(4, 20),
    );
  });

  test("in a notebook, the escapes of JSON included", () => {
    const text = notebook(
      [`k = "${key}"\n`],
      [
        {
          output_type: "stream",
          name: "stdout",
          text: [`${key.slice(0, 5)}\u001b[0m${key.slice(5)}`],
        },
      ],
    );
    expect(pieces(text, key, "a.ipynb")).toEqual(
      [key, `${key.slice(0, 5)}\\u001b[0m${key.slice(5)}`].toSorted(),
    );
  });

  test.for([
    ["little", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["big", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ] as const)("in UTF-16 text of %s-endian order", ([, encode]) => {
    const raw = encode(key).subarray(2).toString("latin1");
    expect(pieces(encode(`größe\nkey=${key}\n`), key)).toEqual([raw]);
  });

  test("are not known inside an archive", () => {
    expect(deflateRawSync(key).length).toBeGreaterThan(0);
    expect(pieces(zip("a.txt", `GEMINI_API_KEY=${key}\n`.repeat(2)), key, "a.zip")).toEqual([
      "nowhere",
    ]);
  });
});

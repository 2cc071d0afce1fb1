import { deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decode } from "../../src/decode/decode.ts";
import type { Chunk } from "../../src/document.ts";
import { anchors, documentOf } from "../support/decoding.ts";
import { geminiAuthKey } from "../support/keys.ts";

const DEFLATED = 8;
const BZIP2 = 12;

/** A zip member as it stands in an archive: a local header and its data. No central directory is needed. */
function zipMember(
  name: string,
  content: string | Buffer,
  options: { flags?: number; method?: number; size?: number } = {},
): Buffer {
  const data = deflateRawSync(Buffer.from(content));
  const header = Buffer.alloc(30);
  header.write("PK\x03\x04", "latin1");
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(options.flags ?? 0, 6);
  header.writeUInt16LE(options.method ?? DEFLATED, 8);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(options.size ?? Buffer.byteLength(content), 22);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([header, Buffer.from(name), data]);
}

function tarMember(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(Buffer.byteLength(content).toString(8).padStart(11, "0"), 124);
  header.write("ustar\0" + "00", 257);
  const padding = Buffer.alloc((512 - (Buffer.byteLength(content) % 512)) % 512);
  return Buffer.concat([header, Buffer.from(content), padding]);
}

function unpack(bytes: Buffer, path = "release.bin") {
  expect(anchors.mayMatch(bytes)).toBe(true);
  const { chunks, unread } = decode(documentOf(bytes), path, anchors);
  return { chunks: [...chunks], unread };
}

function placeOf(chunks: readonly Chunk[], value: string) {
  const chunk = chunks.find(({ text }) => text.includes(value));
  if (chunk === undefined) return undefined;
  const { part, decodings } = chunk;
  return { part, decodings, ...chunk.locate(chunk.text.indexOf(value)) };
}

describe("members", () => {
  const key = geminiAuthKey();
  const env = `# settings\nGEMINI_API_KEY=${key}\n`;
  const place = { line: 2, column: 16 };
  const notebook = JSON.stringify({
    cells: [{ cell_type: "code", execution_count: 3, metadata: {}, outputs: [], source: [env] }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });

  test.each([
    ["a zip member", zipMember("app/.env", env), "member app/.env", ["zip"]],
    [
      "the second member after one without a key",
      Buffer.concat([zipMember("a.txt", "nothing"), zipMember("b.env", env)]),
      "member b.env",
      ["zip"],
    ],
    [
      "a member behind other data",
      Buffer.concat([Buffer.alloc(999, 7), zipMember("x", env)]),
      "member x",
      ["zip"],
    ],
    ["a member that lies about its size", zipMember("x", env, { size: 3 }), "member x", ["zip"]],
    [
      "a member that is cut off",
      zipMember("x", env + "and more ".repeat(99)).subarray(0, -6),
      "member x",
      ["zip"],
    ],
    ["a gzipped file", gzipSync(env), "unpacked", ["gzip"]],
    [
      "a member of a gzipped tar",
      gzipSync(
        Buffer.concat([
          tarMember("package/a.js", "let a;"),
          tarMember("package/.env", env),
          Buffer.alloc(1024),
        ]),
      ),
      "member package/.env",
      ["gzip"],
    ],
    [
      "what follows a broken tar header",
      gzipSync(Buffer.concat([tarMember("a.js", "let a;"), Buffer.from(env)])),
      "member rest of the archive",
      ["gzip"],
    ],
    [
      "a zip in a zip",
      zipMember("inner.zip", zipMember("deep/.env", env)),
      "member inner.zip, member deep/.env",
      ["zip", "zip"],
    ],
  ])("%s", (_, bytes, part, decodings) => {
    const { chunks, unread } = unpack(bytes);
    expect(placeOf(chunks, key)).toEqual({ part, decodings, ...place });
    expect(unread).toEqual([]);
  });

  const packed = gzipSync(env);
  const wrongChecksum = Buffer.from(packed);
  wrongChecksum.writeUInt32LE(1, packed.length - 8);
  const allFlags = Buffer.from(packed.subarray(0, 10));
  allFlags[3] = 2 | 4 | 8 | 16;
  const optional = Buffer.from("\x03\0abcname\0comment\0\0\0", "latin1");

  test.each([
    ["has a wrong checksum", wrongChecksum],
    ["is followed by other bytes", Buffer.concat([packed, Buffer.from("signature")])],
    [
      "has every optional field and a wrong checksum",
      Buffer.concat([allFlags, optional, wrongChecksum.subarray(10)]),
    ],
  ])("a gzipped file that %s is unpacked, and said to be damaged", (_, bytes) => {
    const { chunks, unread } = unpack(bytes);
    expect(placeOf(chunks, key)).toEqual({ part: "unpacked", decodings: ["gzip"], ...place });
    expect(unread).toEqual(["unpacked: damaged"]);
  });

  test("a notebook in a zip is read as a notebook", () => {
    const { chunks } = unpack(zipMember("demo.ipynb", notebook));
    expect(placeOf(chunks, key)).toMatchObject({ part: "member demo.ipynb, cell 1 [3], source" });
  });

  test("a value that is encoded inside a member", () => {
    const secret = `data:\n  key: ${Buffer.from(key).toString("base64")}\n`;
    const { chunks } = unpack(zipMember("secret.yaml", secret));
    expect(placeOf(chunks, key)).toMatchObject({ decodings: ["zip", "base64"], line: 2 });
  });
});

describe("what cannot be unpacked is said", () => {
  let nested = zipMember("key", geminiAuthKey());
  for (let depth = 0; depth < 5; depth++) nested = zipMember("box.zip", nested);

  test.each([
    ["an encrypted member", zipMember("x", "?", { flags: 1 }), /^member x: encrypted$/],
    [
      "an unknown method",
      zipMember("x", "?", { method: BZIP2 }),
      /^member x: compression method 12/,
    ],
    [
      "damaged data",
      Buffer.concat([zipMember("x", "").subarray(0, 31), Buffer.alloc(99, 0xff)]),
      /^member x: damaged$/,
    ],
    ["archives within archives", nested, /nested too deep$/],
    [
      "a bomb",
      gzipSync(Buffer.alloc(257 * 1024 * 1024)),
      /^unpacked: unpacks to more than 256 MiB$/,
    ],
  ])("%s", (_, bytes, expected) => {
    expect([...new Set(unpack(bytes).unread)]).toEqual([expect.stringMatching(expected)]);
  });

  test("many damaged members come to an end", () => {
    const member = Buffer.concat([zipMember("x", "").subarray(0, 31), Buffer.alloc(9, 0xff)]);
    const { unread } = unpack(Buffer.concat(Array.from({ length: 500 }, () => member)));
    expect(unread).toHaveLength(500);
    expect(unread.at(-1)).toContain("256 MiB");
  });

  test("an archive that came in windows", () => {
    const document = { ...documentOf(zipMember("x", "?")), whole: false };
    const { chunks, unread } = decode(document, undefined, anchors);
    expect([...chunks]).toEqual([]);
    expect(unread).toEqual(["an archive this large is not unpacked"]);
  });
});

test.each([
  ["a name with control characters", zipMember("a\x07b", "?")],
  ["no name", zipMember("", "?")],
  ["a compression method that nobody defined", zipMember("x", "?", { method: 331 })],
])("a signature met by chance is no member: %s", (_, bytes) => {
  expect(unpack(bytes).unread).toEqual([]);
});

test("a signature in a text that is no archive hides nothing and is no problem", () => {
  const { chunks, unread } = unpack(
    Buffer.from("magic: PK\x03\x04 and so on, 30 bytes at least, but no member"),
  );
  expect(chunks).toHaveLength(1);
  expect(unread).toEqual([]);
});

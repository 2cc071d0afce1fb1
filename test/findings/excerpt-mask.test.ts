import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Excerpt } from "../../src/finding.ts";
import { excerptMaskOf } from "../../src/findings/excerpt-mask.ts";
import { maskOf } from "../../src/findings/mask.ts";
import { previewOf } from "../../src/findings/preview.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";

const key = googleApiKey();
const other = geminiAuthKey();
const secrets = [{ value: key }, { value: other }];
const mask = excerptMaskOf(secrets, maskOf(secrets));

/** What is shown of text before a value. */
function shown(text: string): string {
  return mask({ before: `${text} `, behind: "" }).before.slice(0, -1);
}

/** Letters and digits of a value behind what all of its kind share, in pieces that nobody writes by chance. */
function piecesOf(value: string): string[] {
  const secret = value.replace(/^(?:AIzaSy|AQ\.Ab8R)/, "").replaceAll(/[^0-9A-Za-z]/g, "");
  return Array.from({ length: secret.length - 5 }, (_, at) => secret.slice(at, at + 6));
}

function expectNothingOf(value: string, text: string): void {
  const squeezed = text.replaceAll(/[^0-9A-Za-z]/g, "");
  for (const piece of piecesOf(value)) expect(squeezed).not.toContain(piece);
}

const escapes: Readonly<Record<string, (value: string) => string>> = {
  plainly: (value) => value,
  "in base64": (value) => Buffer.from(value).toString("base64"),
  "in base64 behind a byte": (value) => Buffer.from(`x${value}`).toString("base64"),
  "in base64 behind two": (value) => Buffer.from(`xy${value}`).toString("base64url"),
  "in hexadecimal": (value) => Buffer.from(value).toString("hex"),
  "in capital hexadecimal": (value) => Buffer.from(value).toString("hex").toUpperCase(),
  "in percent escapes": (value) => each(value, (code) => `%${code.toString(16)}`),
  "in escapes": (value) => each(value, (code) => `\\x${code.toString(16)}`),
  "in Unicode escapes": (value) => each(value, (code) => `\\u00${code.toString(16)}`),
  "in long Unicode escapes": (value) => each(value, (code) => `\\u{${code.toString(16)}}`),
  "in octal escapes": (value) => each(value, (code) => `\\${code.toString(8).padStart(3, "0")}`),
  "in entities": (value) => each(value, (code) => `&#${code};`),
  "in hexadecimal entities": (value) => each(value, (code) => `&#x${code.toString(16)};`),
  "with every fifth character escaped": (value) =>
    each(value, (code, at) =>
      at % 5 === 0 ? `\\x${code.toString(16)}` : String.fromCharCode(code),
    ),
  "in joined strings": (value) =>
    `"${value.slice(0, 9)}" + "${value.slice(9, 22)}" + '${value.slice(22)}'`,
  "in joined strings of three": (value) => (value.match(/.{1,3}/g) ?? []).join('" + "'),
  "over lines": (value) => `${value.slice(0, 20)}\\\n    ${value.slice(20)}`,
  "in colour": (value) => `${value.slice(0, 12)}\u001b[31m${value.slice(12)}\u001b[0m`,
  "in another case": (value) => value.toUpperCase(),
  "cut off": (value) => value.slice(0, 20),
  "without its beginning": (value) => value.slice(15),
  "inside other text": (value) => `id${value}Tail`,
};

function each(value: string, write: (code: number, at: number) => string): string {
  return value
    .split("")
    .map((character, at) => write(character.charCodeAt(0), at))
    .join("");
}

describe("another key in the text around a value", () => {
  test.each(Object.keys(escapes))("is hidden %s", (name) => {
    const write = escapes[name] ?? String;
    for (const value of [key, other]) {
      const text = shown(`before ${write(value)} after`);
      expectNothingOf(value, text);
      // Of the words beside it a letter may go on as the key does.
      expect(text).toMatch(/^bef.*ter$/s);
    }
  });

  test("is shown as its preview where it is whole", () => {
    expect(shown(`a = '${key}'; // ours`)).toBe(`a = '${previewOf(key)}'; // ours`);
  });

  test("is hidden in letters of any kind", () => {
    const value = "пароль-від-хмари-дуже-довгий";
    const found = [{ value: Buffer.from(value).toString("latin1") }];
    const { before } = excerptMaskOf(found, maskOf(found))({ before: `(${value}) `, behind: "" });
    expect(before).toMatch(/^\(…[^-]{0,4}\) $/);
  });

  test("is hidden where it touches the value", () => {
    const joined = mask({ before: `url?key=${key.slice(0, 5)}`, behind: `tail_of_it&x=1` });
    expect(joined).toEqual({ before: "url?key=…", behind: "…&x=1" });
  });

  test("is hidden in a line and across the edge of the excerpt", () => {
    for (let cut = 8; cut < key.length; cut += 5) {
      expectNothingOf(key, mask({ before: `${key.slice(cut)}\nx = `, behind: "" }).before);
      expectNothingOf(key, mask({ before: "", behind: `\ny = ${key.slice(0, cut)}` }).behind);
    }
  });
});

describe("what no rule looks for", () => {
  // Always the same, and of nothing that the mask knows: a key may read the same backwards in places.
  const token = createHash("sha256").update("somebody else's").digest("base64url");

  test.each([
    [`export OTHER=${token}`, "export OTHER=…"],
    ["DB_PASSWORD=hunter2", "DB_PASSWORD=…"],
    ["  password: swordfish", "  password: …"],
    [`{"secret": "two words"}`, `{"secret": "…"}`],
    ["postgres://app:hunter2@db/app", "postgres://app:…@db/app"],
  ])("%s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test.each([
    "const model = genai.getGenerativeModel({ model: 'gemini-2.5-flash' });",
    "import os, getpass  # read the key from the environment",
    "key = os.environ['GEMINI_API_KEY']",
    "packages/firebase_vertexai/example/lib/main.dart",
    "https://generativelanguage.googleapis.com/v1beta/models",
    "<h1>Frühling, 春, весна</h1>",
  ])("leaves %s", (text) => {
    expect(shown(text)).toBe(text);
  });
});

test("a mask takes no more time for a hostile text", () => {
  const hostile: Excerpt = { before: "password:".repeat(60), behind: "\\\\\\\\x".repeat(90) };
  expect(mask(hostile).before.length).toBeLessThan(1000);
});

/** Input made to hang, overflow or exhaust: each must come to an end within vitest's time limit. */
import { expect, test } from "vitest";
import { decoded, readings } from "../support/decoding.ts";
import { googleApiKey } from "../support/keys.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const nbformat = '"nbformat":4,"cells"';

test.for<[name: string, make: (key: string) => string]>([
  ["quotes", () => '"'.repeat(1_000_000)],
  ["quotes and signs", () => '"+'.repeat(1_000_000)],
  ["quotes and spaces", () => `"${" ".repeat(79)}`.repeat(20_000)],
  [
    "empty literals in a sum",
    (key) => `"${key.slice(0, 4)}" + ${'"" + '.repeat(300_000)}"${key.slice(4)}"`,
  ],
  ["first halves in quotes", () => 'AIza"'.repeat(300_000)],
  ["second halves in quotes", () => '"zaSy'.repeat(300_000)],
  ["halves and joints", () => '"AIza" + "Sy" + '.repeat(100_000)],
  ["backslashes", () => "\\".repeat(3_000_000)],
  ["escaped backslashes before an escape", () => `${"\\".repeat(1_000_000)}x41\\x49`],
  ["anchors", () => "AIzaSy".repeat(500_000)],
  ["anchors with escapes", () => "AIzaSy%41%49\\x41&#65;".repeat(40_000)],
  ["escape characters", () => "\u001b".repeat(1_000_000)],
  ["unfinished colours", () => "AIz\u001b[0;".repeat(200_000)],
  ["unfinished titles", () => "AIz\u001b]0;".repeat(200_000)],
  ["percent signs", () => "%41%49".repeat(500_000)],
  ["entities", () => "&#65;&#x".repeat(300_000)],
  ["base64 of anchors", () => base64("AIzaSy".repeat(150_000))],
  ["base64 of anchors at all alignments", () => base64("AIzaSy-".repeat(150_000))],
  ["wrapped base64 of anchors", () => base64("AIzaSy".repeat(80_000)).replace(/.{10}/g, "$&\n")],
  ["base64 broken everywhere", () => "QUl6 ".repeat(150_000)],
  ["base64 within base64", () => base64(base64(base64(base64("AIzaSy".repeat(100_000)))))],
  ["hex of anchors", () => Buffer.from("AIzaSy".repeat(100_000)).toString("hex")],
  ["hex of anchors, apart", () => "41 49 7a 61 53 79 ".repeat(40_000)],
  ["UTF-16 anchors", () => `\u0001${"A\0I\0z\0a\0S\0y\0".repeat(200_000)}`],
  ["line breaks", () => "\n\r".repeat(2_000_000)],
  ["deep brackets", () => `{${nbformat}:${"[".repeat(100_000)}`],
  ["deep notebook", () => `{${nbformat}:${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
  [
    "deep metadata",
    () => `{${nbformat}:[{"metadata":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}]}`,
  ],
  ["notebook of empty cells", () => `{${nbformat}:[${"{},".repeat(1_000_000)}{}]}`],
  ["notebook of tiny cells", () => `{${nbformat}:[${'{"a":1},'.repeat(300_000)}{}]}`],
  ["notebook of empty lines", () => `{${nbformat}:[{"source":[${'"",'.repeat(900_000)}""]}]}`],
  ["notebook of escapes", () => `{${nbformat}:[{"source":"${"\\n".repeat(2_000_000)}"}]}`],
  ["notebook of backslashes", () => `{${nbformat}:[{"source":"${"\\\\".repeat(1_000_000)}"}]}`],
  ["notebook of open strings", () => `{${nbformat}:[${'"'.repeat(1_000_001)}`],
  [
    "notebook with a prototype",
    () => `{${nbformat}:[{"__proto__":{"source":1},"constructor":[]}],"__proto__":1}`,
  ],
  [
    "source map of sources",
    () => `{"version":3,"mappings":"","sourcesContent":[${'"",'.repeat(300_000)}""]}`,
  ],
  [
    "source map with a prototype",
    () => '{"version":3,"mappings":"","__proto__":{"sources":["x"]},"sourcesContent":["y"]}',
  ],
  ["comments of source maps", () => "//# sourceMappingURL=".repeat(100_000)],
])("%s", ([, make]) => {
  const key = googleApiKey();
  const text = `${make(key)}\n`;
  const result = decoded(`${text}\n"${key}"\n`.replace(/^(\{[^]*\}\n)\n.*\n$/, "$1"));
  let length = 0;
  for (const chunk of result.chunks) length += chunk.text.length;
  // What is decoded stays in proportion to what there is.
  expect(length).toBeLessThan(30 * text.length + 20 * 1024 * 1024);
  if (!text.startsWith("{")) expect(readings(result, key)).not.toEqual([]);
});

test("too many values for a file of structure are searched as plain text", () => {
  const result = decoded(`{${nbformat}:[${'{"a":1},'.repeat(2_000_000)}{}]}`);
  expect(result.problem).toMatch(/holds too many values/);
  expect(result.kind).toBe("text");
});

import { expect, test } from "vitest";
import { isPlain, visible } from "../../src/report/visible.ts";

test.for<[string, string, string]>([
  ["plain", "src/app.ts", "src/app.ts"],
  ["other scripts and accents", "café/日本語/ünï.py", "café/日本語/ünï.py"],
  ["latin-1 as it was decoded", "caf\u00e9", "café"],
  ["emoji", "🔑.txt", "🔑.txt"],
  ["escape sequence", "\u001b[2J\u001b[31mred", "\\x1b[2J\\x1b[31mred"],
  ["8-bit escape sequence", "\u009b31m", "\\x9b31m"],
  ["line breaks and tabs", "a\nb\rc\td", "a\\nb\\rc\\td"],
  ["bell, backspace, delete", "\u0007\b\u007f", "\\x07\\x08\\x7f"],
  ["line and paragraph separators", "a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c"],
  ["bidi override", "gpj.\u202esj.exe", "gpj.\\u{202e}sj.exe"],
  ["bidi isolates", "\u2066x\u2069", "\\u{2066}x\\u{2069}"],
  ["zero width", "a\u200bb\u200dc\ufeffd", "a\\u{200b}b\\u{200d}c\\u{feff}d"],
  ["soft hyphen and Hangul filler", "a\u00adb\u3164c", "a\\xadb\\u{3164}c"],
  ["tag characters", "a\u{e0041}b", "a\\u{e0041}b"],
  ["lone surrogates", "a\ud800b\udc00", "a\\u{d800}b\\u{dc00}"],
  ["stacked accents", `a${"\u0301".repeat(50)}b`, `a${"\u0301".repeat(4)}b`],
  ["a command of a workflow", "x##[add-mask]e #[a] ##", "x\\x23#[add-mask]e #[a] ##"],
  [
    "commands of other build servers",
    "##vso[a]b ##teamcity[c] ## d[",
    "\\x23#vso[a]b \\x23#teamcity[c] ## d[",
  ],
  ["one that begins a line", "::error::x", "\\x3a:error::x"],
  ["one that begins a line when it is wrapped", "a  ::error::x a::b", "a  \\x3a:error::x a::b"],
  ["endless", "x".repeat(5000), `${"x".repeat(199)}…${"x".repeat(199)}`],
])("%s", ([, text, shown]) => {
  expect(visible(text)).toBe(shown);
  expect(isPlain(text)).toBe(text === shown);
});

/** Escapes of string literals in JavaScript, JSON, Python, C and their kin: `\x41`, `\u0041`, `\u{41}`, `\101`. */
import { form } from "./value-decoder.ts";
import { rewriter } from "./rewriter.ts";

export const jsEscape = rewriter({
  decoding: "js-escape",
  pattern:
    /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,8}\}|U[0-9a-fA-F]{8}|[0-7]{1,3}|\r?\n|[^0-9uUx])/g,
  replace: unescaped,
  forms: (anchor) =>
    [...new Set(anchor)].flatMap((character) => {
      const code = character.charCodeAt(0);
      const hex = code.toString(16).padStart(2, "0");
      return [
        form(`\\x${hex}`, { ignoreCase: true }),
        form(`\\u00${hex}`, { ignoreCase: true }),
        form(`\\u000000${hex}`, { ignoreCase: true }),
        form(`\\u{${hex}`, { ignoreCase: true }),
        form(`\\u{00${hex}`, { ignoreCase: true }),
        form(`\\u{0000${hex}`, { ignoreCase: true }),
        form(`\\${code.toString(8).padStart(3, "0")}`),
      ];
    }),
});

const NAMED = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
  ["v", "\v"],
]);

function unescaped(escape: string): string {
  if (escape.length > 2) {
    const kind = escape.charAt(1);
    // Met thousands of times in a row.
    if (kind === "x")
      return String.fromCharCode((digit(escape.charCodeAt(2)) << 4) | digit(escape.charCodeAt(3)));
    if (kind === "u" || kind === "U")
      return character(Number.parseInt(escape.replace(/[{}]/g, "").slice(2), 16));
  }
  const body = escape.slice(1);
  if (body.endsWith("\n")) return "";
  if (/^[0-7]/.test(body)) return character(Number.parseInt(body, 8));
  return NAMED.get(body) ?? body;
}

/** The value of a hexadecimal digit. */
function digit(code: number): number {
  return (code & 15) + (code >> 6) * 9;
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}

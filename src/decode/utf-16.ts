/** UTF-16 text, of either byte order, inside something else: strings in programs, registry exports, databases. */
import { form } from "./value-decoder.ts";
import type { ValueDecoder } from "./value-decoder.ts";

/** How many characters around a hit are read. */
const BEFORE = 1024;
const AFTER = 4096;
const LONGEST_VALUE = 512;

export const utf16: ValueDecoder = {
  decoding: "utf-16",
  mendsPlain: false,
  // Without the outermost zero, both byte orders look the same.
  forms: (anchor) => [form(anchor.split("").join("\0"))],
  reader(text) {
    let covered = 0;
    return ({ offset }) => {
      if (offset < covered) return [];
      let start = offset;
      const from = Math.max(offset - BEFORE * 2, 0);
      while (start - 2 >= from && isLatin(text, start - 2, start - 1)) start -= 2;
      let end = offset;
      const to = Math.min(offset + AFTER * 2, text.length);
      while (end + 2 < to && isLatin(text, end + 2, end + 1)) end += 2;
      covered = end + 2 < to ? end : end - LONGEST_VALUE * 2;
      const codes: number[] = [];
      for (let at = start; at <= end; at += 2) codes.push(text.charCodeAt(at));
      const offsetOf = (index: number): number => start + index * 2;
      return [{ text: String.fromCharCode(...codes), offsetOf, endOf: offsetOf }];
    };
  },
};

/** A character with its zero half beside it; zero itself ends a string. */
function isLatin(text: string, character: number, zero: number): boolean {
  return text.charCodeAt(zero) === 0 && text.charCodeAt(character) > 0;
}

/** Percent-encoding: `%41%49za…`, whole or in part. */
import { form } from "./value-decoder.ts";
import type { Form } from "./value-decoder.ts";
import { rewriter } from "./rewriter.ts";

export const percent = rewriter({
  decoding: "percent",
  pattern: /%[0-9a-f]{2}/gi,
  replace: (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)),
  forms(anchor) {
    const characters = anchor.split("");
    return characters.flatMap((character, i): Form[] => {
      const next = characters[i + 1];
      const pairs =
        next === undefined
          ? [(characters[i - 1] ?? "") + escaped(character)]
          : [escaped(character) + next, escaped(character) + escaped(next)];
      return pairs.map((pair) => form(pair, { ignoreCase: true }));
    });
  },
});

function escaped(character: string): string {
  return `%${hex(character, 2)}`;
}

function hex(character: string, width: number): string {
  return character.charCodeAt(0).toString(16).padStart(width, "0");
}

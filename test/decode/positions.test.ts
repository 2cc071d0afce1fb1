import { expect, test } from "vitest";
import { bytePositions } from "../../src/decode/positions.ts";
import type { Position } from "../../src/document.ts";
import { type Random, seeded } from "../support/random.ts";

const START = { line: 1, column: 1 };

test("positions are those that reading character by character gives", () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const random = seeded(seed);
    const lineBreaks = random.pick([["\n"], ["\n", "\r", "\r\n"], []]);
    const pieces = ["a", "key = ", "ö", "漢", "😀", "x".repeat(30), ...lineBreaks, ...lineBreaks];
    const text = anyOf(pieces, random);
    const places = readThrough(text);
    const bytes = Buffer.from(text);
    const positionOf = bytePositions(bytes, START);
    for (let question = 0; question < 200; question += 1) {
      const index = random.pick([...places.keys()]);
      expect(positionOf(Buffer.byteLength(text.slice(0, index)))).toEqual(places.get(index));
    }
  }
});

function anyOf(pieces: readonly string[], random: Random): string {
  return Array.from({ length: random.below(4000) + 1 }, () => random.pick(pieces)).join("");
}

/** The place of each character, by its index. */
function readThrough(text: string): ReadonlyMap<number, Position> {
  const places = new Map<number, Position>();
  let { line, column } = START;
  let index = 0;
  for (const character of text) {
    places.set(index, { line, column });
    index += character.length;
    column += character.length;
    if (character === "\n" || (character === "\r" && text.charAt(index) !== "\n")) {
      line += 1;
      column = 1;
    }
  }
  return places;
}

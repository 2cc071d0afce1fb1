import { deflateRawSync, deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { compileKernel, SLACK, startKernel } from "../src/kernel/kernel.ts";
import { kernelFinder } from "../src/kernel/finder.ts";
import { automatonFinder } from "../src/match/automaton.ts";
import type { Finder, Literal } from "../src/match/finder.ts";
import { compileLiterals } from "../src/kernel/compile-table.ts";
import { UserError } from "../src/errors.ts";
import { type Random, seeded } from "./support/random.ts";

function literal(text: string, ignoreCase = false): Literal {
  return { text, ignoreCase };
}

function searchFor(literals: readonly Literal[]): Finder["occursIn"] {
  return finderFor(literals).occursIn;
}

function finderFor(literals: readonly Literal[]): Finder {
  return kernelFinder(start(literals), compileLiterals(literals), literals);
}

function start(literals: readonly Literal[]) {
  const module = compileKernel();
  if (module === undefined) throw new Error("no WebAssembly SIMD here");
  return startKernel(module, compileLiterals(literals));
}

/** The definition, by the slowest means. */
function holdsAny(bytes: Buffer, literals: readonly Literal[]): boolean {
  const lower = Buffer.from(bytes.map(lowerCase));
  return literals.some(({ text, ignoreCase }) => {
    const wanted = Buffer.from(text, "latin1");
    return ignoreCase ? lower.includes(Buffer.from(wanted.map(lowerCase))) : bytes.includes(wanted);
  });
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

/** Text of few letters, so that literals nearly match everywhere. */
function scribble(random: Random, length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet.charAt(random.below(alphabet.length))).join("");
}

describe("search", () => {
  test.for([
    ["a literal of three bytes at the very end", ["AQ."], "xxxxxxxxxxxxxAQ.", true],
    ["cut off at the end", ["AIza"], "xxxxxxxxxxxxxAIz", false],
    ["the whole text", ["AIza"], "AIza", true],
    ["empty text", ["AIza"], "", false],
    ["nothing to look for", [], "AIza", false],
    ["bytes beyond ASCII", ["\u00ff\u0080\u0000x"], "...\u00ff\u0080\u0000x", true],
  ] as const)("%s", ([, literals, text, expected]) => {
    expect(searchFor(literals.map((each) => literal(each)))(Buffer.from(text, "latin1"))).toBe(
      expected,
    );
  });

  test("letters of either case match where case is ignored, other bytes never do", () => {
    const search = searchFor([literal("x-Goog[@", true)]);
    expect(search(Buffer.from("X-gOOG[@"))).toBe(true);
    expect(search(Buffer.from("x-goog{@"))).toBe(false);
    expect(search(Buffer.from("x-goog[`"))).toBe(false);
    expect(search(Buffer.from("x\rgoog[@"))).toBe(false);
  });

  test("a literal in every position of a long text", () => {
    const search = searchFor([literal("AQ."), literal("generativelanguage", true)]);
    for (let at = 0; at < 200; at++)
      for (const planted of ["AQ.", "GenerativeLanguage"])
        expect(search(Buffer.from(`${"-".repeat(at)}${planted}${"-".repeat(200 - at)}`))).toBe(
          true,
        );
  });

  test("a literal across the pieces that a large text is copied in", () => {
    const search = searchFor([literal("across-the-pieces")]);
    for (let at = 131_072 - 18; at <= 131_072 + 1; at++) {
      const bytes = Buffer.alloc(300_000, 0x2d);
      bytes.write("across-the-pieces", at);
      expect(search(bytes)).toBe(true);
    }
  });

  test("the same answer as looking for one literal after the other", () => {
    const random = seeded(1);
    let found = 0;
    for (let round = 0; round < 300; round++) {
      const alphabet = random.pick(["aAbB.", "01xX", "AIzaQ.-", "%46\\u"]);
      const literals = Array.from({ length: 1 + random.below(200) }, () =>
        literal(scribble(random, 3 + random.below(12), alphabet), random.below(2) === 0),
      );
      const search = searchFor(literals);
      for (let i = 0; i < 20; i++) {
        const text = Buffer.from(scribble(random, random.below(80), alphabet));
        const expected = holdsAny(text, literals);
        if (expected) found++;
        expect(search(text)).toBe(expected);
      }
    }
    expect(found).toBeGreaterThan(500);
    expect(found).toBeLessThan(5500);
  });
});

describe("occurrences", () => {
  test("the same as the automaton's, in the same order", () => {
    const random = seeded(3);
    let found = 0;
    for (let round = 0; round < 200; round++) {
      const alphabet = random.pick(["aAbB.", "01xX", "AIzaQ.-\u00e4", "%46\\u"]);
      const literals = distinct(
        Array.from({ length: 1 + random.below(100) }, () =>
          literal(scribble(random, 3 + random.below(9), alphabet), random.below(2) === 0),
        ),
      );
      const finder = finderFor(literals);
      const text = scribble(random, random.below(400), alphabet);
      const expected = [...automatonFinder(literals).occurrences(text)];
      found += expected.length;
      expect(new Set([...finder.occurrences(text)].map(keyOf))).toEqual(
        new Set(expected.map(keyOf)),
      );
      expect([...finder.occurrences(text)].map(({ end }) => end)).toEqual(
        expected.map(({ end }) => end),
      );
    }
    expect(found).toBeGreaterThan(2000);
  });

  test("each once, in texts that are copied in pieces, however many there are", () => {
    const literals = ["aaa", "aaaa", "aaaaa", "across-the-pieces"].map((text) => literal(text));
    const text = `${"a".repeat(300_000)}across-the-pieces${"-".repeat(300_000)}aaa`;
    const seen = [...finderFor(literals).occurrences(text)].map(keyOf);
    expect(new Set(seen).size).toBe(seen.length);
    expect(new Set(seen)).toEqual(
      new Set([...automatonFinder(literals).occurrences(text)].map(keyOf)),
    );
  });

  function keyOf({ literal, end }: { literal: number; end: number }): string {
    return `${literal}@${end}`;
  }

  function distinct(literals: readonly Literal[]): Literal[] {
    const seen = new Map(literals.map((each) => [`${each.ignoreCase} ${each.text}`, each]));
    return [...seen.values()];
  }
});

test.for([["ab"], ["x".repeat(5000)]])("a literal of unfit length is refused", ([text]) => {
  expect(() => compileLiterals([literal(text ?? "")])).toThrow(UserError);
});

describe("inflate", () => {
  const GUARD = 1024;
  const kernel = start([literal("AIza")]);
  const input = kernel.freeFrom;
  const output = input + 2_000_000;
  kernel.reserve(output + 2_000_000);

  function inflate(stream: Uint8Array, size: number): { taken: number; bytes: Buffer } {
    kernel.bytes().set(stream, input);
    kernel.bytes().fill(0xaa, output, output + size + SLACK + GUARD);
    const taken = kernel.exports.inflate(input, stream.length, output, size);
    return { taken, bytes: Buffer.from(kernel.bytes().subarray(output, output + size)) };
  }

  const random = seeded(2);
  const contents: [string, Buffer][] = [
    ["nothing", Buffer.alloc(0)],
    ["one byte", Buffer.from("x")],
    ["a run", Buffer.alloc(100_000, 7)],
    ["noise", random.bytes(100_000)],
    ["text", Buffer.from(scribble(random, 100_000, "etaoin shrdlu\n"))],
    [
      "repeats at every distance",
      Buffer.concat(
        Array.from({ length: 300 }, (_, i) => Buffer.concat([random.bytes(i), Buffer.alloc(i, i)])),
      ),
    ],
    ["a large text", Buffer.from(scribble(random, 1_500_000, "abcdefgh"))],
  ];

  test.for(contents)("%s, at every level and strategy", ([, content]) => {
    for (const level of [0, 1, 6, 9])
      for (const strategy of [0, 1, 2, 3, 4]) {
        const stream = deflateSync(content, { level, strategy });
        const { taken, bytes } = inflate(stream, content.length);
        expect(taken).toBe(stream.length);
        expect(bytes.equals(content)).toBe(true);
      }
  });

  test("a damaged, short or differently sized stream is refused and harms nothing", () => {
    const content = Buffer.from(scribble(random, 5000, "some ordinary text, (with) things;\n"));
    const stream = deflateSync(content);
    expect(inflate(stream, content.length - 1).taken).toBe(-1);
    expect(inflate(stream, content.length + 1).taken).toBe(-1);
    for (let length = 0; length < stream.length; length += 7)
      expect(inflate(stream.subarray(0, length), content.length).taken).toBe(-1);
    for (let i = 0; i < 3000; i++) {
      const broken = Buffer.from(stream);
      const at = random.below(broken.length);
      broken[at] = (broken[at] ?? 0) ^ (1 << random.below(8));
      const { taken, bytes } = inflate(broken, content.length);
      // A changed bit can only go unnoticed where it changes nothing.
      if (taken !== -1) expect(bytes.equals(content)).toBe(true);
      const end = output + content.length + SLACK;
      expect(
        kernel
          .bytes()
          .subarray(end, end + GUARD)
          .every((byte) => byte === 0xaa),
      ).toBe(true);
    }
    expect(inflate(stream, content.length).taken).toBe(stream.length);
  });

  test("noise is no stream", () => {
    for (let i = 0; i < 3000; i++)
      expect(
        inflate(Buffer.concat([Buffer.from([0x78, 0x9c]), random.bytes(300)]), 1000).taken,
      ).toBe(-1);
  });
});

describe("inflating for a search", () => {
  const finder = finderFor([literal("AIza"), literal("abc", true)]);
  const inflate = (text: string, level: number, isWorthReading: () => boolean = () => true) => {
    const deflated = deflateRawSync(Buffer.from(text, "latin1"), { level });
    return finder.inflate?.(deflated, text.length, isWorthReading)?.toString("latin1");
  };

  test("gives what holds a literal, nothing of what does not", () => {
    const text = `${"x".repeat(100_000)}AIza`;
    expect(inflate(text, 6)).toBe(text);
    expect(inflate("x".repeat(100_000), 6)).toBe("");
  });

  test("tells what stands where, and gives only what is worth reading", () => {
    const text = `${"-".repeat(300)}ABC--AIza-`;
    const deflated = deflateRawSync(Buffer.from(text, "latin1"));
    const asked: unknown[] = [];
    const given = finder.inflate?.(deflated, text.length, (bytes, occurrences) => {
      asked.push(bytes.toString("latin1"), occurrences);
      return false;
    });
    expect(given).toEqual(Buffer.alloc(0));
    expect(asked).toEqual([
      text,
      [
        { literal: 1, end: 303 },
        { literal: 0, end: 309 },
      ],
    ]);
  });

  test("a stream with the size and the end of one without a literal is still looked into", () => {
    // Level 0 stores, so that streams differ only where their contents do.
    const barren = `${"x".repeat(500)}----${"y".repeat(500)}`;
    expect(inflate(barren, 0)).toBe("");
    expect(inflate(barren, 0)).toBe("");
    const key = barren.replace("----", "AIza");
    expect(inflate(key, 0)).toBe(key);
    expect(inflate(barren, 0)).toBe("");
  });

  test("more literals than there is room for are worth reading", () => {
    const text = "AIza".repeat(50_000);
    expect(inflate(text, 6, () => false)).toBe(text);
  });
});

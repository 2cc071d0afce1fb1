import { describe, expect, test } from "vitest";
import { excerptAround } from "../../src/match/excerpt.ts";
import type { Decoding } from "../../src/document.ts";
import type { Excerpt } from "../../src/finding.ts";

const VALUE = "<value>";

/** The excerpt around the value in a text. */
function around(text: string, decodings: readonly Decoding[] = []): Excerpt | undefined {
  const start = text.indexOf(VALUE);
  return excerptAround({ text, decodings }, start, start + VALUE.length);
}

function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}

describe("the text around a match", () => {
  test("is two lines before, its own line and two lines behind", () => {
    expect(around(`a\nb\nc\nkey = '${VALUE}';\r\nd\re\nf`)).toEqual({
      before: "b\nc\nkey = '",
      behind: "';\nd\ne",
    });
  });

  test("is less at the edges of a text", () => {
    expect(around(VALUE)).toEqual({ before: "", behind: "" });
    expect(around(`a\n${VALUE}\n`)).toEqual({ before: "a\n", behind: "\n" });
  });

  test("is bounded in lines without end, and half a word is left out", () => {
    const filler = "abc def ".repeat(1000);
    const { before, behind } = around(`${filler}x${VALUE}y${filler}`) ?? {};
    expect(before).toMatch(/^… (?:abc def )+x$/);
    expect(behind).toMatch(/^y(?:abc def )+…$/);
    expect(before?.length).toBeLessThanOrEqual(101);
    expect(behind?.length).toBeLessThanOrEqual(101);
  });

  test("shows nothing of a long token that a cut goes through", () => {
    const token = "0123456789abcdef".repeat(100);
    expect(around(`${token} ${VALUE} ${token}`)).toEqual({ before: "… ", behind: " …" });
    const { before } = around(`${token}\nk=${VALUE}`) ?? {};
    expect(before).toBe("k=");
    const { behind } = around(`${VALUE}\n${"b ".repeat(70)}${token}\nz`) ?? {};
    expect(behind).toBe(`\n${"b ".repeat(70)}…`);
  });

  test("is text in the characters that its bytes stand for", () => {
    expect(around(latin1(`# Schlüssel 鍵\n${VALUE} # für später`))).toEqual({
      before: "# Schlüssel 鍵\n",
      behind: " # für später",
    });
    // Not UTF-8: shown byte by byte.
    expect(around(`Schl\xfcssel ${VALUE}`)?.before).toBe("Schl\xfcssel ");
    expect(around(`ü ${VALUE}`, ["utf-16"])?.before).toBe("ü ");
  });

  test("is text where a cut goes through a character", () => {
    const { before } = around(latin1(`${"鍵 ".repeat(300)}${VALUE}`)) ?? {};
    expect(before).toMatch(/^…[鍵 ]+$/);
  });

  test("is none in what is no text", () => {
    expect(around(`\0\x01${VALUE}`)).toBeUndefined();
    expect(around(`${VALUE}\x02`)).toBeUndefined();
  });
});

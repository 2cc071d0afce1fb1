import { describe, expect, test } from "vitest";
import { readText } from "../../src/decode/document-text.ts";
import type { Document, Origin, Position } from "../../src/document.ts";
import { OVERLAP, WHOLE_LIMIT, WINDOW, windowed } from "../../src/sources/windows.ts";

const origin: Origin = { source: "worktree", path: "big.txt" };

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function windowsOf(bytes: Buffer, pieceSize: number): Promise<Document[]> {
  const documents: Document[] = [];
  for await (const document of windowed(origin, inPieces(bytes, pieceSize)))
    documents.push(document);
  return documents;
}

/** Where `needle` is, as told by each window that holds it. */
function positionsOf(
  needle: string,
  documents: readonly Document[],
  encoding: BufferEncoding = "utf8",
): Position[] {
  return documents.flatMap(({ bytes, start }) => {
    const text = bytes.toString(encoding);
    const at = text.indexOf(needle);
    if (at === -1) return [];
    const before = text.slice(0, at).split("\n");
    const last = before.at(-1) ?? "";
    return [
      before.length === 1
        ? { line: start.line, column: start.column + last.length }
        : { line: start.line + before.length - 1, column: last.length + 1 },
    ];
  });
}

describe("documents up to the limit stay whole", () => {
  test.for([0, 1, 1000, WHOLE_LIMIT])("%i bytes", async (size) => {
    const documents = await windowsOf(Buffer.alloc(size, "x"), 1024 * 1024);
    expect(documents).toHaveLength(1);
    expect(documents[0]?.whole).toBe(true);
    expect(documents[0]?.bytes.length).toBe(size);
    expect(documents[0]?.start).toEqual({ line: 1, column: 1 });
  });
});

describe("larger ones are cut", () => {
  test("windows overlap, leave nothing out and never exceed their size", async () => {
    const bytes = Buffer.alloc(WHOLE_LIMIT + 1, "x");
    const documents = await windowsOf(bytes, 3_000_000);
    let end = 0;
    for (const document of documents) {
      const from = document.start.column - 1;
      expect(document.whole).toBe(false);
      expect(document.bytes.length).toBeLessThanOrEqual(WINDOW);
      expect(end === 0 || end - from >= OVERLAP).toBe(true);
      end = from + document.bytes.length;
    }
    expect(end).toBe(bytes.length);
  });

  test("what lies across a cut is whole in the next window, at its true position", async () => {
    const bytes = Buffer.alloc(WHOLE_LIMIT + 5_000_000, "x");
    bytes.write("\n", 1000);
    bytes.write("needle", WINDOW - 3);
    const documents = await windowsOf(bytes, 1_000_000);
    expect(positionsOf("needle", documents)).toEqual([{ line: 2, column: WINDOW - 3 - 1000 }]);
  });

  test("columns count UTF-16 code units, wherever the cut falls in a character", async () => {
    const line = "ä😀€x";
    const unit = Buffer.from(line);
    const count = Math.ceil((WHOLE_LIMIT + 10) / unit.length);
    const bytes = Buffer.concat([Buffer.alloc(unit.length * count, unit), Buffer.from("needle")]);
    const documents = await windowsOf(bytes, 7_777_777);
    expect(positionsOf("needle", documents)).toEqual([
      { line: 1, column: line.length * count + 1 },
    ]);
    for (const document of documents.slice(1))
      expect(document.bytes.subarray(0, 4).toString()[0]).not.toBe("\ufffd");
  });

  test("UTF-16 text is counted in its own units", async () => {
    const line = "abc\n";
    const count = Math.ceil((WHOLE_LIMIT + 10) / (line.length * 2));
    const text = `\ufeff${line.repeat(count)}needle`;
    const documents = await windowsOf(Buffer.from(text, "utf16le"), 5_000_000);
    expect(positionsOf("needle", documents, "utf16le")).toEqual([{ line: count + 1, column: 1 }]);
  });

  test.for<[name: string, line: string, position: (count: number) => Position]>([
    ["lone carriage returns", "abcdef\r", (count) => ({ line: count + 1, column: 1 })],
    ["carriage returns and line feeds", "abcde\r\n", (count) => ({ line: count + 1, column: 1 })],
    ["a byte order mark", "\ufeffabcdef ", (count) => ({ line: 1, column: 8 * count })],
    ["bytes that are no text", "abcdef\xff", (count) => ({ line: 1, column: 7 * count + 1 })],
  ])("with %s the reader of a later window finds the true position", async ([, line, position]) => {
    const unit = Buffer.from(line, line.endsWith("\xff") ? "latin1" : "utf8");
    const count = Math.ceil((WHOLE_LIMIT + 10) / unit.length);
    const bytes = Buffer.concat([Buffer.alloc(unit.length * count, unit), Buffer.from("needle")]);
    const last = (await windowsOf(bytes, 7_777_777)).at(-1);
    if (last === undefined) throw new Error("there is no window");
    const { text, locate } = readText(last);
    expect(locate(text.indexOf("needle"))).toEqual(position(count));
  });
});

/** Reads the bytes of a document as text. */
import type { Content, Decoding, Position } from "../document.ts";
import { bytePositions, textPositions } from "./positions.ts";

/** A document as text. One character is one byte, except where the document is UTF-16. */
export interface DocumentText {
  readonly text: string;
  readonly decodings: readonly Decoding[];
  readonly binary: boolean;
  locate(offset: number): Position;
  /** The byte that an offset into `text` stands for. */
  byteAt(offset: number): number;
}

/** UTF-16 is decoded; all else is read byte by byte, so that no encoding and no broken character hides a key. */
export function readText(content: Content): DocumentText {
  const { bytes, start } = content;
  const order = utf16Order(bytes);
  if (order !== undefined) {
    const text = utf16Text(bytes, order);
    const marked =
      bytes.length >= 2 && (bytes.readUInt16LE(0) === 0xfeff || bytes.readUInt16BE(0) === 0xfeff)
        ? 2
        : 0;
    return {
      text,
      decodings: ["utf-16"],
      binary: false,
      locate: textPositions(text, start),
      byteAt: (offset) => marked + offset * 2,
    };
  }
  return readBytes(content);
}

/** Whether {@link readText} takes a document for binary. */
export function isBinary(bytes: Buffer): boolean {
  return bytes.includes(0) && utf16Order(bytes) === undefined;
}

/** The document byte by byte, whatever it is. */
export function readBytes({ bytes, start }: Content): DocumentText {
  return {
    text: bytes.toString("latin1"),
    decodings: [],
    binary: bytes.includes(0),
    locate: bytePositions(bytes, start),
    byteAt: (offset) => offset,
  };
}

type ByteOrder = "little" | "big";

/** How much of a document without byte order mark is looked at to tell. */
const SAMPLE = 4096;

function utf16Order(bytes: Buffer): ByteOrder | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "little";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "big";
  const sample = bytes.subarray(0, SAMPLE);
  const pairs = sample.length >> 1;
  if (pairs < 4 || !sample.includes(0)) return undefined;
  let zerosFirst = 0;
  let zerosSecond = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (sample[i] === 0) zerosFirst++;
    if (sample[i + 1] === 0) zerosSecond++;
  }
  // Text with any Latin in it has many zero halves on one side, and none on the other.
  if (zerosSecond > pairs * 0.4 && zerosFirst === 0) return "little";
  if (zerosFirst > pairs * 0.4 && zerosSecond === 0) return "big";
  return undefined;
}

function utf16Text(bytes: Buffer, order: ByteOrder): string {
  const even = bytes.subarray(0, bytes.length & ~1);
  const text = (order === "little" ? even : Buffer.from(even).swap16()).toString("utf16le");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** A file as text that can be edited and turned back into its bytes, all else in it unchanged. */
import type { Content } from "../document.ts";
import { readText } from "../decode/document-text.ts";

export interface EditableText {
  /** UTF-16 is decoded; of all else one character is one byte. */
  readonly text: string;
  /** The offset into `text` of a byte. */
  offsetOf(byte: number): number;
  /** The bytes of a changed text, with the byte order mark that there was. What is added to it must be ASCII. */
  bytesOf(text: string): Buffer;
}

/** Undefined for what is binary. */
export function editableText(content: Content): EditableText | undefined {
  const { text, decodings, binary, byteAt } = readText(content);
  if (binary) return undefined;
  if (!decodings.includes("utf-16"))
    return {
      text,
      offsetOf: (byte) => byte,
      bytesOf: (changed) => Buffer.from(changed, "latin1"),
    };
  const { bytes } = content;
  const [before, behind] = [byteAt(0), byteAt(text.length)];
  const bigEndian = bytes.subarray(before, behind).equals(encoded(text, true));
  return {
    text,
    offsetOf: (byte) => (byte - before) / 2,
    bytesOf: (changed) =>
      Buffer.concat([
        bytes.subarray(0, before),
        encoded(changed, bigEndian),
        bytes.subarray(behind),
      ]),
  };
}

function encoded(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
}

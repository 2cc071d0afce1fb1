/** Turns offsets into lines and columns. Indexes are built on the first question and only as far as asked. */
import { isUtf8 } from "node:buffer";
import type { Position } from "../document.ts";

/** Large enough to keep the index small, small enough to count through for each answer. */
const BLOCK = 4096;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Positions of byte offsets; columns count UTF-16 code units, or bytes on a line that is not UTF-8. */
export function bytePositions(bytes: Buffer, start: Position): (offset: number) => Position {
  const lineAt = lineIndex(bytes);
  const unitsBefore = unitIndex(bytes);
  const hidden = start.line === 1 && start.column === 1 && hasByteOrderMark(bytes) ? 1 : 0;
  let checked = { start: -1, isText: false };

  return (offset) => {
    const line = lineAt(offset);
    if (checked.start !== line.start) {
      checked = { start: line.start, isText: isTextLine(bytes, line.start) };
    }
    const units = checked.isText
      ? unitsBefore(offset) - unitsBefore(line.start) - (line.start === 0 ? hidden : 0)
      : offset - line.start;
    return place(start, line.number, Math.max(units, 0));
  };
}

/** Positions of offsets into text that is already made of UTF-16 code units. */
export function textPositions(text: string, start: Position): (offset: number) => Position {
  let lineAt: ((offset: number) => Line) | undefined;
  return (offset) => {
    lineAt ??= lineIndex(codeUnits(text));
    const line = lineAt(offset);
    return place(start, line.number, offset - line.start);
  };
}

interface Line {
  /** Counts from 0. */
  readonly number: number;
  readonly start: number;
}

function place(start: Position, line: number, column: number): Position {
  return {
    line: start.line + line,
    column: (line === 0 ? start.column : 1) + column,
  };
}

function lineIndex(codes: Uint8Array | Uint16Array): (offset: number) => Line {
  const blocks = Math.floor(codes.length / BLOCK) + 1;
  const numbers = new Uint32Array(blocks);
  const starts = new Uint32Array(blocks);
  let known = 0;

  const countFrom = (block: number, end: number): Line => {
    let number = numbers[block] ?? 0;
    let start = starts[block] ?? 0;
    for (let i = block * BLOCK; i < end; i++) {
      const code = codes[i];
      if (code === LINE_FEED || (code === CARRIAGE_RETURN && codes[i + 1] !== LINE_FEED)) {
        number++;
        start = i + 1;
      }
    }
    return { number, start };
  };

  return (offset) => {
    const end = Math.min(offset, codes.length);
    const block = Math.floor(end / BLOCK);
    for (; known < block; known++) {
      const line = countFrom(known, (known + 1) * BLOCK);
      numbers[known + 1] = line.number;
      starts[known + 1] = line.start;
    }
    return countFrom(block, end);
  };
}

/** How many UTF-16 code units the UTF-8 bytes before an offset make. */
function unitIndex(bytes: Buffer): (offset: number) => number {
  const totals = new Uint32Array(Math.floor(bytes.length / BLOCK) + 1);
  let known = 0;

  const countFrom = (block: number, end: number): number => {
    let units = totals[block] ?? 0;
    for (let i = block * BLOCK; i < end; i++) {
      const byte = bytes[i] ?? 0;
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
  };

  return (offset) => {
    const end = Math.min(offset, bytes.length);
    const block = Math.floor(end / BLOCK);
    for (; known < block; known++) totals[known + 1] = countFrom(known, (known + 1) * BLOCK);
    return countFrom(block, end);
  };
}

/** A window may begin or end inside a character, which makes no line invalid. */
function isTextLine(bytes: Buffer, start: number): boolean {
  let from = start;
  if (from === 0) while (from < 3 && isContinuation(bytes[from])) from++;
  let to = from;
  while (to < bytes.length && bytes[to] !== LINE_FEED && bytes[to] !== CARRIAGE_RETURN) to++;
  if (to === bytes.length) to = beforeCutCharacter(bytes, from, to);
  return isUtf8(bytes.subarray(from, to));
}

function beforeCutCharacter(bytes: Buffer, from: number, to: number): number {
  for (let i = to - 1; i >= from && i >= to - 3; i--) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0xc0) return i;
    if (!isContinuation(byte)) return to;
  }
  return to;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function hasByteOrderMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function codeUnits(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  Buffer.from(units.buffer).write(text, "utf16le");
  return units;
}

/** Turns offsets into lines and columns. Indexes are built on the first question and only as far as asked. */
import { isUtf8 } from "node:buffer";
import type { Position } from "../document.ts";

/** Large enough to keep the index small, small enough to count through for each answer. */
const BLOCK = 4096;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Positions of byte offsets; columns count UTF-16 code units, or bytes on a line that is not UTF-8. */
export function bytePositions(bytes: Buffer, start: Position): (offset: number) => Position {
  let lines: ByteLines | undefined;
  const unitsBetween = unitCounter(bytes);
  const hidden = start.line === 1 && start.column === 1 && hasByteOrderMark(bytes) ? 1 : 0;
  let checked = { start: -1, isText: false };

  return (offset) => {
    lines ??= byteLines(bytes);
    const line = lines.at(offset);
    if (checked.start !== line.start) {
      checked = { start: line.start, isText: isText(bytes, line.start, lines.endOf(line.start)) };
    }
    const units = checked.isText
      ? unitsBetween(line.start, offset) - (line.start === 0 ? hidden : 0)
      : offset - line.start;
    return place(start, line.number, Math.max(units, 0));
  };
}

/** Positions of offsets into text that is already made of UTF-16 code units. */
export function textPositions(text: string, start: Position): (offset: number) => Position {
  let lineAt: ((offset: number) => Line) | undefined;
  return (offset) => {
    lineAt ??= lineIndex(text.length, breaksIn(codeUnits(text)));
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

/** The number of line breaks in a stretch, and where the last line that begins in it or at its end does. */
type BreaksIn = (from: number, end: number) => { count: number; lineStart: number | undefined };

/** Tells lines of bytes apart. */
interface ByteLines {
  at(offset: number): Line;
  /** Where the line that begins at an offset ends. */
  endOf(lineStart: number): number;
}

function byteLines(bytes: Buffer): ByteLines {
  // Most files have none, and the system finds line feeds faster than a loop does.
  if (!bytes.includes(CARRIAGE_RETURN))
    return {
      at: lineIndex(bytes.length, feedsIn(bytes)),
      endOf(lineStart) {
        const feed = bytes.indexOf(LINE_FEED, lineStart);
        return feed < 0 ? bytes.length : feed;
      },
    };
  return {
    at: lineIndex(bytes.length, breaksIn(bytes)),
    endOf(lineStart) {
      let end = lineStart;
      while (end < bytes.length && bytes[end] !== LINE_FEED && bytes[end] !== CARRIAGE_RETURN)
        end++;
      return end;
    },
  };
}

function breaksIn(codes: Uint8Array | Uint16Array): BreaksIn {
  return (from, end) => {
    let count = 0;
    let lineStart: number | undefined;
    for (let i = from; i < end; i++) {
      const code = codes[i];
      if (code === LINE_FEED || (code === CARRIAGE_RETURN && codes[i + 1] !== LINE_FEED)) {
        count++;
        lineStart = i + 1;
      }
    }
    return { count, lineStart };
  };
}

/** For bytes without a carriage return, four at a time. */
function feedsIn(bytes: Buffer): BreaksIn {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return (from, end) => {
    let count = 0;
    let at = from;
    for (; at + 4 <= end; at += 4) {
      const others = words.getInt32(at, true) ^ 0x0a0a0a0a;
      // The upper bit of each byte that is a line feed.
      let feeds = ~(((others & 0x7f7f7f7f) + 0x7f7f7f7f) | others) & 0x80808080;
      for (; feeds !== 0; feeds &= feeds - 1) count++;
    }
    for (; at < end; at++) if (bytes[at] === LINE_FEED) count++;
    const last = count === 0 ? -1 : bytes.subarray(from, end).lastIndexOf(LINE_FEED);
    return { count, lineStart: last < 0 ? undefined : from + last + 1 };
  };
}

function lineIndex(length: number, breaks: BreaksIn): (offset: number) => Line {
  const blocks = Math.floor(length / BLOCK) + 1;
  const numbers = new Uint32Array(blocks);
  const starts = new Uint32Array(blocks);
  let known = 0;

  const countFrom = (block: number, end: number): Line => {
    const { count, lineStart } = breaks(block * BLOCK, end);
    return { number: (numbers[block] ?? 0) + count, start: lineStart ?? starts[block] ?? 0 };
  };

  return (offset) => {
    const end = Math.min(offset, length);
    const block = Math.floor(end / BLOCK);
    for (; known < block; known++) {
      const line = countFrom(known, (known + 1) * BLOCK);
      numbers[known + 1] = line.number;
      starts[known + 1] = line.start;
    }
    return countFrom(block, end);
  };
}

/** How many UTF-16 code units the UTF-8 bytes of a stretch make. */
function unitCounter(bytes: Buffer): (from: number, end: number) => number {
  // Only long lines need an index.
  let totals: Uint32Array | undefined;
  let known = 0;

  const countFrom = (from: number, end: number): number => {
    let units = 0;
    for (let i = from; i < end; i++) {
      const byte = bytes[i] ?? 0;
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
  };
  const unitsBefore = (offset: number): number => {
    totals ??= new Uint32Array(Math.floor(bytes.length / BLOCK) + 1);
    const block = Math.floor(offset / BLOCK);
    for (; known < block; known++)
      totals[known + 1] = (totals[known] ?? 0) + countFrom(known * BLOCK, (known + 1) * BLOCK);
    return (totals[block] ?? 0) + countFrom(block * BLOCK, offset);
  };

  return (from, offset) => {
    const end = Math.min(offset, bytes.length);
    return end - from <= BLOCK ? countFrom(from, end) : unitsBefore(end) - unitsBefore(from);
  };
}

/** Whether a line is UTF-8. A window may begin or end inside a character, which makes no line invalid. */
function isText(bytes: Buffer, start: number, end: number): boolean {
  let from = start;
  if (from === 0) while (from < 3 && isContinuation(bytes[from])) from++;
  const to = end === bytes.length ? beforeCutCharacter(bytes, from, end) : end;
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

/** Finds what a comment beside a value says of it: `gemsweep:allow reason`, or the mark of another scanner. */
import { isUtf8 } from "node:buffer";
import { decodeUtf8 } from "../decode/part-name.ts";
import type { Chunk } from "../document.ts";
import type { InlineMark, MarkName } from "../finding.ts";

/** Characters of a line, without the value, above which a mark speaks of the value directly before it alone. */
const LONG_LINE = 500;
/** How far behind a value on a long line its mark may begin: another value would take more. */
const DIRECTLY_BEHIND = 24;
/** Characters of a reason that are kept. */
const LONGEST_REASON = 200;

/** How a mark is written beside a value, and how alone on the line before it; undefined where that is no mark. */
interface Notation {
  readonly mark: MarkName;
  readonly beside: RegExp | undefined;
  readonly before: RegExp | undefined;
}

const NOTATIONS: readonly Notation[] = [
  { mark: "gemsweep:allow", beside: word("gemsweep:allow"), before: word("gemsweep:allow") },
  { mark: "gitleaks:allow", beside: word("gitleaks:allow"), before: undefined },
  { mark: "betterleaks:allow", beside: word("betterleaks:allow"), before: undefined },
  { mark: "trufflehog:ignore", beside: word("trufflehog:ignore"), before: undefined },
  { mark: "kingfisher:ignore", beside: word("kingfisher:ignore"), before: undefined },
  {
    mark: "pragma: allowlist secret",
    beside: word("pragma: ?(?:allow|white)list secret"),
    before: word("pragma: ?(?:allow|white)list nextline secret"),
  },
  {
    mark: "secretlint-disable-line",
    beside: word("secretlint-disable-line"),
    before: word("secretlint-disable-next-line"),
  },
  { mark: "ggignore", beside: word("ggignore"), before: undefined },
];

/** Is in every mark: most values have none, and are not to be asked about each. */
const ANY = /allow|whitelist|ignore|disable/;

function word(pattern: string): RegExp {
  return new RegExp(`(?<![\\w:-])${pattern}(?![\\w-])`);
}

/**
 * The marks of the value between two offsets into a chunk's text. What was decoded may also be marked where it stands
 * encoded.
 */
export function inlineMarks(chunk: Chunk, start: number, end: number): readonly InlineMark[] {
  const around = surroundings(chunk.text, start, end);
  const marks = ANY.test(around.left + around.right + around.before)
    ? NOTATIONS.flatMap((notation) => markIn(around, notation) ?? [])
    : [];
  const outer = chunk.outer?.(start, end);
  return outer === undefined
    ? marks
    : [...marks, ...inlineMarks(outer.chunk, outer.start, outer.end)];
}

interface Surroundings {
  /** What is on the value's line before and behind it. */
  readonly left: string;
  readonly right: string;
  /** How far to the right a mark may begin. */
  readonly farthest: number;
  /** The line before that. */
  readonly before: string;
}

function surroundings(text: string, start: number, end: number): Surroundings {
  const left = /[^\r\n]*$/.exec(text.slice(Math.max(0, start - LONG_LINE - 1), start))?.[0] ?? "";
  const right = /^[^\r\n]*/.exec(text.slice(end, end + LONG_LINE + 1))?.[0] ?? "";
  if (left.length + right.length > LONG_LINE)
    return { left: "", right, farthest: DIRECTLY_BEHIND, before: "" };

  const lineStart = start - left.length;
  const above = text.slice(Math.max(0, lineStart - LONG_LINE), lineStart);
  const before = /([^\r\n]*)(?:\r\n|\r|\n)$/.exec(above)?.[1] ?? "";
  return { left, right, farthest: LONG_LINE, before };
}

function markIn(around: Surroundings, { mark, beside, before }: Notation): InlineMark | undefined {
  const right = beside?.exec(around.right);
  if (right && right.index <= around.farthest) return inlineMark(mark, right);
  const left = beside?.exec(around.left);
  if (left) return inlineMark(mark, left);
  const above = before?.exec(around.before);
  if (above && isComment(around.before.slice(0, above.index))) return inlineMark(mark, above);
  return undefined;
}

/** Whether a mark behind this has its line to itself, so that it is not about a value before it. */
function isComment(lead: string): boolean {
  return !/[\p{L}\p{N}]/u.test(lead.replace(/^\s*rem\s/i, ""));
}

function inlineMark(mark: MarkName, { 0: text, index, input }: RegExpExecArray): InlineMark {
  return { mark, reason: reasonIn(input.slice(index + text.length)) };
}

/** What stands behind a mark, up to where the comment ends. */
function reasonIn(rest: string): string {
  const [comment = ""] = rest.split(/\*\/|-->|\*\)|#\}|"""|'''/, 1);
  // A character of UTF-16 or Latin-1 text is no byte of UTF-8.
  const isBytes = isUtf8(Buffer.from(comment, "latin1"));
  const reason = (isBytes ? decodeUtf8(comment) : comment).replace(/^[\s:-]+|[\s"'`,;\\]+$/g, "");
  return /[\p{L}\p{N}]/u.test(reason) ? reason.slice(0, LONGEST_REASON) : "";
}

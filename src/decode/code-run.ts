/** Decoders of unbroken code (base64, hex): the run of code characters around the hit is decoded in its alignment. */
import { join, lastAtMost, slice } from "./view.ts";
import type { View } from "./view.ts";
import type { HitReader } from "./value-decoder.ts";

/** How much code around a hit is decoded. */
const BEFORE = 2048;
const AFTER = 6144;
/** A hit nearer than this to a cut end starts a new run, so that its whole value is in it. */
const LONGEST_ENCODED = 1024;

export interface RunCode {
  /** Global: matches code characters as many as stand together, or a gap to be left out. Anything else ends a run. */
  readonly token: RegExp;
  readonly isGap: (token: string) => boolean;
  /** Whether code characters that stand together can be part of a run. */
  readonly fits: (token: string) => boolean;
  /** Code characters in a group: 4 for base64, 2 for hex. */
  readonly group: number;
  /** Only runs that have gaps, because another reader sees to those without. */
  readonly gapsOnly: boolean;
  /** Sticky: what fills up the last group. */
  readonly padding: RegExp | undefined;
  decode(code: string): string;
  /** The index of the code character that a decoded character begins in. */
  sourceOf(index: number): number;
  /** The index behind the code character that the decoded character before this one ends in. */
  endOf(index: number): number;
}

/** Reads the runs of one text. Within a run each alignment is decoded once. */
export function runReader(text: string, code: RunCode): HitReader {
  let run: Run | undefined;
  return ({ offset, form }) => {
    if (run === undefined || offset >= run.trustedUntil) {
      run = runAround(text, offset, run?.brokenAt ?? 0, code);
    }
    const index = run.indexOf(offset);
    if (index === undefined) return [];
    const first = (((index - form.phase) % code.group) + code.group) % code.group;
    if (run.decoded.has(first) || (code.gapsOnly && run.pieces.length < 2)) return [];
    run.decoded.add(first);
    run.view ??= viewOf(text, run.pieces);
    const { view } = run;
    return [
      {
        text: code.decode(view.text.slice(first)),
        offsetOf: (at) => view.offsetOf(first + code.sourceOf(at)),
        endOf(at) {
          const end = first + code.endOf(at);
          if (end < view.text.length) return view.endOf(end);
          return pastPadding(text, view.endOf(view.text.length), code);
        },
      },
    ];
  };
}

function pastPadding(text: string, end: number, { padding }: RunCode): number {
  if (padding === undefined) return end;
  padding.lastIndex = end;
  return padding.test(text) ? padding.lastIndex : end;
}

interface Run {
  readonly pieces: readonly Span[];
  view: View | undefined;
  /** Hits from here on need another run. */
  readonly trustedUntil: number;
  /** No later run begins before this, so that no text is gone through twice. */
  readonly brokenAt: number;
  /** The alignments that were decoded already. */
  readonly decoded: Set<number>;
  indexOf(offset: number): number | undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The run that holds `offset`; without pieces when there is none. */
function runAround(text: string, offset: number, brokenAt: number, code: RunCode): Run {
  const from = Math.max(offset - BEFORE, Math.min(brokenAt, offset));
  const at = offset - from;
  const window = text.slice(from, offset + AFTER);
  let pieces: Span[] = [];
  let end = 0;
  for (const { 0: token, index } of window.matchAll(code.token)) {
    const isGap = code.isGap(token);
    const fits = isGap || code.fits(token);
    if (index > at && (index !== end || !fits)) break;
    if (index !== end || !fits) pieces = [];
    end = index + token.length;
    if (fits && !isGap) pieces.push({ start: from + index, end: from + end });
  }
  const isCut = end === window.length && from + end < text.length;
  const runEnd = Math.max(from + end, offset + 1);
  return {
    pieces,
    view: undefined,
    trustedUntil: isCut && pieces.length > 0 ? runEnd - LONGEST_ENCODED : runEnd,
    brokenAt: isCut ? 0 : runEnd,
    decoded: new Set(),
    indexOf: indexIn(pieces),
  };
}

function viewOf(text: string, pieces: readonly Span[]): View {
  return join(
    pieces.map(({ start, end }) => slice(text, start, end)),
    "",
  );
}

function indexIn(pieces: readonly Span[]) {
  const starts = pieces.map((piece) => piece.start);
  const lengths: number[] = [];
  let before = 0;
  for (const { start, end } of pieces) {
    lengths.push(before);
    before += end - start;
  }
  return (offset: number): number | undefined => {
    const at = lastAtMost(starts, offset);
    const piece = pieces[at];
    if (piece === undefined || offset >= piece.end) return undefined;
    return (lengths[at] ?? 0) + offset - piece.start;
  };
}

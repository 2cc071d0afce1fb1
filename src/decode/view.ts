/** Text made out of other text, with a way back. */

/** A text, and for each index into it the offset in what it was made from. */
export interface View {
  readonly text: string;
  offsetOf(index: number): number;
  /** The offset behind what the character before `index`, which is above 0, was made from. */
  endOf(index: number): number;
}

/** The part of `text` from `start` up to `end`, as it is. */
export function slice(text: string, start: number, end: number): View {
  const offsetOf = (index: number): number => start + index;
  return { text: text.slice(start, end), offsetOf, endOf: offsetOf };
}

/**
 * Replaces each match of `pattern` (global). A replaced piece leads back to where it began; the way back is
 * only worked out when asked for, since most text holds no hit.
 */
export function rewrite(view: View, pattern: RegExp, replace: (match: string) => string): View {
  let pieces: Pieces | undefined;
  return {
    text: view.text.replace(pattern, (match) => replace(match)),
    endOf(index) {
      pieces ??= replacedPieces(view.text, pattern, replace);
      const last = lastAtMost(pieces.starts, index - 1);
      if (last < 0) return view.endOf(index);
      const resume = pieces.resumes[last] ?? 0;
      return view.endOf(resume + Math.max(index - (pieces.ends[last] ?? 0), 0));
    },
    offsetOf(index) {
      pieces ??= replacedPieces(view.text, pattern, replace);
      const last = lastAtMost(pieces.starts, index);
      if (last < 0) return view.offsetOf(index);
      const beyond = index - (pieces.ends[last] ?? 0);
      return view.offsetOf(
        beyond < 0 ? (pieces.origins[last] ?? 0) : (pieces.resumes[last] ?? 0) + beyond,
      );
    },
  };
}

/** Views one after another, with `separator` between them, which leads back to the end of the one before. */
export function join(views: readonly View[], separator: string): View {
  const [only] = views;
  if (only !== undefined && views.length === 1) return only;
  let starts: number[] | undefined;
  return {
    text: views.map((view) => view.text).join(separator),
    endOf(index) {
      starts ??= startsOf(views, separator.length);
      const at = lastAtMost(starts, index - 1);
      const view = views[at];
      if (view === undefined) return 0;
      return view.endOf(Math.min(index - (starts[at] ?? 0), view.text.length));
    },
    offsetOf(index) {
      starts ??= startsOf(views, separator.length);
      const at = lastAtMost(starts, index);
      const view = views[at];
      if (view === undefined) return 0;
      return view.offsetOf(Math.min(index - (starts[at] ?? 0), view.text.length));
    },
  };
}

/** Index of the last number in ascending `numbers` that is not above `limit`; -1 if none. */
export function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where replaced pieces begin and end in the new text, and begin and end in the old. */
interface Pieces {
  readonly starts: number[];
  readonly ends: number[];
  readonly origins: number[];
  readonly resumes: number[];
}

function replacedPieces(text: string, pattern: RegExp, replace: (match: string) => string): Pieces {
  const pieces: Pieces = { starts: [], ends: [], origins: [], resumes: [] };
  let shift = 0;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    const start = index + shift;
    const length = replace(match).length;
    pieces.starts.push(start);
    pieces.ends.push(start + length);
    pieces.origins.push(index);
    pieces.resumes.push(index + match.length);
    shift += length - match.length;
  }
  return pieces;
}

function startsOf(views: readonly View[], gap: number): number[] {
  const starts: number[] = [];
  let next = 0;
  for (const view of views) {
    starts.push(next);
    next += view.text.length + gap;
  }
  return starts;
}

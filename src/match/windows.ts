/** Where a text is worth searching: around the anchors of a rule, in pieces of bounded length. */

/** How far from an anchor a match may begin, and how far it may extend, in characters. */
const REACH = 4096;
/** How much of a text is handed to a regular expression at once, so that no pattern can cost more than this allows. */
const STEP = 65_536;

/** A piece of a text. Matches are looked for from `from` up to `to`; the rest is there to look at only. */
export interface Piece {
  readonly text: string;
  /** Offset of `text` in the whole. */
  readonly base: number;
  readonly from: number;
  readonly to: number;
}

interface Region {
  readonly start: number;
  end: number;
}

/** The pieces of `text` within reach of an anchor, in order, each place once. `haystack` is `text`, folded if the anchors are. */
export function* piecesAround(
  text: string,
  haystack: string,
  anchors: readonly string[],
): Generator<Piece> {
  for (const region of regionsAround(haystack, anchors))
    for (let start = region.start; start < region.end; start += STEP) {
      const base = Math.max(0, start - REACH);
      const end = Math.min(start + STEP, region.end);
      yield { text: text.slice(base, end + REACH), base, from: start - base, to: end - base };
    }
}

function regionsAround(haystack: string, anchors: readonly string[]): readonly Region[] {
  return merged(
    anchors.flatMap((anchor) => regionsOf(haystack, anchor)).sort((a, b) => a.start - b.start),
  );
}

function regionsOf(haystack: string, anchor: string): readonly Region[] {
  const regions: Region[] = [];
  for (
    let at = haystack.indexOf(anchor);
    at >= 0;
    at = haystack.indexOf(anchor, at + anchor.length)
  )
    add(regions, {
      start: Math.max(0, at - REACH),
      end: Math.min(haystack.length, at + anchor.length + REACH),
    });
  return regions;
}

function merged(sorted: readonly Region[]): readonly Region[] {
  const regions: Region[] = [];
  for (const region of sorted) add(regions, region);
  return regions;
}

function add(regions: Region[], region: Region): void {
  const last = regions.at(-1);
  if (last !== undefined && region.start <= last.end) last.end = Math.max(last.end, region.end);
  else regions.push({ ...region });
}

/** The text in lower case, every character where it was. */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  // A few capitals outside ASCII grow when lowered, which would shift everything behind them.
  return lower.length === text.length
    ? lower
    : text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

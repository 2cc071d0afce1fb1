/**
 * Tells binary content that nothing would be found in, without making a text of all of it: programs are large, and what
 * looks like an escape in them mostly is a part of a path, as in `lib\x64`.
 */
import type { Anchors } from "../match/anchors.ts";
import type { Occurrence } from "../match/finder.ts";
import { wholeChunk } from "./chunk.ts";
import { isBinary, readBytes } from "./document-text.ts";
import { hiddenValues, nestedBudget } from "./hidden-values.ts";

/** How far to either side of what they found decoders look at most. */
const MARGIN = 16_384;

/**
 * Whether no rule and no decoder would find anything in these bytes themselves, by the literals that occur in them; false where
 * that is not known.
 */
export function isBarren(
  bytes: Buffer,
  anchors: Anchors,
  occurrences: Iterable<Occurrence> = anchors.literalsIn(bytes),
): boolean {
  if (!isBinary(bytes)) return false;
  const offsets = anchors.onlyEncoded(occurrences);
  return offsets !== undefined && !windowsAround(offsets, bytes).some((window) => hides(window));

  function hides(window: Buffer): boolean {
    const content = { bytes: window, start: { line: 1, column: 1 }, whole: false };
    const chunk = wholeChunk(readBytes(content));
    const [uncovered] = hiddenValues(chunk, anchors, nestedBudget(window.length));
    return uncovered !== undefined;
  }
}

/** The parts of `bytes` that are within reach of some offset. */
function windowsAround(offsets: readonly number[], bytes: Buffer): Buffer[] {
  const windows: { start: number; end: number }[] = [];
  for (const offset of offsets) {
    const start = Math.max(offset - MARGIN, 0);
    const end = Math.min(offset + MARGIN, bytes.length);
    const last = windows.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else windows.push({ start, end });
  }
  return windows.map(({ start, end }) => bytes.subarray(start, end));
}

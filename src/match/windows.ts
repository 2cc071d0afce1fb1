/** Where a text is worth searching: around the anchors of a rule, in pieces of bounded length. */
import { compileAutomaton } from "./automaton.ts";
import type { Rule } from "./rule.ts";

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

/** From the first character to behind the last. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** The stretches of `text` within reach of an anchor of each rule, in the order of the rules; rules without any are left out. */
export function compileReach(
  rules: readonly Rule[],
): (text: string) => ReadonlyMap<Rule, readonly Region[]> {
  const anchors = rules.flatMap((rule) => rule.anchors.map((anchor) => ({ rule, anchor })));
  const automaton = compileAutomaton(anchors.map(({ anchor }) => Buffer.from(anchor, "latin1")));

  return (text) => {
    const reached = new Map<Rule, Region[]>(rules.map((rule) => [rule, []]));
    const bytes = Buffer.from(text, "latin1");
    let found = automaton.next(bytes, 0, 0);
    for (; found !== undefined; found = automaton.next(bytes, found.end, found.state))
      for (const index of found.literals) {
        const { rule, anchor } = anchors[index] ?? {};
        if (rule === undefined || anchor === undefined) continue;
        const start = found.end - anchor.length;
        if (standsAt(text, start, anchor, rule.ignoreCase))
          add(reached.get(rule) ?? [], {
            start: Math.max(0, start - REACH),
            end: Math.min(text.length, found.end + REACH),
          });
      }
    for (const [rule, regions] of reached) if (regions.length === 0) reached.delete(rule);
    return reached;
  };
}

/** The automaton minds neither case nor all of a character beyond U+00FF. */
function standsAt(text: string, start: number, anchor: string, ignoreCase: boolean): boolean {
  const there = text.slice(start, start + anchor.length);
  return ignoreCase ? there.toLowerCase() === anchor.toLowerCase() : there === anchor;
}

function add(regions: Region[], added: Region): void {
  let { start, end } = added;
  for (let last = regions.at(-1); last !== undefined && start <= last.end; last = regions.at(-1)) {
    start = Math.min(start, last.start);
    end = Math.max(end, last.end);
    regions.pop();
  }
  regions.push({ start, end });
}

/** Regions of a text cut into pieces, in order, each place once. */
export function* piecesOf(text: string, regions: readonly Region[]): Generator<Piece> {
  for (const region of regions)
    for (let start = region.start; start < region.end; start += STEP) {
      const base = Math.max(0, start - REACH);
      const end = Math.min(start + STEP, region.end);
      yield { text: text.slice(base, end + REACH), base, from: start - base, to: end - base };
    }
}

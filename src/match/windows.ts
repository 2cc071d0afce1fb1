/** Where a text is worth searching: around the anchors of a rule, in pieces of bounded length. */
import { compileAutomaton } from "./automaton.ts";
import type { Rule, Search } from "./rule.ts";

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

/** Where a text is worth searching for what a rule describes. */
export interface Reach {
  readonly rule: Rule;
  /** The stretches within reach of an anchor. */
  readonly regions: readonly Region[];
  /** For each search of the rule that has beginnings: where they stand, in order. */
  readonly starts: ReadonlyMap<Search, readonly number[]>;
}

/** A literal that is looked for, and what it means where it stands. */
interface Sought {
  readonly literal: string;
  readonly ignoreCase: boolean;
  readonly anchorOf: Set<Rule>;
  readonly begins: Set<Search>;
}

/** Tells where in a text to search, in the order of the rules; rules without anything to try are left out. */
export function compileReach(rules: readonly Rule[]): (text: string) => readonly Reach[] {
  const sought = soughtBy(rules);
  const automaton = compileAutomaton(sought.map(({ literal }) => Buffer.from(literal, "latin1")));

  return (text) => {
    const regions = new Map<Rule, Region[]>();
    const starts = new Map<Search, number[]>();
    const bytes = Buffer.from(text, "latin1");
    let found = automaton.next(bytes, 0, 0);
    for (; found !== undefined; found = automaton.next(bytes, found.end, found.state))
      for (const index of found.literals) {
        const one = sought[index];
        if (one === undefined || !standsBefore(text, found.end, one)) continue;
        const start = found.end - one.literal.length;
        for (const rule of one.anchorOf)
          add(listOf(regions, rule), {
            start: Math.max(0, start - REACH),
            end: Math.min(text.length, found.end + REACH),
          });
        for (const search of one.begins) listOf(starts, search).push(start);
      }
    // Of two that overlap the shorter may end first and yet begin later.
    for (const list of starts.values()) list.sort((a, b) => a - b);
    return rules.flatMap((rule) => {
      const reached = regions.get(rule);
      const isWorth = rule.searches.some(
        (search) => search.beginnings === undefined || starts.has(search),
      );
      return reached !== undefined && isWorth ? [{ rule, regions: reached, starts }] : [];
    });
  };
}

function soughtBy(rules: readonly Rule[]): readonly Sought[] {
  const all = new Map<string, Sought>();
  const seek = (literal: string, ignoreCase: boolean): Sought => {
    const folded = ignoreCase ? literal.toLowerCase() : literal;
    const key = `${ignoreCase} ${folded}`;
    const one = all.get(key) ?? {
      literal: folded,
      ignoreCase,
      anchorOf: new Set(),
      begins: new Set(),
    };
    all.set(key, one);
    return one;
  };
  for (const rule of rules) {
    for (const anchor of rule.anchors) seek(anchor, rule.ignoreCase).anchorOf.add(rule);
    for (const search of rule.searches)
      for (const beginning of search.beginnings ?? [])
        seek(beginning, rule.ignoreCase).begins.add(search);
  }
  return [...all.values()];
}

function listOf<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** The automaton minds neither case nor all of a character beyond U+00FF. */
function standsBefore(text: string, end: number, { literal, ignoreCase }: Sought): boolean {
  const there = text.slice(end - literal.length, end);
  return (ignoreCase ? there.toLowerCase() : there) === literal;
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

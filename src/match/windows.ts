/** Where a text is worth searching: around the anchors of a rule, in pieces of bounded length. */
import { literalKey, type Finder } from "./finder.ts";
import { markLiteral } from "./marks.ts";
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

/** What it means that a literal stands somewhere. */
interface Meaning {
  readonly length: number;
  readonly anchorOf: Rule[];
  readonly begins: Search[];
}

/** Tells where in a text to search, in the order of the rules; rules without anything to try are left out. */
export function compileReach(
  rules: readonly Rule[],
  marks: Finder,
): (text: string) => readonly Reach[] {
  const meaningOf = meaningsOf(rules);
  const meanings = marks.literals.map((literal) => meaningOf.get(literalKey(literal)));

  return (text) => {
    const regions = new Map<Rule, Mutable<Region>[]>();
    const starts = new Map<Search, number[]>();
    for (const { literal, end } of marks.occurrences(text)) {
      const meaning = meanings[literal];
      if (meaning === undefined) continue;
      const start = end - meaning.length;
      if (!isLatin(text, start, end)) continue;
      for (const rule of meaning.anchorOf)
        extend(
          listOf(regions, rule),
          Math.max(0, start - REACH),
          Math.min(text.length, end + REACH),
        );
      for (const search of meaning.begins) listOf(starts, search).push(start);
    }
    // Of two that overlap the longer may begin first and yet end later.
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

function meaningsOf(rules: readonly Rule[]): ReadonlyMap<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  const meaningOf = (text: string, ignoreCase: boolean): Meaning => {
    const mark = markLiteral(text, ignoreCase);
    const key = literalKey(mark);
    const meaning = meanings.get(key) ?? {
      length: text.length,
      anchorOf: [],
      begins: [],
    };
    meanings.set(key, meaning);
    return meaning;
  };
  for (const rule of rules) {
    for (const anchor of rule.anchors) addOnce(meaningOf(anchor, rule.ignoreCase).anchorOf, rule);
    for (const search of rule.searches)
      for (const beginning of search.beginnings ?? [])
        addOnce(meaningOf(beginning, rule.ignoreCase).begins, search);
  }
  return meanings;
}

function addOnce<Item>(list: Item[], item: Item): void {
  if (!list.includes(item)) list.push(item);
}

function listOf<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: Item[] = [];
  lists.set(key, list);
  return list;
}

/** Finders mind the low byte of a character only, which is all there is to one of Latin-1. */
function isLatin(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}

/** Adds a region that ends behind all others, as one with those that it touches. */
function extend(regions: Mutable<Region>[], start: number, end: number): void {
  let from = start;
  let last = regions.at(-1);
  // Mostly the last one grows; no objects are made for that.
  while (last !== undefined && from <= last.end) {
    const before = regions.at(-2);
    from = Math.min(from, last.start);
    if (before === undefined || from > before.end) {
      last.start = from;
      last.end = end;
      return;
    }
    regions.pop();
    last = before;
  }
  regions.push({ start: from, end });
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Regions of a text cut into pieces, in order, each place once. */
export function* piecesOf(text: string, regions: readonly Region[]): Generator<Piece> {
  for (const region of regions)
    for (let start = region.start; start < region.end; start += STEP) {
      const base = Math.max(0, start - REACH);
      const end = Math.min(start + STEP, region.end);
      yield { text: text.slice(base, end + REACH), base, from: start - base, to: end - base };
    }
}

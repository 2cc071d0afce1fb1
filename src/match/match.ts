/** Finds credentials in a chunk: what rules hit, each place once, the most trusted reading of it. */
import type { Chunk } from "../document.ts";
import type { Match, ServiceAccount, Usage } from "../finding.ts";
import { usageAt, usageWords, type UsageWords } from "./context.ts";
import { startsToken } from "./edge.ts";
import { excerptAround } from "./excerpt.ts";
import { automatonFinder } from "./automaton.ts";
import type { Finder } from "./finder.ts";
import { markLiterals } from "./marks.ts";
import { compareGrades, grade, type Grade } from "./grade.ts";
import { inlineMarks } from "./inline-marks.ts";
import { knownPublic } from "./known-public.ts";
import { isPlaceholder, looksRandom } from "./placeholder.ts";
import type { Rule, Search } from "./rule.ts";
import { serviceAccountNear } from "./service-account.ts";
import { lastAtMost } from "../decode/view.ts";
import { compileReach, piecesOf, type Piece, type Reach } from "./windows.ts";

/** How far from a value its pattern's `near` may match, in characters. */
const NEAR_REACH = 2048;

/** A hit that may yet lose its place to a better one. Offsets are into the chunk's text. */
interface Candidate extends Grade {
  readonly rule: Rule;
  readonly value: string;
  readonly assignedTo: string | undefined;
  readonly usage: Usage;
  readonly account: ServiceAccount | undefined;
  readonly placeholder: boolean;
  readonly start: number;
  readonly end: number;
}

/** Finds what the rules describe in a chunk. */
export type Matcher = (chunk: Chunk) => Match[];

/**
 * A matcher for some rules, by a finder of their marks, which keeps the text around matches for `excerpts`. It costs time
 * in proportion to the text, whatever the text is.
 */
export function compileMatcher(
  rules: readonly Rule[],
  marks: Finder = automatonFinder(markLiterals([], rules)),
  excerpts = false,
): Matcher {
  const reach = compileReach(rules, marks);
  return (chunk) => {
    const candidates: Candidate[] = [];
    for (const { rule, regions, starts } of reach(chunk.text))
      for (const piece of piecesOf(chunk.text, regions)) search(rule, piece, starts, candidates);
    return bestOfEachPlace(candidates)
      .filter((candidate) => !candidate.placeholder)
      .map((candidate) => toMatch(candidate, chunk, excerpts));
  };
}

function search(rule: Rule, piece: Piece, starts: Reach["starts"], candidates: Candidate[]): void {
  const words = usageWords(piece.text);
  for (const search of rule.searches) {
    const next = finder(search, piece, starts.get(search) ?? []);
    for (let found = next(piece.from); found !== undefined;) {
      const [start, end] = found.indices?.groups?.["key"] ?? [];
      if (start === undefined || end === undefined) break;
      const candidate =
        search.bounded && !startsToken(piece.text, found.index)
          ? undefined
          : consider(rule, search, piece, words, {
              start,
              end,
              name: found.groups?.["name"],
              at: found.index,
            });
      if (candidate !== undefined) candidates.push(candidate);
      // What was taken for a value may itself be a name with the value behind it.
      found = next(Math.max(candidate === undefined ? start : end, found.index + 1));
    }
  }
}

/** Finds the first match in a piece that begins at or behind an offset, which must not become smaller from call to call. */
function finder(
  { regex, beginnings }: Search,
  piece: Piece,
  starts: readonly number[],
): (from: number) => RegExpExecArray | undefined {
  if (beginnings === undefined)
    return (from) => {
      regex.lastIndex = from;
      const found = regex.exec(piece.text);
      return found !== null && found.index < piece.to ? found : undefined;
    };

  let next = lastAtMost(starts, piece.base + piece.from - 1) + 1;
  return (from) => {
    for (; next < starts.length; next += 1) {
      const start = (starts[next] ?? 0) - piece.base;
      if (start >= piece.to) return undefined;
      if (start < from) continue;
      regex.lastIndex = start;
      const found = regex.exec(piece.text);
      if (found !== null) return found;
    }
    return undefined;
  };
}

function consider(
  rule: Rule,
  search: Search,
  piece: Piece,
  words: UsageWords,
  found: { start: number; end: number; name: string | undefined; at: number },
): Candidate | undefined {
  const { start, end } = found;
  const raw = piece.text.slice(start, end);
  const value = rule.multiline ? withoutLineBreaks(raw) : raw;
  if (search.random && !looksRandom(value)) return undefined;
  const usage = usageAt(piece.text, words, start, end);
  if (search.requires !== undefined && usage !== search.requires) return undefined;
  if (
    search.near?.test(piece.text.slice(Math.max(0, start - NEAR_REACH), end + NEAR_REACH)) === false
  )
    return undefined;
  const graded = grade(rule, search, value);
  return {
    ...graded,
    rule,
    value,
    assignedTo: found.name === undefined ? undefined : wholeName(piece.text, found.at) + found.name,
    usage: rule.usage ?? usage,
    account:
      rule.credential === "service-account-key"
        ? serviceAccountNear(piece.text, start, end)
        : undefined,
    placeholder: isPlaceholder(value, graded.wellFormed, rule.minEntropy),
    start: piece.base + start,
    end: piece.base + end,
  };
}

/** Line breaks of a multi-line value, real or escaped, so that one key is one value however it is laid out. */
function withoutLineBreaks(value: string): string {
  return value.replace(/\\{1,8}[nr]|[\s\\]+/g, "");
}

/** What stands directly before a name and belongs to it, such as `VITE_`. */
function wholeName(text: string, nameStart: number): string {
  return /[\w.$-]*$/.exec(text.slice(Math.max(0, nameStart - 40), nameStart))?.[0] ?? "";
}

/** The same string in its own memory: a slice would keep the whole text it was cut from alive. */
function copied(value: string): string {
  return Buffer.from(value, "utf16le").toString("utf16le");
}

/** Of candidates that overlap only the best stays; made-up values stay too, so that no fallback reports them. */
function bestOfEachPlace(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates.toSorted((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (last === undefined || candidate.start >= last.end) kept.push(candidate);
    else if (comparePlaces(candidate, last) > 0) kept[kept.length - 1] = candidate;
  }
  return kept;
}

/** Positive when `a` is the better reading of the same place. */
function comparePlaces(a: Candidate, b: Candidate): number {
  return (
    Number(b.rule.yields ?? false) - Number(a.rule.yields ?? false) ||
    Number(b.rule.fallback) - Number(a.rule.fallback) ||
    Number(b.placeholder) - Number(a.placeholder) ||
    compareGrades(a, b)
  );
}

function toMatch(candidate: Candidate, chunk: Chunk, excerpts: boolean): Match {
  const { rule, start, end, assignedTo } = candidate;
  const value = copied(candidate.value);
  return {
    ruleId: rule.id,
    title: rule.title,
    credential: rule.credential,
    family: rule.family,
    value,
    confidence: candidate.confidence,
    wellFormed: candidate.wellFormed,
    usage: candidate.usage,
    knownPublic: knownPublic(rule, value),
    assignedTo: assignedTo === undefined ? undefined : copied(assignedTo),
    account: candidate.account,
    position: chunk.locate(start),
    bytes: chunk.bytesOf(start, end),
    part: chunk.part,
    decodings: chunk.decodings,
    bundle: chunk.bundle,
    sourceMapUrl: chunk.sourceMapUrl,
    original: chunk.original(start),
    excerpt: excerpts ? excerptAround(chunk, start, end) : undefined,
    marks: inlineMarks(chunk, start, end),
  };
}

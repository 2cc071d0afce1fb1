/** What stands beside the leaks: known public keys, remarks, and what could not be looked at. */
import type { Finding, Report } from "../finding.ts";
import { groupBy } from "../findings/group-by.ts";
import { kept, type Page, type Span, words, wrapped } from "./layout.ts";
import type { Place } from "./places.ts";
import { visible } from "./visible.ts";
import { counted, few, shortIds } from "./words.ts";

const MAX_LISTED = 20;

/** Keys that their owner published, one line each. */
export function knownPublicLines(
  known: readonly { readonly finding: Finding; readonly places: readonly Place[] }[],
  page: Page,
  limit = MAX_LISTED,
): string[] {
  const { bold, dim } = page.colors;
  const entries = known.map(({ finding, places }) => [
    kept(visible(finding.preview)),
    words(`${visible(finding.knownPublic ?? finding.title)}, in`),
    words(places[0]?.lead ?? "", dim),
    kept(places[0]?.where ?? "no place", dim),
    words(places.length > 1 ? `and ${counted(places.length - 1, "more place")}` : "", dim),
  ]);
  return listed([words("Known public keys: no secrets", bold)], entries, page, limit);
}

/** Remarks about what was read differently than it should have been. */
export function noteLines(
  { notes }: Pick<Report, "notes">,
  page: Page,
  limit = MAX_LISTED,
): string[] {
  const entries = remarkEntries(
    notes.map(({ about, note }) => ({ about, remark: note })),
    page.colors.dim,
  );
  return listed([words("Notes", page.colors.bold)], entries, page, limit);
}

/** What could not be looked at, and why. */
export function skippedLines(
  { skipped, complete }: Report,
  page: Page,
  limit = MAX_LISTED,
): string[] {
  if (complete) return [];
  const { bold, yellow } = page.colors;
  const entries = remarkEntries(skipped.map(({ what, why }) => ({ about: what, remark: why })));
  const things = counted(skipped.length, "thing");
  const heading = words(`The report is incomplete: ${things} could not be looked at`, (text) =>
    bold(yellow(text)),
  );
  return [...wrapped([heading], page), ...entryLines(entries, page, limit)];
}

/** More than this many of one kind are told together. */
const MAX_ALIKE = 3;

/** `what: remark`; many that differ in details alone, such as where a notebook is broken, are one entry. */
export function remarkEntries(
  remarks: readonly { readonly about: string; readonly remark: string }[],
  paint?: Span["paint"],
): Span[][] {
  const entry = (about: string, remark: string): Span[] => [
    kept(`${shortIds(visible(about))}:`),
    words(visible(remark), paint),
  ];
  const byKind = groupBy(remarks, ({ remark }) => remark.replaceAll(DETAIL, ""));
  return [...byKind].flatMap(([kind, alike]) => {
    if (alike.length <= MAX_ALIKE) return alike.map(({ about, remark }) => entry(about, remark));
    const names = alike.map(({ about }) => shortIds(visible(about)));
    return [[words(`${few(names, MAX_ALIKE)}:`), words(visible(kind), paint)]];
  });
}

const DETAIL = / \([^()]*\)/g;

function listed(
  heading: readonly Span[],
  entries: readonly (readonly Span[])[],
  page: Page,
  limit: number,
): string[] {
  if (entries.length === 0) return [];
  return [...wrapped(heading, page), ...entryLines(entries, page, limit)];
}

function entryLines(entries: readonly (readonly Span[])[], page: Page, limit: number): string[] {
  const more = entries.length - limit;
  const shown = entries.slice(0, limit);
  if (more > 0) shown.push([words(`and ${more} more (see --format json)`)]);
  return shown.flatMap((entry) => wrapped(entry, page, "  ", "    "));
}

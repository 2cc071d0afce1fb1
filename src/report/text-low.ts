/** Findings of low severity when there are many of them: they must not bury what has to be scrubbed. */
import type { Finding } from "../finding.ts";
import { groupBy } from "../findings/group-by.ts";
import { kept, type Page, words, wrapped } from "./layout.ts";
import type { Place } from "./places.ts";
import { reasonsOf } from "./reasons.ts";
import { severityPaint } from "./text-finding.ts";
import { VERDICT } from "./verdict-words.ts";
import { visible } from "./visible.ts";
import { counted } from "./words.ts";

/** What they are and why they are low, once; then one entry for each, with its first place. */
export function lowLines(
  low: readonly { readonly finding: Finding; readonly places: readonly Place[] }[],
  page: Page,
): string[] {
  if (low.length === 0) return [];
  const { bold, dim } = page.colors;
  const heading = [
    kept("LOW", severityPaint("low", page.colors)),
    words(`${counted(low.length, "credential")}, in brief`, bold),
    words("(--format json has the details)", dim),
  ];
  const byKind = groupBy(low, ({ finding }) => kindOf(finding));
  return [
    ...wrapped(heading, page, "", "  "),
    ...[...byKind].flatMap(([kind, alike]) => [
      ...wrapped([words(kind)], page, "  "),
      ...alike.flatMap((one) => entryLines(one.finding, one.places, page)),
    ]),
  ];
}

function kindOf(finding: Finding): string {
  const { title, verdict } = finding;
  const said = verdict === undefined ? "" : `; ${VERDICT[verdict.reason].says}`;
  return `${visible(title)}: ${reasonsOf(finding)}${said}`;
}

function entryLines({ preview }: Finding, places: readonly Place[], page: Page): string[] {
  const { dim } = page.colors;
  const [first] = places;
  const more = places.length - 1;
  const entry = [
    kept(visible(preview)),
    words(first?.lead ?? "", dim),
    kept(first?.where ?? "no place", dim),
    words(more > 0 ? `and ${counted(more, "more place")}` : "", dim),
  ];
  return wrapped(entry, page, "    ", "      ");
}

/** What was found and is ignored: how much, where, and who or what says so. */
import type { Report } from "../finding.ts";
import { causeOf, ignoredCount } from "./ignored-words.ts";
import { kept, type Page, words, wrapped } from "./layout.ts";
import { placesOf } from "./places.ts";
import { visible } from "./visible.ts";
import { counted } from "./words.ts";

/** One entry for each finding and thing that ignores it, up to `limit`; nothing when nothing is ignored. */
export function ignoredLines({ ignored, target }: Report, page: Page, limit: number): string[] {
  if (ignored.length === 0) return [];
  const { bold, dim } = page.colors;
  const heading = [
    words(`Ignored: ${ignoredCount(ignored)}`, bold),
    words("(--no-ignore reports all)", dim),
  ];
  const entries = ignored.slice(0, limit).map(({ by, finding }) => {
    const [first, ...more] = placesOf(finding.sightings, target.command);
    return [
      kept(visible(finding.preview)),
      words(first?.lead ?? "", dim),
      kept(first?.where ?? "no place", dim),
      words(more.length > 0 ? `and ${counted(more.length, "more place")}` : "", dim),
      words(`by ${visible(causeOf(by))}`),
    ];
  });
  const left = ignored.length - limit;
  if (left > 0) entries.push([words(`and ${left} more (see --format json)`)]);
  return [
    ...wrapped(heading, page),
    ...entries.flatMap((entry) => wrapped(entry, page, "  ", "    ")),
  ];
}

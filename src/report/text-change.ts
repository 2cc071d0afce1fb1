/** What a change was taken for, and what was there before it. */
import type { Finding, Target } from "../finding.ts";
import { sortedUnique } from "../findings/compare.ts";
import { sinceWords } from "./change-words.ts";
import { kept, labelled, type Page, type Span, words, wrapped } from "./layout.ts";
import type { Place } from "./places.ts";
import { severityPaint } from "./text-finding.ts";
import { visible } from "./visible.ts";
import { counted, few, shortId } from "./words.ts";

const MAX_BUNDLES = 6;
const MAX_BEFORE = 20;
const MAX_ADDED = 3;

/** The exact scope; nothing where no change is judged. */
export function changeLines({ change }: Target, page: Page): string[] {
  if (change === undefined) return [];
  const { from, commits, objects, head, checkedOut, bundles } = change;
  const size = `${counted(commits, "commit")} and ${counted(objects, "object")}`;
  const files =
    checkedOut === undefined
      ? []
      : [
          [
            words("the checked-out ones"),
            words(checkedOut === head ? "" : `(of ${shortId(checkedOut)}, not of the head)`),
          ],
        ];
  const built =
    bundles.length === 0
      ? []
      : [
          [
            words(
              `built: ${few(
                bundles.map((path) => visible(path)),
                MAX_BUNDLES,
              )}`,
            ),
          ],
        ];
  return [
    ...wrapped([words(`The change, as told by ${visible(from)}`, page.colors.bold)], page),
    ...labelled("Commits", [[words(`${size} ${sinceWords(change)}`)]], page),
    ...labelled("Head", [[kept(shortId(head), page.colors.yellow)]], page),
    ...labelled("Files", [...files, ...built], page),
  ];
}

/** What fails nothing, because it was there before: one entry each, with what the change does with it. */
export function beforeLines(
  before: readonly { readonly finding: Finding; readonly places: readonly Place[] }[],
  page: Page,
): string[] {
  if (before.length === 0) return [];
  const { bold, dim } = page.colors;
  const heading = [
    words(`There before this change: ${counted(before.length, "credential")}`, bold),
    words("(--all fails on these, too; gemsweep audit tells what to do)", dim),
  ];
  const more = before.length - MAX_BEFORE;
  return [
    ...wrapped(heading, page),
    ...before
      .slice(0, MAX_BEFORE)
      .flatMap(({ finding, places }) => wrapped(entry(finding, places, page), page, "  ", "    ")),
    ...(more > 0 ? [`  and ${more} more (see --format json)`] : []),
  ];
}

function entry(finding: Finding, places: readonly Place[], page: Page): Span[] {
  const { severity, preview, sightings } = finding;
  const { dim } = page.colors;
  const [first] = places;
  const more = places.length - 1;
  const added = sortedUnique(
    sightings.flatMap(({ isNew, path }) => (isNew && path ? visible(path) : [])),
  );
  return [
    kept(severity.toUpperCase(), severityPaint(severity, page.colors)),
    kept(visible(preview)),
    words(first?.lead ?? "", dim),
    kept(first?.where ?? "no place", dim),
    words(more > 0 ? `and ${counted(more, "more place")}` : "", dim),
    ...(added.length > 0 ? [words(`(new in ${few(added, MAX_ADDED)})`)] : []),
  ];
}

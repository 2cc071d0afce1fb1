/** What is not known: repositories that could not be audited, or not completely, and what is no repository. */
import type { FleetReport } from "../../fleet-report.ts";
import { unknownIn } from "../../findings/fleet-order.ts";
import { kept, type Page, type Span, words, wrapped } from "../layout.ts";
import { remarkEntries } from "../text-asides.ts";
import { visible } from "../visible.ts";
import { counted, grouped } from "../words.ts";
import { failureText, skippedText, sourceName, undoneText } from "./words.ts";

const MAX_LISTED = 20;

/** Repositories of which nothing is known, and why. */
export function failureLines(report: FleetReport, page: Page): string[] {
  const { failed } = unknownIn(report);
  const { undone } = report.totals.byState;
  const them = failed.length === 1 ? "it" : "them";
  return [
    ...listed(
      `${counted(failed.length, "repository", "repositories")} could not be audited: nothing is known of ${them}; the same command tries ${them} again`,
      remarkEntries(
        failed.map(({ repository, failure }) => ({
          about: repository.name,
          remark: failureText(failure),
        })),
      ),
      page,
    ),
    ...(undone > 0 ? wrapped([words(undoneText(undone), page.colors.yellow)], page) : []),
  ];
}

/** Audited repositories in which something could not be looked at. */
export function skippedRowLines(fleet: FleetReport, page: Page): string[] {
  const { partly } = unknownIn(fleet);
  return listed(
    `${counted(partly.length, "repository", "repositories")} could not be looked at completely`,
    remarkEntries(
      partly.map(({ repository, report }) => ({
        about: repository.name,
        remark: skippedText(report),
      })),
    ),
    page,
  );
}

/** What was asked for and is no repository. */
export function rejectedLines({ sources }: FleetReport, page: Page): string[] {
  const { rejected } = sources;
  return listed(
    `Rejected: ${counted(rejected.length, "entry", "entries")} of what was asked for`,
    rejected.map((one) => [
      words(`${sourceName(one)}:`),
      kept(`${visible(one.text, 100)}:`),
      words(visible(one.why), page.colors.dim),
    ]),
    page,
  );
}

function listed(heading: string, entries: readonly (readonly Span[])[], page: Page): string[] {
  if (entries.length === 0) return [];
  const { bold, yellow } = page.colors;
  const more = entries.length - MAX_LISTED;
  return [
    ...wrapped([words(heading, (text) => bold(yellow(text)))], page),
    ...entries.slice(0, MAX_LISTED).flatMap((entry) => wrapped(entry, page, "  ", "    ")),
    ...(more > 0 ? [`  and ${grouped(more)} more (see --format json)`] : []),
  ];
}

/** The last lines: how much was found, in how much that was looked at. */
import type { Report } from "../finding.ts";
import { isBrought } from "../findings/arrivals.ts";
import { type Page, words, wrapped } from "./layout.ts";
import { isSecret } from "./places.ts";
import { verificationLines } from "./text-verdict.ts";
import { bySeverity, counted, sized } from "./words.ts";

/** What was found and searched, and whether Google was asked. */
export function totalLines(report: Report, places: number, page: Page): string[] {
  const brought = report.findings.filter(isBrought);
  const severities = brought.filter(isSecret).map(({ severity }) => severity);
  const published = brought.length - severities.length;
  const before = report.findings.length - brought.length;
  const what = report.target.change === undefined ? "credential" : "new credential";
  const summary = [
    ...(severities.length > 0
      ? [
          `${counted(severities.length, what)} (${bySeverity(severities)}) in ${counted(places, "place")}`,
        ]
      : ["No secret"]),
    ...(published > 0 ? [counted(published, "known public key")] : []),
    ...(before > 0 ? [`${before} there before`] : []),
  ].join(", ");
  return [
    ...verificationLines(report, page),
    ...wrapped(
      [words(`${summary}.`, page.colors.bold), words(`Looked at ${lookedAt(report)}.`)],
      page,
    ),
  ];
}

/** `1,234 files, 56,789 blobs, 901 commits (120 MB)`; the objects of git where there is git. */
export function lookedAt({ coverage, target }: Report): string {
  const { files, blobs, commits, bytes } = coverage;
  if (target.command === "staged")
    return `${counted(Math.max(files, blobs), "staged file")} (${sized(bytes)})`;
  if (target.command === "verify") return `standard input (${sized(bytes)})`;
  if (target.command === "push")
    return `${counted(commits, "commit")}, ${counted(blobs, "blob")} (${sized(bytes)})`;
  const history = blobs + commits > 0 ? [counted(blobs, "blob"), counted(commits, "commit")] : [];
  return `${[counted(files, "file"), ...history].join(", ")} (${sized(bytes)})`;
}

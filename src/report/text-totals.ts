/** The last lines: how much was found, in how much that was looked at. */
import type { Report } from "../finding.ts";
import { type Page, words, wrapped } from "./layout.ts";
import { bySeverity, counted, sized } from "./words.ts";

/** What was found and searched, and that Google was not asked. */
export function totalLines(report: Report, places: number, page: Page): string[] {
  const severities = report.findings.map(({ severity }) => severity);
  const secret = severities.filter((severity) => severity !== "info");
  const known = counted(severities.length - secret.length, "known public key");
  const summary = [
    ...(secret.length > 0
      ? [
          `${counted(secret.length, "credential")} (${bySeverity(secret)}) in ${counted(places, "place")}`,
        ]
      : ["No secret"]),
    ...(secret.length < severities.length ? [known] : []),
  ].join(", ");
  return [
    ...(secret.length > 0 ? wrapped([words(NOT_CHECKED)], page) : []),
    ...wrapped(
      [words(`${summary}.`, page.colors.bold), words(`Looked at ${lookedAt(report)}.`)],
      page,
    ),
  ];
}

const NOT_CHECKED = "Not checked with Google: whether a key still works is not known.";

/** `1,234 files, 56,789 blobs, 901 commits (120 MB)`; the objects of git where there is git. */
export function lookedAt({ coverage, target }: Report): string {
  const { files, blobs, commits, bytes } = coverage;
  if (target.command === "staged")
    return `${counted(Math.max(files, blobs), "staged file")} (${sized(bytes)})`;
  if (target.command === "push")
    return `${counted(commits, "commit")}, ${counted(blobs, "blob")} (${sized(bytes)})`;
  const history = blobs + commits > 0 ? [counted(blobs, "blob"), counted(commits, "commit")] : [];
  return `${[counted(files, "file"), ...history].join(", ")} (${sized(bytes)})`;
}

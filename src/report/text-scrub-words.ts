/** Words that the texts of a scrub share. */
import { adviceFor } from "../remediate/out-of-reach.ts";
import type { ScrubPlan } from "../remediate/plan-files.ts";
import { SEVERITIES } from "../findings/severity.ts";
import type { ToScrub } from "../remediate/scrub-findings.ts";
import { visible } from "./visible.ts";
import { counted, few, shortId } from "./words.ts";

const MOST_BLOBS = 5;

/** Blobs that replacing text does not clean, with what to do; empty when there are none. */
export function blobLines(blobs: ScrubPlan["outOfReach"]): string {
  const listed = blobs.slice(0, MOST_BLOBS).map(({ blob, paths, why }) => {
    const name = paths.length > 0 ? few(paths.map(shown), 2) : `blob ${shortId(blob)}`;
    return `  ${name}: ${adviceFor(why, paths)}\n`;
  });
  const more = blobs.length - listed.length;
  if (blobs.length === 0) return "";
  return `\nNot cleaned by replacing text:\n${listed.join("")}${more > 0 ? `  and ${more} more (see blobs.txt)\n` : ""}`;
}

/** Findings that are not removed because they are too harmless, if there are any. */
export function lesserLines({ report, keys }: ToScrub): readonly string[] {
  const removed = new Set(keys.map(({ finding }) => finding));
  const lesser = report.findings
    .filter((finding) => finding.severity !== "info" && !removed.has(finding))
    .map(({ severity }) => severity);
  const lowest = SEVERITIES.find((severity) => lesser.includes(severity));
  if (lowest === undefined) return [];
  return [
    `Left on purpose: ${counted(lesser.length, "finding")} of lesser severity. --fail-on ${lowest} removes all.\n`,
  ];
}

/** What could not be looked at, if anything. */
export function skippedLines({ report: { skipped } }: ToScrub): readonly string[] {
  if (skipped.length === 0) return [];
  const places = skipped.map(({ what, why }) => `${shown(what)} (${shown(why)})`);
  return [`Not looked at: ${few(places, 3)}\n`];
}

/** What was typed, or comes from a repository. */
export function shown(text: string): string {
  return visible(text, 160);
}

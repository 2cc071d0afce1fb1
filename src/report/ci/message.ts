/** What is said of a spot, in sentences without markup. */
import type { CommitChange, Finding, Ignored, IgnoredBy, Report } from "../../finding.ts";
import { arrivalWords } from "../change-words.ts";
import { causeOf, ignoredCount } from "../ignored-words.ts";
import { placesOf } from "../places.ts";
import { reasonsOf } from "../reasons.ts";
import { VERDICT } from "../verdict-words.ts";
import { visible } from "../visible.ts";
import { capitalized, counted, shortId } from "../words.ts";
import type { Spot } from "./spot.ts";

/** `Gemini auth key AQ.Ab8R…x7Qg`. */
export function nameOf({ title, preview }: Finding): string {
  return `${visible(title, 200)} ${visible(preview)}`;
}

/** Why it matters, where exactly it is, since when, and what Google said of it; one sentence each. */
export function sentencesOf(spot: Spot, { target }: Pick<Report, "target">): string[] {
  const { finding, sighting } = spot;
  const [place] = placesOf([sighting], target.command);
  const { lead = "", where = "", details = [] } = place ?? {};
  const about = details.length > 0 ? ` (${details.join("; ")})` : "";
  return [
    `${capitalized(finding.severity)}: ${reasonsOf(finding)}.`,
    `Where: ${lead === "" ? where : `${lead} ${where}`}${about}.`,
    ...arrivalOf(finding),
    ...historyOf(finding),
    ...verdictOf(finding),
  ];
}

/** `Ignored by .gemsweep-ignore.yaml: a test key, says Ada.` */
export function ignoredSentence(by: IgnoredBy): string {
  return `Ignored by ${visible(causeOf(by))}.`;
}

/** `2 credentials are ignored`. */
export function ignoredTotal(ignored: readonly Ignored[]): string {
  const { size } = new Set(ignored.map(({ finding }) => finding.fingerprint));
  return `${ignoredCount(ignored)} ${size === 1 ? "is" : "are"} ignored`;
}

/** What is ignored, where, and by what, a line for each thing that ignores it. */
export function ignoredLine({ by, finding }: Ignored, { target }: Pick<Report, "target">): string {
  const [first, ...more] = placesOf(finding.sightings, target.command);
  const others = more.length > 0 ? ` and ${counted(more.length, "more place")}` : "";
  return `${nameOf(finding)} in ${first?.where ?? "no place"}${others}, by ${visible(causeOf(by))}`;
}

function arrivalOf(finding: Finding): string[] {
  const arrival = arrivalWords(finding);
  return arrival === undefined ? [] : [arrival];
}

/** Commits without their authors, because these formats are shown to more people than see the repository. */
function historyOf({ history }: Finding): string[] {
  const [added, ...others] = history?.introducedBy ?? [];
  const [removed] = history?.removedBy ?? [];
  if (!added) return [];
  const more = others.length > 0 ? ` and ${counted(others.length, "more commit")}` : "";
  return [
    `Added by commit ${commitOf(added)}${more}${removed ? `; removed by ${commitOf(removed)}, which does not take it back` : ""}.`,
  ];
}

function commitOf({ commit, date }: CommitChange): string {
  return `${shortId(commit)} (${visible(date.slice(0, 10))})`;
}

function verdictOf({ verdict }: Finding): string[] {
  if (verdict === undefined || verdict.reason === "network") return [];
  const { says, act } = VERDICT[verdict.reason];
  return [`Checked with Google: ${says}.`, ...(act === undefined ? [] : [act])];
}

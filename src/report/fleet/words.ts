/** The words for facts about a fleet. Every fact has some. */
import type { Note } from "../../document.ts";
import type { Report, Usage } from "../../finding.ts";
import type { FailureStage, RepositoryFailure } from "../../fleet.ts";
import type {
  AuditedRow,
  Exposure,
  FleetKey,
  FleetReport,
  FleetTotals,
  RowState,
  Urgency,
} from "../../fleet-report.ts";
import { isAudited, isToActOn } from "../../findings/fleet-order.ts";
import { SEVERITIES } from "../../findings/severity.ts";
import type { VerdictStatus } from "../../verdict.ts";
import { visible } from "../visible.ts";
import { counted, few, grouped } from "../words.ts";

/** What the order of credentials and repositories is. */
export const ORDER =
  "In the order of what to do first: keys that work and are abused, keys that work, keys that Google knows as leaked or has suspended; then by severity; then what is public before what is pushed, what files hold before what only history holds, and the oldest first.";

/** What was read differently than it should have been, in all of the fleet and in each repository. */
export function allNotes({ notes, repositories }: FleetReport): readonly Note[] {
  return [
    ...notes,
    ...repositories
      .filter(isAudited)
      .flatMap(({ repository: { name }, report }) =>
        report.notes.map(({ about, note }) => ({ about: `${name}: ${about}`, note })),
      ),
  ];
}

/** About a repository. */
export const STATE: Record<RowState, string> = {
  leaks: "to act on",
  incomplete: "nothing to act on, but incomplete",
  harmless: "nothing to act on",
  clean: "clean",
  failed: "could not be audited",
  undone: "not come to",
};

/** About one key. */
export const URGENCY: Record<Urgency, string> = {
  abused: "works, and somebody uses it up",
  live: "works",
  blocked: "was abused or is known as leaked",
  open: "may work",
  spent: "works no longer",
  harmless: "nothing to act on",
};

/** Who could take it. */
export const EXPOSURE: Record<Exposure, string> = {
  public: "public",
  pushed: "pushed",
  unknown: "may be pushed",
  local: "not pushed",
};

/** What could not be done. */
const STAGE: Record<FailureStage, string> = {
  clone: "could not be cloned",
  read: "could not be read",
  audit: "its audit broke off",
};

/** What a key is used for, by itself. */
export const USAGE: Record<Usage, string> = {
  gemini: "Gemini",
  firebase: "Firebase",
  maps: "Maps",
  youtube: "YouTube",
  unknown: "not told",
};

/** `12 critical, 3 low`; what does not occur is left out. */
export function countsText<Name extends string>(
  counts: Readonly<Record<Name, number>>,
  words?: Readonly<Record<Name, string>>,
): string {
  return Object.entries<number>(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${grouped(count)} ${words?.[name as Name] ?? name}`)
    .join(", ");
}

/** `12 critical, 3 low`. */
export function severitiesText(counts: FleetTotals["bySeverity"]): string {
  return SEVERITIES.toReversed()
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${grouped(counts[severity])} ${severity}`)
    .join(", ");
}

/** `71 distinct; 8 in several repositories`: how many credentials there are. */
export function distinctText({ keys, shared }: FleetTotals): string {
  const several = shared > 0 ? `; ${grouped(shared)} in several repositories` : "";
  return `${grouped(keys)} distinct${several}`;
}

/** `5 live, 2 dead`; undefined when nobody was asked about any. */
export function verdictsText({ byVerdict, keys }: FleetTotals): string | undefined {
  if (byVerdict["not-asked"] === keys) return undefined;
  return countsText<VerdictStatus | "not-asked">(byVerdict);
}

/** The verdict on the whole fleet in one sentence. */
export function fleetSentence({ totals, keys, complete }: FleetReport): string {
  const { byState, repositories } = totals;
  const missing = byState.failed + byState.undone;
  const all = counted(repositories, "repository", "repositories");
  if (repositories === 0) return "No repository was audited.";
  if (missing === repositories)
    return missing === 1
      ? "The only repository was not audited: nothing is known of it."
      : `None of ${all} was audited: nothing is known of them.`;
  const unknown = `nothing is known of ${counted(missing, "repository", "repositories")}`;
  if (byState.leaks === 0) {
    const none = totals.ignored > 0 ? "No credential that is not ignored" : "No Gemini credential";
    const found = totals.keys === 0 ? `${none} was found` : "Nothing has to be cleaned";
    const where = missing > 0 ? `${grouped(repositories - missing)} of ${all}` : all;
    const known = complete
      ? "and everything was looked at"
      : "but not everything could be looked at";
    return `${found} in ${where}, ${known}${missing > 0 ? `: ${unknown}` : ""}.`;
  }
  const toActOn = keys.filter(isToActOn);
  const where = byState.leaks < repositories ? `${grouped(byState.leaks)} of ${all}` : all;
  return [
    `${counted(toActOn.length, "credential")} to act on in ${where}`,
    ...workingText(toActOn),
    ...(missing > 0 ? [unknown] : []),
  ]
    .join("; ")
    .concat(".");
}

function workingText(keys: readonly FleetKey[]): readonly string[] {
  const live = keys.filter(({ finding }) => finding.verdict?.status === "live").length;
  if (live === 0) return [];
  if (keys.length === 1) return ["it works right now"];
  return [`${grouped(live)} of them ${live === 1 ? "works" : "work"} right now`];
}

/** `7 repositories of 3 owners`; owners are told only where all are known. */
export function extentText({ repositories, totals }: FleetReport): string {
  const all = counted(repositories.length, "repository", "repositories");
  const isKnown = repositories.every(({ repository }) => repository.owner !== undefined);
  return isKnown && totals.owners > 0 ? `${all} of ${counted(totals.owners, "owner")}` : all;
}

/** `the same key in 7 repositories, 3 owners`, for a key in several. */
export function spreadText({ places, owners }: FleetKey): string {
  const count = counted(places.length, "repository", "repositories");
  return owners.length > 1 ? `${count}, ${counted(owners.length, "owner")}` : count;
}

/** `2 credentials, 1 works, public, since 2023-01-02`: what is known of a repository beside its severity. */
export function rowFacts({ keys, live, exposure, since, report, ignored }: AuditedRow): string[] {
  return [
    credentialsText(keys),
    ...(live > 0 ? [`${grouped(live)} ${live === 1 ? "works" : "work"}`] : []),
    ...(exposure && keys.length > 0 ? [EXPOSURE[exposure]] : []),
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(ignored > 0 ? [`${grouped(ignored)} ignored`] : []),
    ...(report.complete ? [] : [`${counted(report.skipped.length, "thing")} not looked at`]),
  ];
}

function credentialsText(keys: readonly FleetKey[]): string {
  const all = counted(keys.length, "credential");
  const toActOn = keys.filter(isToActOn).length;
  return toActOn === 0 || toActOn === keys.length ? all : `${toActOn} of ${all} to act on`;
}

/** The first thing in a repository that could not be looked at, and how many more. Not fit to be shown before it is made visible. */
export function skippedText({ skipped: [first, ...more] }: Report): string {
  if (first === undefined) return "something could not be looked at";
  return `${first.what}: ${first.why}${more.length > 0 ? `; and ${grouped(more.length)} more` : ""}`;
}

/** What stands where something was asked for that is no repository: `line 3 of list.txt`. */
export function sourceName({ list, line }: FleetReport["sources"]["rejected"][number]): string {
  if (list === undefined) return "the command line";
  return line === undefined ? visible(list) : `line ${line} of ${visible(list)}`;
}

/** The first repositories that hold a key, and how many more. */
export function holdersText({ places }: FleetKey, limit: number): string {
  return few(
    places.map(({ repository }) => visible(repository.name)),
    limit,
  );
}

/** Why nothing is known of a repository, and what to do. Not fit to be shown before it is made visible. */
export function failureText({ stage, why, remedy }: RepositoryFailure): string {
  return `${STAGE[stage]}: ${why}${remedy === undefined ? "" : `; ${remedy}`}`;
}

/** That a run was stopped. */
export function undoneText(undone: number): string {
  return `Stopped before ${counted(undone, "repository", "repositories")}: the same command goes on there, as long as it is without --again.`;
}

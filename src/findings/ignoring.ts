/** Parts what has to be acted on from what people have decided to ignore. */
import type { Note } from "../document.ts";
import type { Finding, Ignored, IgnoredBy, Sighting } from "../finding.ts";
import { filePathOf, firstFitting, type IgnoreEntry, type Policy } from "./policy.ts";

/** Findings of a run after the policy was applied. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly ignored: readonly Ignored[];
  /** About entries and comments that did not count. */
  readonly notes: readonly Note[];
}

/** The findings, without those places that are ignored. A finding of which no place is left is ignored altogether. */
export function judgeByPolicy(all: readonly Finding[], policy: Policy): Judged {
  const [findings, ignored, notes]: [Finding[], Ignored[], Note[]] = [[], [], [...policy.notes]];
  for (const finding of all) {
    const left: Sighting[] = [];
    const causes = new Map<string, { by: IgnoredBy; sightings: Sighting[] }>();
    for (const sighting of finding.sightings) {
      const by = ignoredBy(finding, sighting, policy);
      if (by === undefined) {
        left.push(sighting);
        continue;
      }
      const key = JSON.stringify(by);
      const cause = causes.get(key) ?? { by, sightings: [] };
      cause.sightings.push(sighting);
      causes.set(key, cause);
    }
    for (const { by, sightings } of causes.values())
      ignored.push({ by, finding: { ...finding, sightings } });
    if (left.length === 0) continue;
    findings.push(causes.size === 0 ? finding : { ...finding, sightings: left });
    notes.push(...withoutReason(left, policy), ...expired(finding, policy));
  }
  return { findings, ignored, notes };
}

function ignoredBy(finding: Finding, sighting: Sighting, policy: Policy): IgnoredBy | undefined {
  const { ignoreFile, fromRoot, include, exclude } = policy;
  const path = filePathOf(sighting, fromRoot);
  const entry = ignoreFile.entries.get(finding.fingerprint);
  if (entry !== undefined && !isExpired(entry, policy.today) && isWithin(entry, path)) {
    const { reason, who, expires } = entry;
    return { kind: "ignore-file", file: ignoreFile.file, reason, who, expires };
  }
  const comment = commentIn(sighting, policy);
  if (comment !== undefined) return comment;
  const meant = exclude.filter(({ source = sighting.source }) => source === sighting.source);
  const excluded = firstFitting(meant, path);
  if (excluded !== undefined) {
    const { file, pattern } = excluded;
    return { kind: "path", file, setting: "exclude", pattern };
  }
  const [included] = include;
  if (included === undefined || path === undefined || firstFitting(include, path)) return undefined;
  return { kind: "path", file: included.file, setting: "include", pattern: undefined };
}

/** Whether the last day of an entry is over on the day of a run. */
export function isExpired({ expires }: IgnoreEntry, today: string): boolean {
  return expires !== undefined && expires < today;
}

function isWithin({ paths }: IgnoreEntry, path: string | undefined): boolean {
  return paths.length === 0 || firstFitting(paths, path) !== undefined;
}

const OURS = "gemsweep:allow";

function commentIn({ marks }: Sighting, { heeds }: Policy): IgnoredBy | undefined {
  if (heeds === "no comments") return undefined;
  const heeded = marks.find(({ mark, reason }) =>
    mark === OURS ? reason !== "" : heeds === "all comments",
  );
  return heeded && { kind: "comment", ...heeded };
}

function withoutReason(sightings: readonly Sighting[], { heeds }: Policy): readonly Note[] {
  if (heeds === "no comments") return [];
  return sightings
    .filter(({ marks }) => marks.some(({ mark }) => mark === OURS))
    .map(({ path, line }) => ({ about: `${path ?? "text"}:${line}`, note: NO_REASON }));
}

const NO_REASON = `${OURS} counts with a reason behind it only`;

function expired({ fingerprint }: Finding, policy: Policy): readonly Note[] {
  const { file, entries } = policy.ignoreFile;
  const entry = entries.get(fingerprint);
  if (entry === undefined || !isExpired(entry, policy.today)) return [];
  return [
    { about: file, note: `no longer counts (${fingerprint}): it expired on ${entry.expires}` },
  ];
}

/** Entries of the ignore file that ignored nothing in a run that looked everywhere. */
export function unusedEntries(
  found: readonly Finding[],
  ignored: readonly Ignored[],
  { ignoreFile: { file, entries }, today }: Pick<Policy, "ignoreFile" | "today">,
): readonly Note[] {
  const used = new Set(
    ignored.flatMap(({ by, finding }) => (by.kind === "ignore-file" ? finding.fingerprint : [])),
  );
  const there = new Set(found.map(({ fingerprint }) => fingerprint));
  return [...entries]
    .filter(([fingerprint]) => !used.has(fingerprint))
    .flatMap(([fingerprint, entry]) => {
      if (!there.has(fingerprint))
        return `an entry is not needed any more (${fingerprint}): nothing was found for it`;
      // That it has expired is said with its finding.
      if (isExpired(entry, today)) return [];
      return `an entry does not fit where the credential is (${fingerprint})`;
    })
    .map((note) => ({ about: file, note }));
}

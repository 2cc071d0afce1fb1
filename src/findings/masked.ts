/** Applies a mask to every string of a report that comes from what was scanned. */
import type {
  CommitChange,
  Finding,
  IgnoredBy,
  SecretHistory,
  Sighting,
  Target,
} from "../finding.ts";
import type { Note, Skipped } from "../document.ts";
import type { ExcerptMask } from "./excerpt-mask.ts";
import type { Mask } from "./mask.ts";

/** The finding with every path, part, ref, author and excerpt masked, and the model that a server named. */
export function maskedFinding(finding: Finding, mask: Mask, maskExcerpt: ExcerptMask): Finding {
  const { knownPublic, verdict, sightings, history } = finding;
  return {
    ...finding,
    knownPublic: knownPublic && mask(knownPublic),
    verdict: verdict && { ...verdict, model: verdict.model && mask(verdict.model) },
    sightings: sightings.map((sighting) => maskedSighting(sighting, mask, maskExcerpt)),
    history: history && maskedHistory(history, mask),
  };
}

/** What ignores a finding, with the words that people wrote masked. */
export function maskedCause(by: IgnoredBy, mask: Mask): IgnoredBy {
  switch (by.kind) {
    case "ignore-file":
      return { ...by, reason: mask(by.reason), who: by.who && mask(by.who) };
    case "path":
      return { ...by, file: mask(by.file), pattern: by.pattern && mask(by.pattern) };
    // That of a sighting is masked with it.
    case "comment":
      return by;
  }
}

/** What was scanned, with what people typed masked. */
export function maskedTarget(target: Target, mask: Mask): Target {
  const { paths, change } = target;
  return {
    ...target,
    paths: paths.map(mask),
    ...(change && { change: { ...change, bundles: change.bundles.map(mask) } }),
  };
}

/** The skipped things, masked. */
export function maskedSkipped(skipped: readonly Skipped[], mask: Mask): Skipped[] {
  return skipped.map(({ what, why }) => ({ what: mask(what), why: mask(why) }));
}

/** The notes, masked. */
export function maskedNotes(notes: readonly Note[], mask: Mask): Note[] {
  return notes.map(({ about, note }) => ({ about: mask(about), note: mask(note) }));
}

function maskedSighting(sighting: Sighting, mask: Mask, maskExcerpt: ExcerptMask): Sighting {
  const { path, part, bundle, excerpt, marks } = sighting;
  const originalSource = bundle?.originalSource;
  return {
    ...sighting,
    path: path && mask(path),
    part: part && mask(part),
    bundle: bundle && { ...bundle, originalSource: originalSource && mask(originalSource) },
    excerpt: excerpt && maskExcerpt(excerpt),
    marks: marks.map(({ mark, reason }) => ({ mark, reason: mask(reason) })),
  };
}

function maskedHistory(history: SecretHistory, mask: Mask): SecretHistory {
  return {
    ...history,
    introducedBy: history.introducedBy.map((change) => maskedChange(change, mask)),
    removedBy: history.removedBy.map((change) => maskedChange(change, mask)),
    refs: history.refs.map(mask),
  };
}

function maskedChange(change: CommitChange, mask: Mask): CommitChange {
  return { ...change, author: mask(change.author), paths: change.paths.map(mask) };
}

/** Matches and traces for tests of the gate. Values are made at run time. */
import type { Origin } from "../../src/document.ts";
import type { Match, SecretHistory } from "../../src/finding.ts";
import type { Place, Trace } from "../../src/sources/source.ts";

/** A well-formed Google API key at line 1, column 1, with whatever else is given. */
export function match(given: Partial<Match> & { readonly value: string }): Match {
  return {
    ruleId: "google-api-key",
    title: "Google API key",
    credential: "google-api-key",
    family: "google-api-key",
    confidence: "high",
    wellFormed: true,
    usage: "unknown",
    knownPublic: undefined,
    assignedTo: undefined,
    account: undefined,
    position: { line: 1, column: 1 },
    bytes: undefined,
    part: undefined,
    decodings: [],
    bundle: false,
    sourceMapUrl: undefined,
    original: undefined,
    marks: [],
    ...given,
  };
}

/** A file of the working tree. */
export function worktree(path: string): Origin {
  return { source: "worktree", path };
}

/** A trace that knows these places and one history for every secret. */
export function trace(
  places: Readonly<Record<string, readonly Place[]>>,
  history?: SecretHistory,
): Trace {
  return {
    placesOf: (object) => places[object] ?? [],
    historyOf: () => history,
    skipped: [],
  };
}

/** Nothing known of the past, with whatever else is given. */
export function history(given: Partial<SecretHistory>): SecretHistory {
  return {
    introducedBy: [],
    removedBy: [],
    refs: [],
    atHead: false,
    pushed: undefined,
    unreachable: false,
    ...given,
  };
}

/** Groups matches by value, and turns a secret into what people may see: the only gate between the two. */
import { byKeys } from "./compare.ts";
import type { Origin } from "../document.ts";
import { isUnguessable } from "./unguessable.ts";
import type { Finding, Hit, Match, Secret, Sighting, Usage } from "../finding.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { bestMatchOf, byDirectness, knownPublicOf } from "./best-match.ts";
import { combinedHistory } from "./history.ts";
import { judge } from "./judgement.ts";
import { isShipped, usageOfPath } from "../match/context.ts";
import { maskedFinding } from "./masked.ts";
import { type ExcerptMask, excerptMaskOf } from "./excerpt-mask.ts";
import { maskOf, type Mask } from "./mask.ts";
import { hintedUsage, NO_POLICY, type Policy } from "./policy.ts";
import { keyIdOf, previewOf } from "./preview.ts";
import { severityOf } from "./severity.ts";
import { distinctSightings, sightingsOf } from "./sightings.ts";
import type { Trace } from "../sources/source.ts";
import { strongestUsage } from "./usage.ts";
import type { Verdict } from "../verdict.ts";

/** Collects matches; the same value of one rule family is one secret, the same place is one hit. */
export class Secrets {
  readonly #byValue = new Map<string, { family: string; value: string; hits: Map<string, Hit> }>();

  /** Adds a match. Windows overlap and text is read both raw and decoded, so one place may be added twice. */
  add(origin: Origin, match: Match): void {
    const key = JSON.stringify([match.family, match.value]);
    let secret = this.#byValue.get(key);
    if (!secret) {
      secret = { family: match.family, value: match.value, hits: new Map() };
      this.#byValue.set(key, secret);
    }
    const place = placeOf(origin, match);
    const known = secret.hits.get(place);
    secret.hits.set(place, { origin, match: known ? joined(known.match, match) : match });
  }

  /** Every secret with its hits, in an order that does not depend on the order of discovery. */
  all(): readonly Secret[] {
    return [...this.#byValue.values()]
      .map(({ family, value, hits }) => ({ family, value, hits: [...hits.values()].sort(byPlace) }))
      .sort(
        byKeys(
          ({ family }) => family,
          ({ value }) => value,
        ),
      );
  }
}

/**
 * What people are told of a secret. Masks must know every secret of the run, since one may stand in the path of another;
 * alone they hide this one. `verdicts` are by fingerprint.
 */
export function toFinding(
  secret: Secret,
  traces: readonly Trace[],
  mask: Mask = maskOf([secret]),
  verdicts: ReadonlyMap<string, Verdict> = new Map(),
  maskExcerpt: ExcerptMask = excerptMaskOf([secret], mask),
  policy: Policy = NO_POLICY,
): Finding {
  const { family, value, hits } = secret;
  const fingerprint = fingerprintOf(family, value);
  const verdict = verdicts.get(fingerprint);
  const best = bestMatchOf(secret);

  const placed = hits.map((hit) => ({ hit, sightings: sightingsOf(hit, traces) }));
  const sightings = distinctSightings(placed.flatMap((place) => place.sightings));
  const graded = {
    credential: best.credential,
    confidence: best.confidence,
    wellFormed: best.wellFormed,
    knownPublic: knownPublicOf(secret) ?? policy.publicKeys.get(fingerprint),
    usage: strongestUsage(placed.flatMap((place) => usagesAt(place, policy))),
  };
  const shipped =
    hits.some(({ match }) => match.bundle) ||
    sightings.some(({ path }) => path !== undefined && isShipped(path));

  const base = severityOf({ ...graded, shipped, looksRandom: isUnguessable(value) });
  const finding: Finding = {
    fingerprint,
    rule: best.ruleId,
    title: best.title,
    keyId: keyIdOf(value),
    preview: previewOf(value),
    ...judge(base, verdict),
    ...graded,
    account: hits.map(({ match }) => match.account).find((account) => account !== undefined),
    verdict,
    sightings,
    history: combinedHistory(traces.map((trace) => trace.historyOf(secret))),
  };
  return maskedFinding(finding, mask, maskExcerpt);
}

/** What the words around a hit say it is used for, or else people or the names of the files that hold it. */
function usagesAt({ hit, sightings }: Placed, policy: Policy): readonly Usage[] {
  if (hit.match.usage !== "unknown") return [hit.match.usage];
  return sightings.map((sighting) => {
    const { path } = sighting;
    return hintedUsage(sighting, policy) ?? ((path && usageOfPath(path)) || "unknown");
  });
}

interface Placed {
  readonly hit: Hit;
  readonly sightings: readonly Sighting[];
}

/** The more direct of two matches at one place, with the evidence of both. */
function joined(one: Match, other: Match): Match {
  const better = byDirectness(one, other) <= 0 ? one : other;
  // One of two windows may end before the comment does.
  const marks = one.marks.length > 0 ? one.marks : other.marks;
  return { ...better, usage: strongestUsage([one.usage, other.usage]), marks };
}

const byPlace = byKeys<Hit>(
  ({ origin }) => originKey(origin),
  ({ match }) => match.position.line,
  ({ match }) => match.position.column,
);

function placeOf(origin: Origin, { position }: Match): string {
  return `${position.line}:${position.column} ${originKey(origin)}`;
}

/** A string per origin; JSON, because a path can hold any separator. */
function originKey(origin: Origin): string {
  return JSON.stringify(origin, Object.keys(origin).sort());
}

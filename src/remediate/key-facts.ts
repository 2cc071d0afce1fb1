/** Gathers what a plan has to know of each credential. */
import { byKeys, sortedUnique } from "../findings/compare.ts";
import type { Finding, Sighting, Target } from "../finding.ts";
import { groupBy } from "../findings/group-by.ts";
import type { KeyPlan, PlacePlan } from "../plan.ts";
import { adviceFor } from "./advice.ts";
import { codeFor } from "./code-change.ts";
import { environmentsOf } from "./environment.ts";
import { exposureOf } from "./exposure.ts";
import { placeKindOf } from "./place-kind.ts";
import { rotationOf } from "./rotation.ts";

/** A finding and its part of the plan, but for the steps that are made from it. */
export interface KeyFacts extends Omit<KeyPlan, "steps"> {
  readonly finding: Finding;
}

/** The facts of a finding; undefined when nothing has to be done about it. */
export function keyFactsOf(finding: Finding, target: Target): KeyFacts | undefined {
  const rotation = rotationOf(finding, target);
  if (rotation === undefined) return undefined;
  const { fingerprint, sightings, history, verdict, account } = finding;
  return {
    finding,
    fingerprint,
    rotation,
    project: verdict?.project ?? account?.project,
    exposure: exposureOf(finding),
    environments: environmentsOf(sightings),
    places: placesOf(finding),
    authors: sortedUnique((history?.introducedBy ?? []).map(({ author }) => author)),
  };
}

/** A file with many versions is one place; what is there now comes before what was. */
function placesOf(finding: Finding): readonly PlacePlan[] {
  const places = groupBy(
    finding.sightings,
    (one) => `${placeKindOf(one)} ${originalOf(one)} ${one.path}`,
  );
  return [...places.values()]
    .flatMap(([first, ...more]) => (first ? [placeOf(first, [first, ...more], finding)] : []))
    .sort(byKeys(({ lines }) => lines.length === 0));
}

function placeOf(first: Sighting, all: readonly Sighting[], finding: Finding): PlacePlan {
  const { path } = first;
  const kind = placeKindOf(first);
  const now = all.filter(({ source }) => source === "worktree" || source === "index");
  return {
    kind,
    path,
    lines: [...new Set(now.map(({ line }) => line))].sort((a, b) => a - b),
    original: originalOf(first),
    advice: adviceFor(finding, kind),
    code: codeFor(finding, kind, first.bundle?.originalSource ?? path),
  };
}

function originalOf({ bundle }: Sighting): string | undefined {
  if (bundle?.originalSource === undefined) return undefined;
  const { originalSource, originalLine } = bundle;
  return originalLine === undefined ? originalSource : `${originalSource}:${originalLine}`;
}

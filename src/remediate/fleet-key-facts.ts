/** What a plan has to know of a credential that several repositories hold. */
import { byKeys, sortedUnique } from "../findings/compare.ts";
import { under } from "../findings/fleet-merge.ts";
import type { Finding } from "../finding.ts";
import { groupBy } from "../findings/group-by.ts";
import type { EnvironmentUse, Exposure, Rotation } from "../plan.ts";
import type { KeyFacts } from "./key-facts.ts";

/** The facts of one repository, under its name. */
export interface NamedFacts {
  readonly name: string;
  readonly facts: KeyFacts;
}

/** What asks for most comes first. */
const ROTATION: Record<Rotation, number> = {
  "delete-first": 0,
  replace: 1,
  restrict: 2,
  keep: 3,
  none: 4,
};

/** The facts of all, with paths that begin with the name of their repository; undefined where nothing has to be done. */
export function mergedFacts(finding: Finding, all: readonly NamedFacts[]): KeyFacts | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const facts = all.map((one) => one.facts);
  const rotations = facts.map(({ rotation }) => rotation);
  return {
    finding,
    fingerprint: finding.fingerprint,
    rotation: rotations.toSorted(byKeys((rotation) => ROTATION[rotation]))[0] as Rotation,
    project:
      finding.verdict?.project ?? sortedUnique(facts.flatMap(({ project }) => project ?? []))[0],
    exposure: mergedExposure(facts),
    environments: mergedEnvironments(all),
    places: all.flatMap(({ name, facts: { places } }) =>
      places.map(({ path, original, ...place }) => ({
        ...place,
        path: path === undefined ? undefined : under(name, path),
        original: original === undefined ? undefined : under(name, original),
      })),
    ),
    authors: sortedUnique(facts.flatMap(({ authors }) => authors)),
  };
}

/** From the first commit of all to the last removal, if all have removed it. */
function mergedExposure(facts: readonly KeyFacts[]): Exposure | undefined {
  const exposures = facts.flatMap(({ exposure }) => exposure ?? []);
  const [first] = exposures.toSorted(byKeys(({ from }) => from));
  if (first === undefined) return undefined;
  const removals = exposures.flatMap(({ removed }) => removed ?? []);
  const isGone = removals.length === facts.length;
  return { ...first, removed: isGone ? removals.toSorted().at(-1) : undefined };
}

function mergedEnvironments(all: readonly NamedFacts[]): readonly EnvironmentUse[] {
  const uses = all.flatMap(({ name, facts }) =>
    facts.environments.map((use) => ({
      ...use,
      paths: use.paths.map((path) => under(name, path)),
    })),
  );
  const byEnvironment = groupBy(uses, ({ environment }) => environment);
  return [...byEnvironment.values()]
    .flatMap(([first, ...more]) =>
      first
        ? [{ ...first, paths: sortedUnique([first, ...more].flatMap(({ paths }) => paths)) }]
        : [],
    )
    .toSorted(byKeys(({ environment }) => environment));
}

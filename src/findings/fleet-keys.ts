/** Gathers each credential of a fleet from all repositories that hold it. */
import { sortedUnique } from "./compare.ts";
import type { Finding } from "../finding.ts";
import type { Audited, FleetRepository } from "../fleet.ts";
import type { Exposure, FleetKey, KeyInRepository } from "../fleet-report.ts";
import { judgedAs, mergedFinding, type Part, usagesOf } from "./fleet-merge.ts";
import { byUrgency, urgencyOf, widestExposure } from "./fleet-order.ts";
import { groupBy } from "./group-by.ts";
import { isInFiles } from "./in-files.ts";
import { exposureOf } from "../remediate/exposure.ts";
import { mergedFacts } from "../remediate/fleet-key-facts.ts";
import { keyFactsOf, type KeyFacts } from "../remediate/key-facts.ts";

/** Credentials, most urgent first, and what the plan has to know of those that something must be done about. */
export interface GatheredKeys {
  readonly keys: readonly FleetKey[];
  /** In the order of `keys`. */
  readonly facts: readonly KeyFacts[];
}

/** Each credential of these audits once. `audited` is sorted by name. */
export function gatheredKeys(audited: readonly Audited[]): GatheredKeys {
  const held = audited.flatMap((one) =>
    one.report.findings.map((finding) => ({ audited: one, finding })),
  );
  const ignoredIn = groupBy(
    audited.flatMap(({ repository, report }) =>
      report.ignored.map(({ finding }) => ({ ...repository, fingerprint: finding.fingerprint })),
    ),
    ({ fingerprint }) => fingerprint,
  );
  const gathered = [...groupBy(held, ({ finding }) => finding.fingerprint).values()]
    .flatMap(([first, ...more]) => (first ? [gatheredKey([first, ...more])] : []))
    .map(({ key, facts }) => {
      const names = (ignoredIn.get(key.finding.fingerprint) ?? []).map(({ name }) => name);
      return { key: { ...key, ignoredIn: sortedUnique(names) }, facts };
    })
    .toSorted((a, b) => byUrgency(a.key, b.key));
  return {
    keys: gathered.map(({ key }) => key),
    facts: gathered.flatMap(({ facts }) => facts ?? []),
  };
}

interface Held {
  readonly audited: Audited;
  readonly finding: Finding;
}

function gatheredKey(held: readonly [Held, ...Held[]]): {
  readonly key: Omit<FleetKey, "ignoredIn">;
  readonly facts: KeyFacts | undefined;
} {
  const [first, ...more] = held;
  const merged = mergedFinding([partOf(first), ...more.map(partOf)]);
  const named = held.flatMap(({ audited: { repository, report }, finding }) => {
    const facts = keyFactsOf(judgedAs(finding, merged), report.target);
    return facts ? [{ name: repository.name, facts }] : [];
  });
  const facts = mergedFacts(merged, named);
  const places = held.map(({ audited: { repository }, finding }) =>
    keyInRepository(repository, finding),
  );
  return {
    key: {
      finding: merged,
      urgency: urgencyOf(merged, facts?.rotation),
      usages: usagesOf(held.map(({ finding }) => finding)),
      places,
      owners: sortedUnique(held.flatMap(({ audited }) => audited.repository.owner ?? [])),
      exposure: widestExposure(places.map(({ exposure }) => exposure)) ?? "unknown",
      isInFiles: places.some((place) => place.isInFiles),
      since: earliest(places.map(({ since }) => since)),
      project: facts?.project ?? merged.verdict?.project ?? merged.account?.project,
    },
    facts,
  };
}

/** What was cloned from a server is on that server, which a clone without remote-tracking refs cannot tell. */
function partOf({ audited: { repository }, finding }: Held): Part {
  const { name, kind } = repository;
  const { history } = finding;
  if (kind === "path" || history === undefined) return { name, finding };
  return { name, finding: { ...finding, history: { ...history, pushed: true } } };
}

function keyInRepository(repository: FleetRepository, finding: Finding): KeyInRepository {
  return {
    repository,
    finding,
    exposure: exposureIn(repository, finding),
    isInFiles: isInFiles(finding),
    since: exposureOf(finding)?.from,
  };
}

function exposureIn({ visibility, kind }: FleetRepository, finding: Finding): Exposure {
  const { history, reasons } = finding;
  const isPushed = kind === "url" || history?.pushed === true;
  if (reasons.includes("shipped-to-visitors") || (isPushed && visibility === "public"))
    return "public";
  if (isPushed) return "pushed";
  if (history === undefined || history.unreachable || history.pushed === false) return "local";
  return "unknown";
}

/** The earliest of these days; undefined when there is none. */
export function earliest(days: readonly (string | undefined)[]): string | undefined {
  return days.flatMap((day) => day ?? []).toSorted()[0];
}

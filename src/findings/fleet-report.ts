/** Puts what became of many repositories into one report: the same bytes, whatever came first. */
import { byKeys } from "./compare.ts";
import type { Audited, FleetResults, RepositoryOutcome } from "../fleet.ts";
import type { FleetKey, FleetReport, FleetRow } from "../fleet-report.ts";
import { gatheredKeys } from "./fleet-keys.ts";
import { byWhatToDoFirst, isAudited } from "./fleet-order.ts";
import { auditedRow } from "./fleet-rows.ts";
import { fleetTotals } from "./fleet-totals.ts";
import { groupBy } from "./group-by.ts";
import { maskKeyShapes } from "./key-shapes.ts";
import { fleetPlanOf } from "../remediate/fleet-plan.ts";

/** What people are told of a fleet. */
export function fleetReport({ sources, outcomes, undone, notes }: FleetResults): FleetReport {
  const done = onceEach(outcomes);
  const audited = done.filter((outcome): outcome is Audited => "report" in outcome);
  const { keys, facts } = gatheredKeys(audited);
  const keysOf = keysByRepository(keys);
  const names = new Set(done.map(({ repository }) => repository.name));
  const rows: FleetRow[] = [
    ...done.map((outcome) =>
      "report" in outcome
        ? auditedRow(outcome, keysOf.get(outcome.repository.name) ?? [])
        : failedRow(outcome),
    ),
    ...undone
      .filter(({ name }) => !names.has(name))
      .map((repository) => ({ state: "undone", repository }) as const),
  ].toSorted(byWhatToDoFirst);
  return {
    complete:
      sources.rejected.length === 0 && rows.every((row) => isAudited(row) && row.report.complete),
    sources,
    totals: fleetTotals(rows, keys),
    repositories: rows,
    keys,
    plan: fleetPlanOf(facts, rows.filter(isAudited)),
    notes: notes.toSorted(
      byKeys(
        ({ about }) => about,
        ({ note }) => note,
      ),
    ),
  };
}

/** What git servers say may quote what they were asked. */
function failedRow({ repository, failure }: Exclude<RepositoryOutcome, Audited>): FleetRow {
  const { stage, why, remedy } = failure;
  const masked = { stage, why: maskKeyShapes(why), remedy: remedy && maskKeyShapes(remedy) };
  return { state: "failed", repository, failure: masked };
}

/** Sorted by name; of a repository that was done twice, a report rather than a failure. */
function onceEach(outcomes: readonly RepositoryOutcome[]): readonly RepositoryOutcome[] {
  const byName = groupBy(outcomes, ({ repository }) => repository.name);
  return [...byName.values()]
    .flatMap((same) => (same.length > 1 ? same.toSorted(PREFERRED).slice(0, 1) : same))
    .toSorted(byKeys(({ repository }) => repository.name));
}

const PREFERRED = byKeys<RepositoryOutcome>(
  (outcome) => !("report" in outcome),
  (outcome) => JSON.stringify(outcome),
);

function keysByRepository(keys: readonly FleetKey[]): ReadonlyMap<string, readonly FleetKey[]> {
  const held = keys.flatMap((key) =>
    key.places.map(({ repository }) => ({ name: repository.name, key })),
  );
  return new Map(
    [...groupBy(held, ({ name }) => name)].map(([name, all]) => [name, all.map(({ key }) => key)]),
  );
}

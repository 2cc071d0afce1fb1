/** Counts what a fleet holds. */
import type { Coverage, Severity } from "../finding.ts";
import type { Exposure, FleetKey, FleetRow, FleetTotals, RowState } from "../fleet-report.ts";
import { USAGES } from "./closed-sets.ts";
import { isAudited } from "./fleet-order.ts";
import { VERDICTS, type VerdictStatus } from "../verdict.ts";

const STATES = {
  leaks: true,
  incomplete: true,
  harmless: true,
  clean: true,
  failed: true,
  undone: true,
} as const satisfies Record<RowState, true>;

const SEVERITIES = {
  critical: true,
  high: true,
  medium: true,
  low: true,
  info: true,
} as const satisfies Record<Severity, true>;

const EXPOSURES = {
  public: true,
  pushed: true,
  unknown: true,
  local: true,
} as const satisfies Record<Exposure, true>;

const STATUSES = {
  ...(Object.fromEntries(Object.keys(VERDICTS).map((status) => [status, true])) as Record<
    VerdictStatus,
    true
  >),
  "not-asked": true,
} as const;

/** The totals of these rows and credentials; each count has all its members, in a fixed order. */
export function fleetTotals(rows: readonly FleetRow[], keys: readonly FleetKey[]): FleetTotals {
  const audited = rows.filter(isAudited);
  return {
    repositories: rows.length,
    byState: counts(STATES, rows, ({ state }) => state),
    repositoriesBySeverity: counts(SEVERITIES, audited, ({ severity }) => severity),
    owners: new Set(rows.flatMap(({ repository }) => repository.owner ?? [])).size,
    keys: keys.length,
    findings: sum(keys, ({ places }) => places.length),
    shared: keys.filter(({ places }) => places.length > 1).length,
    bySeverity: counts(SEVERITIES, keys, ({ finding }) => finding.severity),
    byUsage: counts(USAGES, keys, ({ finding }) => finding.usage),
    byVerdict: counts(STATUSES, keys, ({ finding }) => finding.verdict?.status ?? "not-asked"),
    byExposure: counts(EXPOSURES, keys, ({ exposure }) => exposure),
    ignored: sum(audited, ({ ignored }) => ignored),
    skipped: sum(audited, ({ report }) => report.skipped.length),
    coverage: Object.fromEntries(
      COVERAGE.map((name) => [name, sum(audited, ({ report }) => report.coverage[name])]),
    ) as Record<keyof Coverage, number>,
  };
}

const COVERAGE: readonly (keyof Coverage)[] = [
  "files",
  "blobs",
  "commits",
  "bytes",
  "notebooks",
  "bundles",
];

function counts<Name extends string, Item>(
  names: Readonly<Record<Name, true>>,
  items: readonly Item[],
  nameOf: (item: Item) => Name | undefined,
): Record<Name, number> {
  const found = new Map<Name | undefined, number>();
  for (const item of items) found.set(nameOf(item), (found.get(nameOf(item)) ?? 0) + 1);
  return Object.fromEntries(
    Object.keys(names).map((name) => [name, found.get(name as Name) ?? 0]),
  ) as Record<Name, number>;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

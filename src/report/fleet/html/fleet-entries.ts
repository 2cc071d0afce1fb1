/** What the page shows of each credential and repository of a fleet, worked out once. */
import { createHash } from "node:crypto";
import type { FleetKey, FleetReport, FleetRow } from "../../../fleet-report.ts";
import { type Entry, entryOf } from "../../html/entry.ts";
import { KINDS, kindsOf } from "../../html/kinds.ts";

/** A repository with the ids of what is told of it. */
export interface RowEntry {
  readonly row: FleetRow;
  /** Of its card. */
  readonly id: string;
  /** What its boxes are remembered by: the same wherever it is in the list. */
  readonly memory: string;
}

/** All entries of a page. */
export interface FleetEntries {
  readonly keys: readonly Entry[];
  readonly keyOf: ReadonlyMap<Entry, FleetKey>;
  readonly rows: readonly RowEntry[];
  /** By the name of a repository. */
  readonly rowOf: ReadonlyMap<string, RowEntry>;
  /** By fingerprint. */
  readonly entryOf: ReadonlyMap<string, Entry>;
}

/** The entries of a report, in its order. */
export function fleetEntriesOf({ keys, repositories, plan }: FleetReport): FleetEntries {
  const plans = new Map(plan.keys.map((key) => [key.fingerprint, key]));
  const paired = keys.map((key, index) => {
    const entry = entryOf(key.finding, index, "audit", plans.get(key.finding.fingerprint));
    // Names of repositories and owners are no kinds of places.
    return [{ ...entry, kinds: kindsOfAll(key) }, key] as const;
  });
  const rows = repositories.map((row, index) => ({
    row,
    id: `repository-${index + 1}`,
    memory: createHash("sha256").update(row.repository.name).digest("hex").slice(0, 16),
  }));
  return {
    keys: paired.map(([entry]) => entry),
    keyOf: new Map(paired),
    rows,
    rowOf: new Map(rows.map((entry) => [entry.row.repository.name, entry])),
    entryOf: new Map(paired.map(([entry]) => [entry.finding.fingerprint, entry])),
  };
}

function kindsOfAll({ places }: FleetKey): Entry["kinds"] {
  const all = places.map(({ finding }) => kindsOf(finding));
  return new Map(
    KINDS.filter((kind) => all.some((kinds) => kinds.has(kind))).map((kind) => [
      kind,
      all.some((kinds) => kinds.get(kind) === true),
    ]),
  );
}

/** The table of all repositories. */
import type { Severity } from "../../../finding.ts";
import type { FleetRow, RowState } from "../../../fleet-report.ts";
import { isAudited } from "../../../findings/fleet-order.ts";
import { SEVERITIES } from "../../../findings/severity.ts";
import { FilterForm, numbered } from "../../html/controls.tsx";
import { numbersOf } from "../../html/keys.tsx";
import { SeverityBadge } from "../../html/severity.tsx";
import { VERDICTS } from "../../../verdict.ts";
import { visible } from "../../visible.ts";
import { grouped } from "../../words.ts";
import { EXPOSURE, ORDER, STATE } from "../words.ts";
import type { FleetEntries, RowEntry } from "./fleet-entries.ts";
import { hasCard } from "./repository-cards.tsx";

/** Controls, what they left, and a line for each repository. */
export function Repositories({ entries: { rows } }: { readonly entries: FleetEntries }) {
  if (rows.length === 0) return null;
  const owners = numbersOf(rows.flatMap(({ row }) => ownerOf(row)));
  return (
    <section id="table" aria-labelledby="table-title">
      <h2 id="table-title">All repositories</h2>
      <p class="lead">{ORDER}</p>
      <Filter rows={rows.map(({ row }) => row)} owners={owners} />
      <p id="repositories-shown" class="lead" role="status" />
      <div class="wide" tabIndex={0} role="region" aria-labelledby="table-title">
        <table class="repositories">
          <thead>
            <tr>
              <th scope="col">Repository</th>
              <th scope="col">Worst</th>
              <th scope="col" class="figure">
                Keys
              </th>
              <th scope="col" class="figure">
                Live
              </th>
              <th scope="col" class="aside">
                Exposed
              </th>
              <th scope="col" class="aside">
                Since
              </th>
              <th scope="col" class="aside">
                State
              </th>
            </tr>
          </thead>
          <tbody id="repositories">
            {rows.map((entry, index) => (
              <Row key={entry.id} entry={entry} index={index} owners={owners} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Filter({
  rows,
  owners,
}: {
  readonly rows: readonly FleetRow[];
  readonly owners: ReadonlyMap<string, number>;
}) {
  const worst = rows.map(severityOf);
  const states = (Object.keys(STATE) as RowState[]).filter((state) =>
    rows.some((row) => row.state === state),
  );
  const statuses = new Set(rows.flatMap(verdictsOf));
  const verdicts = Object.keys(VERDICTS).filter((status) => statuses.has(status));
  const severities: readonly (Severity | "none")[] = [...SEVERITIES.toReversed(), "none"];
  return (
    <FilterForm
      id="repository-controls"
      list="repositories"
      label="Narrow and sort the repositories"
      severities={severities.map((severity) => [
        severity,
        worst.filter((one) => one === severity).length,
      ])}
      search={{ label: "Name", placeholder: "part of a name" }}
      choices={[
        ...(owners.size > 0 ? [numbered("Owner", "owner", "anybody", owners)] : []),
        {
          label: "State",
          name: "state",
          options: [["", "any"], ...states.map((state) => [state, STATE[state]] as const)],
        },
        ...(verdicts.length > 0
          ? [
              {
                label: "With a key that is",
                name: "verdict",
                options: [["", "any"], ...verdicts.map((status) => [status, status] as const)],
              } as const,
            ]
          : []),
        {
          label: "Sort by",
          name: "sort",
          options: [
            ["rank", "what to do first"],
            ["most", "most keys"],
            ["oldest", "oldest first"],
            ["newest", "newest first"],
            ["path", "name"],
          ],
        },
      ]}
    />
  );
}

function Row({
  entry: { row, id },
  index,
  owners,
}: {
  readonly entry: RowEntry;
  readonly index: number;
  readonly owners: ReadonlyMap<string, number>;
}) {
  const { state, repository } = row;
  const severity = severityOf(row);
  const audited = isAudited(row) ? row : undefined;
  const name = visible(repository.name);
  return (
    <tr
      data-rank={index}
      data-severity={severity}
      data-state={state}
      data-verdict={verdictsOf(row).join(" ")}
      data-owner={ownerOf(row)
        .map((owner) => owners.get(owner))
        .join(" ")}
      data-paths={name}
      data-from={dayOf(audited?.since)}
      data-count={audited?.keys.length ?? 0}
    >
      <th scope="row">
        {hasCard(row) ? (
          <a href={`#${id}`}>
            <bdi>{name}</bdi>
          </a>
        ) : (
          <bdi>{name}</bdi>
        )}
        <Tags row={row} />
      </th>
      <td class={audited ? undefined : state}>
        {severity !== "none" && <SeverityBadge severity={severity} />}
        {!audited && "unknown"}
      </td>
      <td class="figure">
        {audited && audited.keys.length > 0 ? grouped(audited.keys.length) : ""}
      </td>
      <td class="figure">{audited && audited.live > 0 ? <strong>{audited.live}</strong> : ""}</td>
      <td class="aside">{audited?.exposure ? EXPOSURE[audited.exposure] : ""}</td>
      <td class="aside">{audited?.since ?? ""}</td>
      <td class={`aside ${state}`}>
        {STATE[state]}
        {audited && audited.ignored > 0 && `, ${audited.ignored} ignored`}
      </td>
    </tr>
  );
}

function Tags({ row: { repository } }: { readonly row: FleetRow }) {
  const { archived, fork, visibility } = repository;
  const tags = [
    ...(visibility === undefined ? [] : [visibility]),
    ...(archived === true ? ["archived"] : []),
    ...(fork === true ? ["fork"] : []),
  ];
  return tags.length > 0 ? <span class="tags"> {tags.join(", ")}</span> : null;
}

function severityOf(row: FleetRow): Severity | "none" {
  return (isAudited(row) ? row.severity : undefined) ?? "none";
}

function verdictsOf(row: FleetRow): readonly string[] {
  if (!isAudited(row)) return [];
  return [...new Set(row.keys.flatMap(({ finding }) => finding.verdict?.status ?? []))];
}

function ownerOf({ repository: { owner } }: FleetRow): readonly string[] {
  return owner === undefined ? [] : [visible(owner, 100)];
}

const DAY = 24 * 3600 * 1000;

function dayOf(date: string | undefined): number | undefined {
  return date === undefined ? undefined : Math.floor(Date.parse(date) / DAY);
}

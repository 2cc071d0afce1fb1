/** What there is to do and to know in each repository that is not simply clean. */
import type { AuditedRow, FleetRow } from "../../../fleet-report.ts";
import { isAudited } from "../../../findings/fleet-order.ts";
import { Box } from "../../html/box.tsx";
import { Sentence } from "../../html/sentence.tsx";
import { SeverityBadge } from "../../html/severity.tsx";
import { Commands, StepBody } from "../../html/step.tsx";
import { cleaningSteps } from "../../../remediate/fleet-plan.ts";
import { visible } from "../../visible.ts";
import { counted, grouped, shortIds } from "../../words.ts";
import { failureText, rowFacts, URGENCY } from "../words.ts";
import type { FleetEntries, RowEntry } from "./fleet-entries.ts";

const MOST_KEYS = 100;
const MOST_ITEMS = 60;
const MOST_SKIPPED = 20;

/** Whether there is more to tell than its line in the table does. */
export function hasCard(row: FleetRow): boolean {
  return (
    row.state === "failed" || (isAudited(row) && (row.keys.length > 0 || !row.report.complete))
  );
}

/** A card for each, folded. */
export function RepositoryCards({ entries }: { readonly entries: FleetEntries }) {
  const rows = entries.rows.filter(({ row }) => hasCard(row));
  if (rows.length === 0) return null;
  return (
    <section id="each" aria-labelledby="each-title">
      <h2 id="each-title">Repository by repository</h2>
      <p class="lead">
        The scrub plan of each, for after its credentials are rotated. A repository that could not
        be audited says why.
      </p>
      <ol class="cards">
        {rows.map((entry) => (
          <RepositoryCard key={entry.id} entry={entry} entries={entries} />
        ))}
      </ol>
    </section>
  );
}

function RepositoryCard({
  entry: { row, id, memory },
  entries,
}: {
  readonly entry: RowEntry;
  readonly entries: FleetEntries;
}) {
  const severity = (isAudited(row) ? row.severity : undefined) ?? "info";
  return (
    <li class={`card ${severity}`} id={id}>
      <details>
        <summary>
          {isAudited(row) && row.severity ? (
            <SeverityBadge severity={row.severity} />
          ) : (
            <span class="badge">{row.state}</span>
          )}
          <h3>
            <bdi>{visible(row.repository.name)}</bdi>
          </h3>
          <span class="place">
            {isAudited(row)
              ? rowFacts(row).join(", ")
              : row.state === "failed" && visible(failureText(row.failure))}
          </span>
          <span class="done" data-progress={id} />
        </summary>
        <div class="body">
          {isAudited(row) ? (
            <RepositoryBody row={row} memory={memory} entries={entries} />
          ) : (
            row.state === "failed" && <p>{visible(failureText(row.failure), 2000)}.</p>
          )}
        </div>
      </details>
    </li>
  );
}

function RepositoryBody({
  row: { keys, report, fetch },
  memory,
  entries,
}: {
  readonly row: AuditedRow;
  readonly memory: string;
  readonly entries: FleetEntries;
}) {
  const steps = cleaningSteps(report.plan);
  return (
    <>
      {keys.length > 0 && (
        <>
          <h4>Its credentials</h4>
          <ul>
            {keys.slice(0, MOST_KEYS).map(({ finding, urgency, places }) => (
              <li key={finding.fingerprint}>
                <a href={`#${entries.entryOf.get(finding.fingerprint)?.id ?? "keys"}`}>
                  <code>{visible(finding.preview)}</code>
                </a>{" "}
                {finding.severity}, {URGENCY[urgency]}
                {places.length > 1 &&
                  `, in ${counted(places.length, "repository", "repositories")}`}
              </li>
            ))}
            {keys.length > MOST_KEYS && <li>and {grouped(keys.length - MOST_KEYS)} more</li>}
          </ul>
        </>
      )}
      {steps.length > 0 && (
        <div class="todo">
          <h4>To do here</h4>
          {fetch && <Commands commands={[fetch]} />}
          <ol>
            {steps.map((step) => (
              <li key={step.id}>
                <Box name={`${step.id}-${memory}`}>{visible(step.title)}</Box>
                <StepBody
                  step={{ ...step, details: [], pages: [], items: step.items.slice(0, MOST_ITEMS) }}
                />
              </li>
            ))}
          </ol>
        </div>
      )}
      {!report.complete && <Skipped report={report} />}
    </>
  );
}

function Skipped({ report: { skipped } }: Pick<AuditedRow, "report">) {
  const more = skipped.length - MOST_SKIPPED;
  return (
    <>
      <h4>{counted(skipped.length, "thing")} could not be looked at</h4>
      <ul class="remarks">
        {skipped.slice(0, MOST_SKIPPED).map(({ what, why }) => (
          <li key={`${what}\n${why}`}>
            <bdi class="path">{shortIds(visible(what))}</bdi>: <Sentence text={visible(why)} />
          </li>
        ))}
        {more > 0 && <li>and {grouped(more)} more, which the JSON report names</li>}
      </ul>
    </>
  );
}

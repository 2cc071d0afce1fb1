/** Two pictures: how many repositories are how bad, and when credentials came in. */
import type { Severity } from "../../../finding.ts";
import type { FleetReport } from "../../../fleet-report.ts";
import { SEVERITIES } from "../../../findings/severity.ts";
import { SeverityShape } from "../../html/severity.tsx";
import { counted, grouped } from "../../words.ts";
import type { FleetEntries } from "./fleet-entries.ts";
import { KeysOverTime } from "./keys-over-time.tsx";

/** Both. */
export function Overview({
  report,
  entries,
}: {
  readonly report: FleetReport;
  readonly entries: FleetEntries;
}) {
  return (
    <section id="overview" aria-labelledby="overview-title">
      <h2 id="overview-title">Overview</h2>
      <div class="pictures">
        <div>
          <h3>Repositories, by their worst credential</h3>
          <BySeverity report={report} />
        </div>
        <KeysOverTime entries={entries.keys} />
      </div>
    </section>
  );
}

interface BarRow {
  readonly look: Severity | "quiet" | "missing";
  readonly name: string;
  readonly count: number;
}

function BySeverity({ report: { totals } }: { readonly report: FleetReport }) {
  const { byState, repositoriesBySeverity, repositories } = totals;
  const held = SEVERITIES.toReversed().map((severity): BarRow => ({
    look: severity,
    name: severity,
    count: repositoriesBySeverity[severity],
  }));
  const holding = held.reduce((sum, { count }) => sum + count, 0);
  const missing = byState.failed + byState.undone;
  const rows = [
    ...held,
    { look: "quiet", name: "none found", count: repositories - holding - missing } as const,
    { look: "missing", name: "not audited", count: missing } as const,
  ].filter(({ count }) => count > 0);
  const most = rows.reduce((top, { count }) => Math.max(top, count), 1);
  return (
    <ul class="bars">
      {rows.map(({ look, name, count }) => (
        <li key={name}>
          <span class="kind">
            {look !== "quiet" && look !== "missing" && <SeverityShape severity={look} />} {name}
          </span>
          <svg height="14" aria-hidden="true">
            <rect
              class={`amount ${look}`}
              x="0"
              y="1"
              width={`${Math.max(0.4, Math.round((count / most) * 1000) / 10)}%`}
              height="12"
              rx="2"
            />
          </svg>
          <span class="count">
            {grouped(count)}
            <span class="unseen">
              {" "}
              {counted(count, "repository", "repositories").split(" ").at(-1)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

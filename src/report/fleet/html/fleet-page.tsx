/** The whole page of a fleet. */
import type { FleetReport } from "../../../fleet-report.ts";
import { PageFrame, type PageSettings } from "../../html/page-frame.tsx";
import { PlanSection } from "../../html/plan.tsx";
import { Timeline } from "../../html/timeline.tsx";
import { Where } from "../../html/where.tsx";
import { isSecret } from "../../places.ts";
import { fleetSentence } from "../words.ts";
import { fleetEntriesOf } from "./fleet-entries.ts";
import { FleetKeys } from "./fleet-keys.tsx";
import { FleetSummary } from "./fleet-summary.tsx";
import { Overview } from "./overview.tsx";
import { Repositories } from "./repositories.tsx";
import { RepositoryCards } from "./repository-cards.tsx";
import { Unknown } from "./unknown.tsx";

/** Summary, pictures, table, plan, credentials, repositories, what is not known. */
export function FleetPage({
  report,
  settings,
}: {
  readonly report: FleetReport;
  readonly settings: PageSettings;
}) {
  const entries = fleetEntriesOf(report);
  const secret = entries.keys.filter(({ finding }) => isSecret(finding));
  const isAny = entries.keys.length > 0;
  return (
    <PageFrame
      title={`gemsweep: ${fleetSentence(report)}`}
      links={[
        ["overview", "Overview"],
        ["table", "Repositories"],
        ...(report.plan.steps.length > 0 ? [["plan", "Plan"] as const] : []),
        ...(isAny ? [["keys", "Credentials"] as const] : []),
        ["unknown", "Coverage"],
      ]}
      settings={settings}
    >
      <FleetSummary report={report} />
      <Overview report={report} entries={entries} />
      <Repositories entries={entries} />
      <PlanSection plan={report.plan} />
      <RepositoryCards entries={entries} />
      <Timeline entries={entries.keys} />
      <Where entries={secret} />
      <FleetKeys entries={entries} />
      <Unknown report={report} />
    </PageFrame>
  );
}

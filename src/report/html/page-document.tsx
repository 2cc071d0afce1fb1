/** The whole page. */
import type { Report } from "../../finding.ts";
import { isSecret } from "../places.ts";
import { CoverageSection } from "./coverage.tsx";
import { entriesOf } from "./entry.ts";
import { Keys } from "./keys.tsx";
import { PageFrame, type PageSettings } from "./page-frame.tsx";
import { PlanSection } from "./plan.tsx";
import { Summary } from "./summary.tsx";
import { Timeline } from "./timeline.tsx";
import { verdictSentence } from "./verdict-sentence.ts";
import { Where } from "./where.tsx";

/** The page of one report. */
export function PageDocument({
  report,
  settings,
}: {
  readonly report: Report;
  readonly settings: PageSettings;
}) {
  const entries = entriesOf(report);
  const secret = entries.filter(({ finding }) => isSecret(finding));
  const isAny = entries.length > 0;
  return (
    <PageFrame
      title={`gemsweep: ${verdictSentence(report, secret)}`}
      links={[
        ...(isAny ? [["where", "Where"] as const] : []),
        ...(report.plan.steps.length > 0 ? [["plan", "Plan"] as const] : []),
        ...(isAny ? [["keys", "Credentials"] as const] : []),
        ["coverage", "Coverage"],
      ]}
      settings={settings}
    >
      <Summary report={report} entries={entries} />
      <Timeline entries={entries} />
      <Where entries={secret} />
      <PlanSection plan={report.plan} />
      <Keys entries={entries} />
      <CoverageSection report={report} />
    </PageFrame>
  );
}

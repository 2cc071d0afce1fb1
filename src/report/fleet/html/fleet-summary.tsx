/** The top of the page: the verdict in one sentence, what to do first, and the totals. */
import type { FleetReport } from "../../../fleet-report.ts";
import { Sentence } from "../../html/sentence.tsx";
import { visible } from "../../visible.ts";
import { counted } from "../../words.ts";
import {
  countsText,
  distinctText,
  EXPOSURE,
  extentText,
  fleetSentence,
  severitiesText,
  USAGE,
  verdictsText,
} from "../words.ts";

/** The verdict and the totals. */
export function FleetSummary({ report }: { readonly report: FleetReport }) {
  const { totals, complete, plan } = report;
  const mood = totals.byState.leaks > 0 ? "bad" : complete && totals.keys === 0 ? "good" : "unsure";
  const [step] = plan.steps;
  return (
    <section class={`summary ${mood}`} aria-labelledby="verdict">
      <p class="target">gemsweep fleet, {extentText(report)}</p>
      <h1 id="verdict">{fleetSentence(report)}</h1>
      {step && (
        <p class="first">
          <strong>First: </strong>
          <a href={`#step-${step.id}`}>{visible(step.title)}</a>.{" "}
          <Sentence text={step.details[0] ?? ""} />
        </p>
      )}
      {totals.keys > 0 && <Totals report={report} />}
      {!complete && (
        <p class="warning">
          <strong>Not everything could be looked at:</strong> what is not known is{" "}
          <a href="#unknown">listed below</a>.
        </p>
      )}
    </section>
  );
}

function Totals({ report: { totals } }: { readonly report: FleetReport }) {
  const rows = [
    ["Credentials", distinctText(totals)],
    ["Severity", severitiesText(totals.bySeverity)],
    ["Checked", verdictsText(totals) ?? "not with Google; --verify asks which of them work"],
    ["Used for", countsText(totals.byUsage, USAGE)],
    ["Exposed", countsText(totals.byExposure, EXPOSURE)],
    ...(totals.ignored > 0
      ? [["Ignored", `${counted(totals.ignored, "credential")}, by repository`] as const]
      : []),
  ] as const;
  return (
    <dl class="totals">
      {rows.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Sentence text={text} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

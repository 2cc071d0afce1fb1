/** How much was looked at, and what is not known. */
import type { FleetReport } from "../../../fleet-report.ts";
import { isAudited, unknownIn } from "../../../findings/fleet-order.ts";
import { visible } from "../../visible.ts";
import { counted, grouped, sized } from "../../words.ts";
import { allNotes, failureText, skippedText, sourceName, undoneText } from "../words.ts";

const MOST = 500;

/** Coverage, failures, what was rejected, remarks. */
export function Unknown({ report }: { readonly report: FleetReport }) {
  const { totals, repositories, sources, complete } = report;
  const { coverage } = totals;
  const { failed, partly } = unknownIn(report);
  const { undone } = totals.byState;
  return (
    <section id="unknown" aria-labelledby="unknown-title">
      <h2 id="unknown-title">What was looked at, and what is not known</h2>
      <p>
        {counted(coverage.files, "file")}, {counted(coverage.blobs, "blob")},{" "}
        {counted(coverage.commits, "commit")} ({sized(coverage.bytes)}) in{" "}
        {counted(repositories.filter(isAudited).length, "repository", "repositories")}.{" "}
        {complete && "Nothing was skipped."}
      </p>
      <Sources sources={sources} />
      {undone > 0 && <p class="warning">{undoneText(undone)}</p>}
      <Remarks
        title={`${counted(failed.length, "repository", "repositories")} could not be audited`}
        remarks={failed.map(({ repository, failure }) => [repository.name, failureText(failure)])}
      />
      <Remarks
        title={`${counted(partly.length, "repository", "repositories")} could not be looked at completely`}
        remarks={partly.map((row) => [row.repository.name, skippedText(row.report)])}
      />
      <Remarks
        title={`${counted(sources.rejected.length, "entry", "entries")} of what was asked for rejected`}
        remarks={sources.rejected.map((one) => [sourceName(one), `${one.text}: ${one.why}`])}
      />
      <Remarks title="Notes" remarks={allNotes(report).map(({ about, note }) => [about, note])} />
    </section>
  );
}

function Sources({ sources }: Pick<FleetReport, "sources">) {
  const { asked, duplicates, leftOut } = sources;
  if (duplicates + leftOut === 0) return null;
  return (
    <p>
      Of {grouped(asked)} that were asked for,{" "}
      {counted(duplicates, "was a duplicate", "were duplicates")}
      {leftOut > 0 && ` and ${counted(leftOut, "was", "were")} left out as archived or forks`}.
    </p>
  );
}

function Remarks({
  title,
  remarks,
}: {
  readonly title: string;
  readonly remarks: readonly (readonly [about: string, remark: string])[];
}) {
  if (remarks.length === 0) return null;
  const more = remarks.length - MOST;
  return (
    <>
      <h3>{title}</h3>
      <ul class="remarks">
        {remarks.slice(0, MOST).map(([about, remark], index) => (
          <li key={index}>
            <bdi class="path">{visible(about)}</bdi>: {visible(remark)}
          </li>
        ))}
        {more > 0 && <li>and {grouped(more)} more, which the JSON report names</li>}
      </ul>
    </>
  );
}

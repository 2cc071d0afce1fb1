/** How much was looked at, what was not, and what else to know. */
import type { Report } from "../../finding.ts";
import { causeOf, ignoredCount } from "../ignored-words.ts";
import { placesOf } from "../places.ts";
import { lookedAt } from "../text-totals.ts";
import { visible } from "../visible.ts";
import { counted, shortIds } from "../words.ts";

const MOST_REMARKS = 200;

/** Coverage, skipped things and notes. */
export function CoverageSection({ report }: { readonly report: Report }) {
  const { coverage, skipped, ignored, notes, complete, verification, target } = report;
  return (
    <section id="coverage" aria-labelledby="coverage-title">
      <h2 id="coverage-title">What was looked at</h2>
      <p>
        {lookedAt(report)}; among them {counted(coverage.notebooks, "notebook")} with candidates and{" "}
        {counted(coverage.bundles, "built bundle")}.
      </p>
      {verification !== undefined && (
        <p>
          {counted(verification.checked, "credential")} checked with{" "}
          {verification.endpoint === undefined ? "Google" : visible(verification.endpoint)}; of{" "}
          {verification.unchecked} nothing is known.
        </p>
      )}
      {complete ? (
        <p>Nothing was skipped.</p>
      ) : (
        <>
          <h3>Skipped: {counted(skipped.length, "thing")} could not be looked at</h3>
          <Remarks remarks={skipped.map(({ what, why }) => [what, why])} />
        </>
      )}
      {ignored.length > 0 && (
        <>
          <h3>Ignored: {ignoredCount(ignored)} (--no-ignore reports all)</h3>
          <Remarks
            remarks={ignored.map(({ by, finding }) => [
              `${finding.preview}, ${placesOf(finding.sightings, target.command)[0]?.where ?? "no place"}`,
              `by ${causeOf(by)}`,
            ])}
          />
        </>
      )}
      {notes.length > 0 && (
        <>
          <h3>Notes</h3>
          <Remarks remarks={notes.map(({ about, note }) => [about, note])} />
        </>
      )}
    </section>
  );
}

function Remarks({
  remarks,
}: {
  readonly remarks: readonly (readonly [about: string, remark: string])[];
}) {
  const more = remarks.length - MOST_REMARKS;
  return (
    <ul class="remarks">
      {remarks.slice(0, MOST_REMARKS).map(([about, remark]) => (
        <li key={`${about}\n${remark}`}>
          <bdi class="path">{shortIds(visible(about))}</bdi>: {visible(remark)}
        </li>
      ))}
      {more > 0 && <li>and {counted(more, "more", "more")}, which the JSON report names</li>}
    </ul>
  );
}

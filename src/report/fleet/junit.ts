/** The fleet as JUnit's XML: a suite for each repository. See docs/fleet.md. */
import type { Finding } from "../../finding.ts";
import type { FleetReport, FleetRow } from "../../fleet-report.ts";
import { isAudited } from "../../findings/fleet-order.ts";
import {
  coverageTests,
  errorTest,
  junitDocument,
  spotTests,
  suite,
  type Test,
} from "../ci/junit.ts";
import { failureText, sourceName, STATE } from "./words.ts";

/** `fails` tells what makes the run fail; the rest counts as skipped. */
export function renderFleetJunit(
  { repositories, sources }: FleetReport,
  fails: (finding: Finding) => boolean,
): string {
  const rejected = sources.rejected.map((one) =>
    errorTest(`${sourceName(one)}: ${one.text}`, one.why),
  );
  return junitDocument([
    ...repositories.map((row) => suite(row.repository.name, testsOf(row, fails))),
    ...(rejected.length > 0 ? [suite("gemsweep.sources", rejected)] : []),
  ]);
}

function testsOf(row: FleetRow, fails: (finding: Finding) => boolean): readonly Test[] {
  if (isAudited(row)) return [...coverageTests(row.report), ...spotTests(row.report, fails)];
  const why = row.state === "failed" ? failureText(row.failure) : STATE[row.state];
  return [errorTest("The repository was audited", why)];
}

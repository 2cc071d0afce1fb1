/** The fleet as SARIF 2.1.0: a run for each repository, because paths and results are of one repository. See docs/fleet.md. */
import type { FleetRepository } from "../../fleet.ts";
import type { FleetReport, FleetRow } from "../../fleet-report.ts";
import { isAudited } from "../../findings/fleet-order.ts";
import { notification, sarifInvocation, sarifLog, sarifRun, sarifTool } from "../ci/sarif.ts";
import type { Tool } from "../json.ts";
import { visible } from "../visible.ts";
import { failureText, sourceName, STATE } from "./words.ts";

/** The runs of all repositories, and one for what was asked for and is none. */
export function renderFleetSarif(report: FleetReport, tool: Tool): string {
  return sarifLog([
    ...report.repositories.map((row) => ({
      ...runOf(row, tool),
      automationDetails: { id: `gemsweep/${visible(row.repository.name)}/` },
      versionControlProvenance: provenanceOf(row.repository),
      properties: { repository: visible(row.repository.name), state: row.state },
    })),
    ...(report.sources.rejected.length > 0 ? [rejectedRun(report, tool)] : []),
  ]);
}

function runOf(row: FleetRow, tool: Tool): object {
  if (isAudited(row)) return sarifRun(row.report, tool);
  const why = row.state === "failed" ? failureText(row.failure) : STATE[row.state];
  return emptyRun([`${row.repository.name}: ${why}`], tool);
}

function rejectedRun({ sources }: FleetReport, tool: Tool): object {
  return emptyRun(
    sources.rejected.map((one) => `${sourceName(one)}: ${one.text}: ${one.why}`),
    tool,
  );
}

function emptyRun(errors: readonly string[], tool: Tool): object {
  return {
    tool: sarifTool(tool, []),
    invocations: [
      sarifInvocation(
        false,
        errors.map((text) => notification("error", text)),
      ),
    ],
    results: [],
  };
}

/** Where it comes from, if that is a URI: `git@host:owner/name` is none. */
function provenanceOf({ kind, location }: FleetRepository): readonly object[] | undefined {
  if (kind === "path" || !URL.canParse(location) || !/^(?:https|ssh):\/\//.test(location))
    return undefined;
  return [{ repositoryUri: new URL(location).href }];
}

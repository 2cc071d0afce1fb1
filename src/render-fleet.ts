import { UserError } from "./errors.ts";
import type { FleetResults } from "./fleet.ts";
import type { Format } from "./command-line/formats.ts";
import type { Looks } from "./render.ts";
import { outcomeJson } from "./fleet/outcome.ts";
import type { Tool } from "./report/json.ts";
import { visible } from "./report/visible.ts";
import { bySeverity, counted } from "./report/words.ts";

/** The report of many repositories in a format. Throws {@link UserError} for one that it does not have. */
export async function renderFleet(
  results: FleetResults,
  format: Format,
  tool: Tool,
  _looks: Looks,
): Promise<string> {
  switch (format) {
    case "text":
      return textOf(results);
    case "json":
    case "jsonl":
      return results.outcomes.map((outcome) => `${outcomeJson(outcome, tool)}\n`).join("");
    case "html":
    case "markdown":
    case "sarif":
    case "gitlab":
    case "codequality":
    case "junit":
    case "github":
      throw new UserError(`there is no report of a fleet as ${format}`, "take text, json or jsonl");
  }
}

function textOf({ sources, outcomes, undone, notes }: FleetResults): string {
  const lines = [
    ...outcomes.map((outcome) => {
      const { name } = outcome.repository;
      if ("failure" in outcome) return `${name}: failed: ${outcome.failure.why}`;
      const { findings, complete } = outcome.report;
      const found = bySeverity(findings.map(({ severity }) => severity)) || "nothing found";
      return `${name}: ${found}${complete ? "" : ", not everything looked at"}`;
    }),
    ...undone.map(({ name }) => `${name}: not done`),
    ...sources.rejected.map(
      ({ list, line, text, why }) => `${[list, line, text].filter(Boolean).join(":")}: ${why}`,
    ),
    ...notes.map(({ about, note }) => `${about}: ${note}`),
    counted(outcomes.length, "repository", "repositories"),
  ];
  return lines.map((line) => `${visible(line)}\n`).join("");
}

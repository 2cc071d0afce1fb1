import { readFileSync } from "node:fs";
import { fleetFormat } from "./command-line/fleet-formats.ts";
import type { Format } from "./command-line/formats.ts";
import type { FleetReport } from "./fleet-report.ts";
import { PAGE_SCRIPT_FILE, PAGE_STYLE_FILE } from "./installed.ts";
import type { Tool } from "./report/json.ts";
import type { Looks } from "./render.ts";

/** The report of a fleet in a format, which is loaded for it. Throws UserError for one that cannot tell of a fleet. */
export async function renderFleet(
  report: FleetReport,
  format: Format,
  tool: Tool,
  looks: Looks,
): Promise<string> {
  switch (fleetFormat(format)) {
    case "text":
      return (await import("./report/fleet/text.ts")).renderFleetText(report, looks);
    case "json":
      return (await import("./report/fleet/json.ts")).renderFleetJson(report, tool);
    case "jsonl":
      return (await import("./report/fleet/jsonl.ts")).renderFleetJsonl(report, tool);
    case "html": {
      const { renderFleetHtml } = await import("./report/fleet/html.ts");
      return renderFleetHtml(report, tool, {
        style: readFileSync(PAGE_STYLE_FILE, "utf8"),
        script: readFileSync(PAGE_SCRIPT_FILE, "utf8"),
      });
    }
    case "markdown":
      return (await import("./report/fleet/markdown.ts")).renderFleetMarkdown(report);
    case "sarif":
      return (await import("./report/fleet/sarif.ts")).renderFleetSarif(report, tool);
    case "junit":
      return (await import("./report/fleet/junit.ts")).renderFleetJunit(report, looks.fails);
  }
}

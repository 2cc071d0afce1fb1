/** The report of a fleet as one web page that needs nothing else and can do nothing but show itself. */
import { h } from "preact";
import type { FleetReport } from "../../fleet-report.ts";
import { htmlText, pageSettings } from "../html/html.ts";
import type { PageFiles } from "../html/page-frame.tsx";
import type { Tool } from "../json.ts";
import { FleetPage } from "./html/fleet-page.tsx";

/** The whole page, ending in a newline. */
export function renderFleetHtml(report: FleetReport, tool: Tool, files: PageFiles): string {
  const memory = [
    "fleet",
    ...report.repositories.map(({ repository }) => repository.name).toSorted(),
    ...report.keys.map(({ finding }) => finding.fingerprint).toSorted(),
  ];
  return htmlText(h(FleetPage, { report, settings: pageSettings(tool, files, memory) }));
}

/** The fleet's report as lines of JSON, for programs that read one thing at a time. See docs/fleet.md. */
import type { FleetReport } from "../../fleet-report.ts";
import { escapedJson } from "../escaped-json.ts";
import type { Tool } from "../json.ts";
import { planJson } from "../plan-json.ts";
import { headJson, keyJson, rowJson } from "./json.ts";

/** One line for each credential and each repository, and a last one of type "summary": a stream without it was cut off. */
export function renderFleetJsonl(report: FleetReport, tool: Tool): string {
  const lines = [
    ...report.keys.map((key) => ({ type: "key", ...keyJson(key) })),
    ...report.repositories.map((row) => ({ type: "repository", ...rowJson(row, tool) })),
    { type: "summary", ...headJson(report, tool), plan: planJson(report.plan) },
  ];
  return lines.map((line) => `${escapedJson(line)}\n`).join("");
}

/** The fleet's report for programs: version 1 of a format with its own types. See docs/fleet.md. */
import type { FleetRepository, FleetSources } from "../../fleet.ts";
import type { FleetKey, FleetReport, FleetRow } from "../../fleet-report.ts";
import { escapedJson } from "../escaped-json.ts";
import { coverageJson, findingJson, reportDocument, type Tool, toolJson } from "../json.ts";
import { planJson } from "../plan-json.ts";

/** Rises only when a program that reads the format would have to change. */
export const FLEET_FORMAT_VERSION = 1;

/** The whole report as one JSON document, ending in a newline. */
export function renderFleetJson(report: FleetReport, tool: Tool): string {
  const document = {
    ...headJson(report, tool),
    keys: report.keys.map(keyJson),
    repositories: report.repositories.map((row) => rowJson(row, tool)),
    plan: planJson(report.plan),
  };
  return `${escapedJson(document, 2)}\n`;
}

/** What is said of the whole. */
export function headJson(report: FleetReport, tool: Tool): object {
  const { complete, sources, totals, notes } = report;
  return {
    version: FLEET_FORMAT_VERSION,
    tool: toolJson(tool),
    complete,
    sources: sourcesJson(sources),
    totals: { ...totals, coverage: coverageJson(totals.coverage) },
    notes: notes.map(({ about, note }) => ({ about, note })),
  };
}

function sourcesJson({ asked, duplicates, leftOut, rejected }: FleetSources): object {
  return {
    asked,
    duplicates,
    leftOut,
    rejected: rejected.map(({ list, line, text, why }) => ({ list, line, text, why })),
  };
}

/** A credential, once for all repositories that hold it. */
export function keyJson(key: FleetKey): object {
  return {
    urgency: key.urgency,
    usages: key.usages,
    owners: key.owners,
    exposure: key.exposure,
    isInFiles: key.isInFiles,
    since: key.since,
    project: key.project,
    repositories: key.places.map(({ repository, finding, exposure, isInFiles, since }) => ({
      name: repository.name,
      owner: repository.owner,
      usage: finding.usage,
      exposure,
      isInFiles,
      since,
    })),
    ignoredIn: key.ignoredIn,
    finding: findingJson(key.finding),
  };
}

/** A repository, and what became of its audit. */
export function rowJson(row: FleetRow, tool: Tool): object {
  const { state, repository } = row;
  const about = { state, ...repositoryJson(repository) };
  switch (row.state) {
    case "undone":
      return about;
    case "failed": {
      const { stage, why, remedy } = row.failure;
      return { ...about, failure: { stage, why, remedy } };
    }
    case "leaks":
    case "incomplete":
    case "harmless":
    case "clean":
      return {
        ...about,
        severity: row.severity,
        live: row.live,
        exposure: row.exposure,
        isInFiles: row.isInFiles,
        since: row.since,
        ignored: row.ignored,
        keys: row.keys.map(({ finding }) => finding.fingerprint),
        fetch: row.fetch && { does: row.fetch.does, run: row.fetch.run },
        report: reportDocument(row.report, tool, planJson(row.report.plan)),
      };
  }
}

function repositoryJson(repository: FleetRepository): object {
  const { name, location, kind, owner, archived, fork, visibility } = repository;
  return { name, location, kind, owner, archived, fork, visibility };
}

/** The report for programs: version 1 of a format with its own types, so that ours can change. See docs/output.md. */
import type {
  Finding,
  IgnoredBy,
  Report,
  SecretHistory,
  ServiceAccount,
  Sighting,
  TargetChange,
} from "../finding.ts";
import type { Count, Reach, Verdict } from "../verdict.ts";
import { escapedJson } from "./escaped-json.ts";
import { planJson } from "./plan-json.ts";
import { isSpoofable } from "./verdict-words.ts";

/** Rises only when a program that reads the format would have to change. */
export const FORMAT_VERSION = 1;

/** Who wrote the report. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** The whole report as one JSON document, ending in a newline. */
export function renderJson(report: Report, tool: Tool): string {
  return `${escapedJson(reportDocument(report, tool, planJson(report.plan)), 2)}\n`;
}

/** The report as that document; `plan` may be left out by those who can make it anew. */
export function reportDocument(report: Report, tool: Tool, plan?: object): object {
  const { target, complete, coverage, verification, findings, ignored, scrub, skipped, notes } =
    report;
  return {
    version: FORMAT_VERSION,
    tool: toolJson(tool),
    target: targetJson(target),
    complete,
    coverage: coverageJson(coverage),
    verification: verificationJson(verification),
    findings: findings.map(findingJson),
    ignored: ignored.map(({ by, finding }) => ({
      by: ignoredByJson(by),
      finding: findingJson(finding),
    })),
    scrub: { files: scrub.files, commits: scrub.commits, refs: scrub.refs },
    plan,
    skipped: skipped.map(({ what, why }) => ({ what, why })),
    notes: notes.map(({ about, note }) => ({ about, note })),
  };
}

/** Who wrote it. */
export function toolJson({ name, version }: Tool): object {
  return { name, version };
}

/** A finding as it stands in the report; what is undefined is left out. */
export function findingJson(finding: Finding): object {
  return {
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    title: finding.title,
    keyId: finding.keyId,
    preview: finding.preview,
    arrival: finding.arrival,
    severity: finding.severity,
    reasons: finding.reasons,
    confidence: finding.confidence,
    credential: finding.credential,
    usage: finding.usage,
    wellFormed: finding.wellFormed,
    knownPublic: finding.knownPublic,
    account: finding.account && accountJson(finding.account),
    verdict: finding.verdict && verdictJson(finding.verdict),
    sightings: finding.sightings.map(sightingJson),
    history: finding.history && historyJson(finding.history),
  };
}

/** By what a finding is ignored. */
export function ignoredByJson(by: IgnoredBy): object {
  switch (by.kind) {
    case "ignore-file": {
      const { kind, file, reason, who, expires } = by;
      return { kind, file, reason, who, expires };
    }
    case "comment":
      return { kind: by.kind, mark: by.mark, reason: by.reason === "" ? undefined : by.reason };
    case "path":
      return { kind: by.kind, file: by.file, setting: by.setting, pattern: by.pattern };
  }
}

/** What was scanned. */
export function targetJson({ command, paths, head, change }: Report["target"]): object {
  return { command, paths, head, change: change && changeTargetJson(change) };
}

function changeTargetJson(change: TargetChange): object {
  const { from, bases, mergeBases, head, commits, objects, checkedOut, bundles } = change;
  return { from, bases, mergeBases, head, commits, objects, checkedOut, bundles };
}

/** How much was looked at. */
export function coverageJson(coverage: Report["coverage"]): object {
  const { files, blobs, commits, bytes, notebooks, bundles } = coverage;
  return { files, blobs, commits, bytes, notebooks, bundles };
}

/** Whether and how keys were checked. */
export function verificationJson(verification: Report["verification"]): object {
  if (verification === undefined) return { asked: false };
  const { generate, reach, endpoint, checked, unchecked } = verification;
  return { asked: true, generate, reach, endpoint, checked, unchecked };
}

function accountJson({ email, project, keyId }: ServiceAccount): object {
  return { email, project, keyId };
}

function verdictJson({ status, reason, project, model, reach, cached }: Verdict): object {
  const spoofable = status === "restricted" ? isSpoofable(reason) : undefined;
  return { status, reason, spoofable, project, model, reach: reach && reachJson(reach), cached };
}

function reachJson(reach: Reach): object {
  const { files, cachedContents, fileSearchStores, tunedModels } = reach;
  return {
    files: countJson(files),
    cachedContents: countJson(cachedContents),
    fileSearchStores: countJson(fileSearchStores),
    tunedModels: countJson(tunedModels),
  };
}

function countJson(counted: Count | undefined): object | undefined {
  return counted && { count: counted.count, more: counted.more };
}

function sightingJson(sighting: Sighting): object {
  const { source, path, line, column, part, decodings, blob, bundle, isNew } = sighting;
  return {
    source,
    path,
    line,
    column,
    part,
    decodings,
    blob,
    isNew,
    bundle: bundle && {
      originalSource: bundle.originalSource,
      originalLine: bundle.originalLine,
    },
  };
}

function historyJson(history: SecretHistory): object {
  const { introducedBy, removedBy, refs, atHead, pushed, unreachable } = history;
  return {
    introducedBy: introducedBy.map(changeJson),
    removedBy: removedBy.map(changeJson),
    refs,
    atHead,
    pushed,
    unreachable,
  };
}

function changeJson({
  commit,
  date,
  author,
  paths,
}: SecretHistory["introducedBy"][number]): object {
  return { commit, date, author, paths };
}

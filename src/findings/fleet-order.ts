/** The order in which a fleet's credentials and repositories are told: what to do first comes first. */
import { byKeys } from "./compare.ts";
import type { Finding } from "../finding.ts";
import type {
  AuditedRow,
  Exposure,
  FailedRow,
  FleetKey,
  FleetReport,
  FleetRow,
  RowState,
  Urgency,
} from "../fleet-report.ts";
import type { Rotation } from "../plan.ts";
import { SEVERITIES } from "./severity.ts";

/** How urgent a credential is, by what Google said and by what the plan does with it. */
export function urgencyOf(finding: Finding, rotation: Rotation | undefined): Urgency {
  if (rotation === undefined) return "harmless";
  const isLive = finding.verdict?.status === "live";
  if (rotation === "delete-first") return isLive ? "abused" : "blocked";
  if (isLive) return "live";
  if (rotation === "none") return "spent";
  return finding.mustScrub ? "open" : "harmless";
}

const URGENCY: Record<Urgency, number> = {
  abused: 0,
  live: 1,
  blocked: 2,
  open: 3,
  spent: 4,
  harmless: 5,
};

const EXPOSURE: Record<Exposure, number> = { public: 0, pushed: 1, unknown: 2, local: 3 };

/** That of several that most people could take it by; undefined for none. */
export function widestExposure(exposures: readonly Exposure[]): Exposure | undefined {
  return exposures.toSorted(byKeys((exposure) => EXPOSURE[exposure]))[0];
}

/** Days sort as text; what has none comes last. */
const NO_DAY = "9999";

/** By urgency, severity, exposure, whether files hold it now, how many repositories do, age, fingerprint. */
export const byUrgency = byKeys<FleetKey>(
  ({ urgency }) => URGENCY[urgency],
  ({ finding }) => -SEVERITIES.indexOf(finding.severity),
  ({ exposure }) => EXPOSURE[exposure],
  ({ isInFiles }) => !isInFiles,
  ({ places }) => -places.length,
  ({ since }) => since ?? NO_DAY,
  ({ finding }) => finding.fingerprint,
);

const STATE: Record<RowState, number> = {
  leaks: 0,
  failed: 1,
  undone: 2,
  incomplete: 3,
  harmless: 4,
  clean: 5,
};

/** Most urgent first. */
export const STATES = Object.keys(STATE) as readonly RowState[];

/**
 * Those with something to do first, by the most urgent thing, then by how many are as urgent as that. What nothing is
 * known of comes before what is clean.
 */
export const byWhatToDoFirst = byKeys<FleetRow>(
  ({ state }) => STATE[state],
  (row) => (isAudited(row) ? urgencyRank(row) : 0),
  (row) => (isAudited(row) ? -severityRank(row) : 0),
  (row) => (isAudited(row) && row.exposure ? EXPOSURE[row.exposure] : 0),
  (row) => isAudited(row) && !row.isInFiles,
  (row) => (isAudited(row) ? -row.keys.filter(isUrgentAs(row)).length : 0),
  (row) => (isAudited(row) ? (row.since ?? NO_DAY) : NO_DAY),
  ({ repository }) => repository.name,
);

/** Whether something has to be done about it. */
export function isToActOn({ urgency }: FleetKey): boolean {
  return urgency !== "harmless";
}

/** What is not known: repositories that could not be audited, and those that were looked at in part. */
export function unknownIn({ repositories }: Pick<FleetReport, "repositories">): {
  readonly failed: readonly FailedRow[];
  readonly partly: readonly AuditedRow[];
} {
  return {
    failed: repositories.filter((row) => row.state === "failed"),
    partly: repositories.filter(isAudited).filter(({ report }) => !report.complete),
  };
}

/** Whether there is a report of it. */
export function isAudited(row: FleetRow): row is AuditedRow {
  return row.state !== "failed" && row.state !== "undone";
}

/** Its keys are in their order, so that the first is the most urgent. */
function urgencyRank({ keys: [first] }: AuditedRow): number {
  return first ? URGENCY[first.urgency] : URGENCY.harmless;
}

function severityRank({ keys: [first] }: AuditedRow): number {
  return first ? SEVERITIES.indexOf(first.finding.severity) : 0;
}

function isUrgentAs({ keys: [first] }: AuditedRow): (key: FleetKey) => boolean {
  return ({ urgency, finding }) =>
    urgency === first?.urgency && finding.severity === first.finding.severity;
}

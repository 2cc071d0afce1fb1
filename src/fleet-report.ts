/** The nouns of what people are told of a fleet. Types only; no field can hold a raw value. */
import type { Note } from "./document.ts";
import type { Coverage, Finding, Report, Severity, Usage } from "./finding.ts";
import type { FleetRepository, FleetSources, RepositoryFailure } from "./fleet.ts";
import type { Command, Plan } from "./plan.ts";
import type { VerdictStatus } from "./verdict.ts";

/** Everything that a format needs to tell of a fleet. */
export interface FleetReport {
  /** Whether every repository was audited, and completely, and nothing that was asked for was rejected. */
  readonly complete: boolean;
  readonly sources: FleetSources;
  readonly totals: FleetTotals;
  /** What to do first comes first; each repository once. */
  readonly repositories: readonly FleetRow[];
  /** Each credential once, however many repositories hold it; what to do first comes first. */
  readonly keys: readonly FleetKey[];
  /** One order of steps for all: each credential is rotated once, then each repository is cleaned. */
  readonly plan: Plan;
  readonly notes: readonly Note[];
}

/** One repository, and what became of its audit. */
export type FleetRow = AuditedRow | FailedRow | UndoneRow;

export interface AuditedRow {
  readonly state: AuditedState;
  readonly repository: FleetRepository;
  /** Its own report, in which each credential is judged by what is known of it in the whole fleet. */
  readonly report: Report;
  /** In the order of the fleet. */
  readonly keys: readonly FleetKey[];
  /** That of the worst of its credentials; undefined when it has none. */
  readonly severity: Severity | undefined;
  /** How many of its credentials work right now. */
  readonly live: number;
  readonly exposure: Exposure | undefined;
  /** Whether files of it hold one of them now. */
  readonly isInFiles: boolean;
  /** Day of the first commit that held one of them, as 2025-03-01; undefined where no commit tells. */
  readonly since: string | undefined;
  /** Credentials that are ignored, some or all of their places. */
  readonly ignored: number;
  /** How a copy of it is made to work on; undefined for what is on this machine. */
  readonly fetch: Command | undefined;
}

export interface FailedRow {
  readonly state: "failed";
  readonly repository: FleetRepository;
  readonly failure: RepositoryFailure;
}

export interface UndoneRow {
  /** The run was stopped before it was come to. */
  readonly state: "undone";
  readonly repository: FleetRepository;
}

/** What a reader has to know of an audited repository first. */
export type AuditedState =
  /** Something must be done about a credential of it. */
  | "leaks"
  /** Nothing must be done about what was found, and not everything could be looked at. */
  | "incomplete"
  /** It holds credentials about which nothing must be done. */
  | "harmless"
  | "clean";

export type RowState = FleetRow["state"];

/** One credential of the fleet. */
export interface FleetKey {
  /** All that is known of it; paths begin with the name of their repository. */
  readonly finding: Finding;
  readonly urgency: Urgency;
  /** Of all its uses; more than one means that a key for one thing opens another. */
  readonly usages: readonly Usage[];
  /** Sorted by name. */
  readonly places: readonly KeyInRepository[];
  /** Names of repositories whose files say that it is to be ignored there, sorted. */
  readonly ignoredIn: readonly string[];
  /** Whose repositories they are, as far as that is known; sorted. */
  readonly owners: readonly string[];
  readonly exposure: Exposure;
  /** Whether files hold it now; those of a bare repository are the ones that its HEAD shows. */
  readonly isInFiles: boolean;
  /** Day of the first commit that held it, as 2025-03-01; undefined where no commit tells. */
  readonly since: string | undefined;
  /** Number or id of the Google Cloud project that it belongs to; undefined when nothing tells. */
  readonly project: string | undefined;
}

/** A credential as one repository has it. */
export interface KeyInRepository {
  readonly repository: FleetRepository;
  /** As its audit told it. */
  readonly finding: Finding;
  readonly exposure: Exposure;
  readonly isInFiles: boolean;
  readonly since: string | undefined;
}

/** What decides first about the order, most urgent first. */
export type Urgency =
  /** It works, and its quota or credit is spent: somebody uses it. */
  | "abused"
  /** It works. */
  | "live"
  /** Google knows it as leaked, or has suspended what it belongs to: it was abused. */
  | "blocked"
  /** It may work: nobody asked, or the answer leaves it open. */
  | "open"
  /** It is dead, or expires by itself; files and history are cleaned of it. */
  | "spent"
  /** Nothing must be done about it. */
  | "harmless";

/** Who could take it. */
export type Exposure =
  /** Anybody: the repository is public, or visitors download it in a built file or an app. */
  | "public"
  /** Whoever can read the repository on its server. */
  | "pushed"
  /** The clone cannot tell whether a server has it. */
  | "unknown"
  /** It has not left this machine, as far as the clone can tell. */
  | "local";

/** How much there is of everything. */
export interface FleetTotals {
  readonly repositories: number;
  readonly byState: Readonly<Record<RowState, number>>;
  /** Repositories that hold a credential, by the worst one. */
  readonly repositoriesBySeverity: Readonly<Record<Severity, number>>;
  readonly owners: number;
  readonly keys: number;
  /** A credential in three repositories counts three times. */
  readonly findings: number;
  /** Credentials in more than one repository. */
  readonly shared: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byUsage: Readonly<Record<Usage, number>>;
  readonly byVerdict: Readonly<Record<VerdictStatus | "not-asked", number>>;
  readonly byExposure: Readonly<Record<Exposure, number>>;
  /** Credentials ignored, counted in each repository. */
  readonly ignored: number;
  /** Things in audited repositories that could not be looked at. */
  readonly skipped: number;
  readonly coverage: Readonly<Coverage>;
}

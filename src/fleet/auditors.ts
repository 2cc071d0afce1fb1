/** Processes that audit repositories, one each at a time: what they take is given back, and what kills one kills no other. */
import type { RepositoryOutcome } from "../fleet.ts";
import type { FleetJob } from "./job.ts";
import type { VerdictLedger } from "./ledger.ts";

/** Where and with what audits are done on this machine. */
export interface AuditGround {
  /** A folder for clones, which exists and is ours alone. */
  readonly work: string;
  /** Bytes that all clones there together may take. */
  readonly disk: number;
  /** Whether clones stay there after their audit. */
  readonly keep: boolean;
  /** Asked by this process on behalf of those it started. */
  readonly ledger: VerdictLedger;
  /** Where keys are sent, as `checkEndpoint` returns it. */
  readonly endpoint: string;
  /** URL of a proxy for the live check; undefined for none. */
  readonly proxy: string | undefined;
  readonly useEnvProxy: boolean;
  /** File for the trail of what is sent to Google; undefined for none. */
  readonly auditLog: string | undefined;
}

/** An outcome, and what it depends on. */
export interface AuditEnd {
  readonly outcome: RepositoryOutcome;
  /** 64 hexadecimal digits of all refs as they were; empty when nobody could read them. */
  readonly refs: string;
}

export interface Auditors {
  /**
   * Audits one repository, which is cloned if it has to be. Whatever the repository does, there is an outcome; rejects with
   * the signal's reason when that is aborted. As many may be under way as there are processes; more wait.
   */
  audit(
    job: FleetJob,
    signal: AbortSignal,
    progress: (what: string, done: number, total: number | undefined) => void,
  ): Promise<AuditEnd>;
  end(): Promise<void>;
}

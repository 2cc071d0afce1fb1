/** What audits the repositories of a fleet: processes of this machine, or workers on many. */
import type { FleetRepository, RepositoryOutcome } from "../fleet.ts";
import type { FleetJob } from "./job.ts";

export interface Runner {
  /**
   * Does all jobs and tells what happens, each outcome exactly once and in any order. Ends early, without the rest, when
   * `signal` is aborted; throws only for what keeps every job from being done.
   */
  run(jobs: readonly FleetJob[], signal: AbortSignal): AsyncIterable<FleetEvent>;
}

/** What happens while a fleet is audited. */
export type FleetEvent =
  | { readonly event: "started"; readonly repository: FleetRepository }
  | {
      readonly event: "progress";
      readonly repository: FleetRepository;
      /** What is counted: `clone`, `objects`, `files` … */
      readonly what: string;
      readonly done: number;
      readonly total: number | undefined;
    }
  /** `id` of the job, and `refs` as auditors tell them. */
  | {
      readonly event: "finished";
      readonly id: string;
      readonly outcome: RepositoryOutcome;
      readonly refs: string;
    }
  /** Something to be told to people at once, such as that a worker was lost and its repository is begun anew. */
  | { readonly event: "note"; readonly text: string };

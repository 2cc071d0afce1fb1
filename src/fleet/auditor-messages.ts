/** What a process that audits and the one that started it say to each other. Types only. */
import type { Verdict } from "../verdict.ts";
import type { FleetJob } from "./job.ts";

/** What the process is told first. */
export interface AuditorStart {
  readonly threads: number;
  readonly requestsPerSecond: number;
  readonly patience: number;
  readonly endpoint: string;
  readonly proxy: string | undefined;
  readonly useEnvProxy: boolean;
  readonly auditLog: string | undefined;
}

export type ToAuditor =
  | { readonly start: AuditorStart }
  | { readonly audit: FleetJob; readonly scratch: string; readonly kept: string | undefined }
  | { readonly state: FleetJob; readonly scratch: string }
  /** To question `question`: go and ask Google. */
  | { readonly ask: number }
  /** The verdict that the question was about; undefined when nobody can tell. */
  | { readonly answer: number; readonly verdict: Verdict | undefined };

export type FromAuditor =
  | {
      readonly progress: string;
      readonly done: number;
      readonly total: number | undefined;
    }
  | { readonly bytes: number }
  /** Wants the verdict of a key. */
  | { readonly question: number; readonly key: string }
  /** What Google said when asked; undefined when that failed. */
  | { readonly asked: number; readonly verdict: Verdict | undefined }
  /** The outcome as JSON, the state of refs, and the bytes that the process takes. */
  | { readonly end: string; readonly refs: string; readonly memory: number }
  | { readonly stateNow: string; readonly memory: number };

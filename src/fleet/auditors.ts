/** Processes that audit repositories, one each at a time: what they take is given back, and what kills one kills no other. */
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { RepositoryFailure, RepositoryOutcome } from "../fleet.ts";
import { type AuditorProcess, startAuditor } from "./auditor-process.ts";
import { type Share, startDiskBudget } from "./disk-budget.ts";
import { isTooLarge, leavesNoRoom } from "./failures.ts";
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
  /** Milliseconds that a server may be silent. */
  readonly patience: number;
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

/** Tells how far something is. */
export type Tell = (what: string, done: number, total: number | undefined) => void;

export interface Auditors {
  /**
   * Audits one repository, which is cloned if it has to be. Whatever the repository does, there is an outcome; rejects with
   * the signal's reason when that is aborted. As many may be under way as there are processes; more wait.
   */
  audit(job: FleetJob, signal: AbortSignal, progress: Tell): Promise<AuditEnd>;
  /** The `refs` that an audit would give now, without one; empty where it cannot be told. */
  state(job: FleetJob, signal: AbortSignal): Promise<string>;
  end(): Promise<void>;
}

/** What a process may do before another takes its place, since nobody knows what it still holds: jobs, and bytes at rest. */
const MOST_JOBS = 100;
const MOST_MEMORY = 600 * 1024 ** 2;

/** Processes of which as many as `jobs` are at work at the same time, and share the processors. */
export function startAuditors(ground: AuditGround, jobs: number): Auditors {
  const threads = Math.max(1, Math.floor(availableParallelism() / jobs));
  const disk = startDiskBudget(ground.disk);
  const idle: AuditorProcess[] = [];
  const all = new Set<AuditorProcess>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  async function withProcess<Result>(work: (one: AuditorProcess) => Promise<Result>) {
    if (busy < jobs) busy += 1;
    // Whoever leaves hands on what they had.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    const one = idle.pop() ?? startAuditor(ground, { jobs, threads });
    all.add(one);
    try {
      return await work(one);
    } finally {
      if (one.isAlive() && one.jobs < MOST_JOBS && one.memory < MOST_MEMORY) idle.push(one);
      else {
        void one.kill();
        all.delete(one);
      }
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  }

  /** One try; undefined when there is no room for it beside others. */
  async function attempt(
    job: FleetJob,
    signal: AbortSignal,
    progress: Tell,
    share: Share | undefined,
  ): Promise<AuditEnd | undefined> {
    const scratch = join(ground.work, "clones", job.id);
    const { maxRepositorySize = Infinity } = job.settings;
    const enough = new AbortController();
    let tooMuch: RepositoryFailure | "later" | undefined;
    const grown = (bytes: number): void => {
      const room = share?.grown(bytes) ?? "enough";
      if (bytes > maxRepositorySize) tooMuch = isTooLarge(maxRepositorySize);
      else if (room === "none beside others") tooMuch = "later";
      else if (room === "none") tooMuch = leavesNoRoom(ground.disk);
      if (tooMuch !== undefined) enough.abort();
    };
    try {
      const either = AbortSignal.any([signal, enough.signal]);
      return await withProcess((one) =>
        one.audit(job, scratch, { signal: either, progress, grown }),
      );
    } catch (thrown) {
      signal.throwIfAborted();
      if (tooMuch === undefined) throw thrown;
      if (tooMuch === "later") return undefined;
      return { outcome: { repository: job.repository, failure: tooMuch }, refs: "" };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  return {
    async audit(job, signal, progress) {
      if (job.repository.kind === "path")
        return (await attempt(job, signal, progress, undefined)) as AuditEnd;
      for (const alone of [false, true]) {
        const share = await disk.enter(alone);
        let stays = false;
        try {
          signal.throwIfAborted();
          const end = await attempt(job, signal, progress, share);
          stays = ground.keep && end !== undefined && "report" in end.outcome;
          if (end !== undefined) return end;
        } finally {
          share.leave(stays);
        }
      }
      throw new Error("a clone that is alone is beside no others");
    },
    async state(job, signal) {
      const scratch = join(ground.work, "clones", `${job.id}-asking`);
      try {
        return await withProcess((one) => one.state(job, scratch, signal));
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
    async end() {
      await Promise.all([...all].map((one) => one.kill()));
    },
  };
}

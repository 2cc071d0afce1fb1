/** Processes that audit for one run after another, each with the verdicts of its own run. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { type AuditEnd, type AuditGround, type Auditors, startAuditors } from "../auditors.ts";
import { wayOf } from "../ledger.ts";
import { redisLedger } from "./ledger.ts";
import type { Order } from "./order.ts";
import { LIFE, verdictsKey } from "./store.ts";

export interface PerRunGround {
  readonly client: Redis;
  readonly prefix: string;
  /** What all runs share. */
  readonly ground: Omit<AuditGround, "ledger">;
  readonly jobs: number;
}

export interface RunAuditors {
  audit(order: Order, signal: AbortSignal): Promise<AuditEnd>;
  end(): Promise<void>;
}

interface Team {
  readonly auditors: Promise<Auditors>;
  /** Audits under way. */
  busy: number;
}

/** Those of a run are kept for its next job, and ended once another run has one. */
export function auditorsPerRun({ client, prefix, ground, jobs }: PerRunGround): RunAuditors {
  const teams = new Map<string, Team>();

  async function start(key: string, { run, job }: Order): Promise<Auditors> {
    const way = wayOf(job.settings, ground.endpoint);
    const ledger = redisLedger({ client, verdicts: verdictsKey(prefix, run), way, life: LIFE });
    const work = join(ground.work, key);
    await mkdir(join(work, "clones"), { recursive: true, mode: 0o700 });
    return startAuditors({ ...ground, work, ledger }, jobs);
  }

  return {
    async audit(order, signal) {
      const key = `${order.run}-${wayOf(order.job.settings, ground.endpoint)}`;
      for (const [other, { auditors, busy }] of teams)
        if (other !== key && busy === 0) {
          teams.delete(other);
          void auditors.then((one) => one.end());
        }
      const team = teams.get(key) ?? { auditors: start(key, order), busy: 0 };
      teams.set(key, team);
      team.busy += 1;
      try {
        return await (await team.auditors).audit(order.job, signal, () => {});
      } finally {
        team.busy -= 1;
      }
    },
    async end() {
      for (const { auditors } of teams.values()) await (await auditors).end();
    },
  };
}

/** Audits the repositories of a fleet on this machine, several at a time. */
import type { Auditors } from "./auditors.ts";
import type { FleetJob } from "./job.ts";
import type { FleetEvent, Runner } from "./runner.ts";

/** A runner with as many jobs under way as there are processes. */
export function poolRunner(auditors: Auditors, jobs: number): Runner {
  return {
    async *run(all, signal) {
      const events = startEvents<FleetEvent>();
      const left = new AbortController();
      const either = AbortSignal.any([signal, left.signal]);
      const rest = all.values();
      const work = async (): Promise<void> => {
        for (const job of rest) {
          if (either.aborted) return;
          await audit(auditors, job, either, events.push);
        }
      };
      const working = Promise.all(Array.from({ length: jobs }, work)).then(
        () => events.end(undefined),
        (thrown: unknown) => events.end(either.aborted ? undefined : thrown),
      );
      try {
        yield* events.all();
      } finally {
        // Who goes away before the end waits for nothing that is under way.
        left.abort();
        await working;
      }
    },
  };
}

async function audit(
  auditors: Auditors,
  job: FleetJob,
  signal: AbortSignal,
  push: (event: FleetEvent) => void,
): Promise<void> {
  const { repository } = job;
  push({ event: "started", repository });
  const { outcome, refs } = await auditors.audit(job, signal, (what, done, total) => {
    push({ event: "progress", repository, what, done, total });
  });
  push({ event: "finished", id: job.id, outcome, refs });
}

/** Passes on what happens to whoever goes through it, who may be slower. */
function startEvents<Event>() {
  let waiting: Event[] = [];
  let ended: { readonly failure: unknown } | undefined;
  let wake: (() => void) | undefined;
  return {
    push(event: Event): void {
      waiting.push(event);
      wake?.();
    },
    end(failure: unknown): void {
      ended = { failure };
      wake?.();
    },
    async *all(): AsyncIterable<Event> {
      for (;;) {
        const now = waiting;
        waiting = [];
        yield* now;
        if (waiting.length > 0) continue;
        if (ended?.failure !== undefined) throw ended.failure;
        if (ended !== undefined) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

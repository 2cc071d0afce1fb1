/** What the main thread and its workers tell each other. */
import type { PackLayout } from "../git/pack/layout.ts";
import type { Reference } from "../git/pack/scan.ts";
import type { PackJob } from "../git/pack/task.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import type { FileJob } from "../sources/file-task.ts";

/** What a worker is started with. */
export interface WorkerStart {
  readonly ruleSet: RuleSet;
  readonly number: number;
  /** Shared counters: the next task to take, then for each worker the bytes it has found that nobody has taken yet. */
  readonly counters: Int32Array;
}

/** Slots of {@link WorkerStart.counters}. */
export const NEXT_TASK = 0;
export const FIRST_WORKER = 1;

/** What tasks are about. Plain data. */
export type Job = PackJob | FileJob;

export type Order =
  | {
      readonly scan: {
        readonly pack: number;
        readonly layout: PackLayout;
        readonly from: number;
        readonly to: number;
      };
    }
  /** Says what the tasks that follow are about. */
  | { readonly job: Job }
  /** Tasks to take, together with all others; the first has the number `from`. */
  | { readonly tasks: readonly unknown[]; readonly from: number };

export type Reply =
  | { readonly scanned: number; readonly references: readonly Reference[] }
  | {
      readonly task: number;
      /** What the job's runner gave. */
      readonly found: unknown;
      readonly worker: number;
      /** By how much the worker is ahead until somebody takes this, in bytes. */
      readonly weight: number;
    }
  | { readonly done: number; readonly tally: unknown };

/** What the main thread and its workers tell each other. */
import type { LiteralTable } from "../../kernel/table.ts";
import type { PackLayout } from "./layout.ts";
import type { Reference } from "./scan.ts";
import type { Task } from "./task.ts";
import type { Pack, Tally } from "./walk.ts";

/** What a worker is started with. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly number: number;
  /** Shared counters: the next task to take, then for each worker the bytes it has found that nobody has taken yet. */
  readonly counters: Int32Array;
}

/** Slots of {@link WorkerStart.counters}. */
export const NEXT_TASK = 0;
export const FIRST_WORKER = 1;

export type Order =
  | {
      readonly scan: {
        readonly pack: number;
        readonly layout: PackLayout;
        readonly from: number;
        readonly to: number;
      };
    }
  | {
      readonly walk: {
        readonly packs: readonly Pack[];
        readonly table: LiteralTable;
        readonly tasks: readonly Task[];
        readonly memoryLimit: number;
      };
    };

export type Reply =
  | { readonly scanned: number; readonly references: readonly Reference[] }
  | {
      readonly task: number;
      readonly index: number;
      readonly type: number;
      readonly bytes: Uint8Array;
      readonly worker: number;
    }
  | { readonly done: number; readonly tally: Tally };

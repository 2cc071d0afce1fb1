/** What the main thread and its workers tell each other. */
import type { RuleSet } from "../../rules/rule-set.ts";
import type { Searched } from "../../search.ts";
import type { PackLayout } from "./layout.ts";
import type { Reference } from "./scan.ts";
import type { Task } from "./task.ts";
import type { Pack, Tally } from "./walk.ts";

/** What a worker is started with. */
export interface WorkerStart {
  readonly ruleSet: RuleSet & { readonly kernel: WebAssembly.Module };
  readonly objectFormat: "sha1" | "sha256";
  readonly number: number;
  /** Shared counters: the next task to take, then for each worker the bytes it has found that nobody has taken yet. */
  readonly counters: Int32Array;
}

/** Slots of {@link WorkerStart.counters}. */
export const NEXT_TASK = 0;
export const FIRST_WORKER = 1;

/** Work on some packs. */
export interface Walk {
  readonly packs: readonly Pack[];
  readonly tasks: readonly Task[];
  /** Bytes of objects that a worker holds at a time. */
  readonly memoryLimit: number;
  /** Candidates of more bytes are handed over unsearched. */
  readonly searchedThere: number;
}

export type Order =
  | {
      readonly scan: {
        readonly pack: number;
        readonly layout: PackLayout;
        readonly from: number;
        readonly to: number;
      };
    }
  | { readonly walk: Walk };

/** An object that holds a literal, as a worker tells of it. */
export interface FoundThere {
  readonly task: number;
  readonly index: number;
  readonly type: number;
  readonly result: { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly searched: Searched };
  readonly worker: number;
  /** By how much the worker is ahead until somebody takes this, in bytes. */
  readonly weight: number;
}

export type Reply =
  | { readonly scanned: number; readonly references: readonly Reference[] }
  | FoundThere
  | { readonly done: number; readonly tally: Tally };

/** One share of the work, done the same way in a worker and on the main thread. */
import { startKernel } from "../../kernel/kernel.ts";
import type { Prefilter } from "../../kernel/prefilter.ts";
import type { PackTask } from "./families.ts";
import { readLoose } from "./loose.ts";
import { createMaker } from "./make.ts";
import type { LooseFile } from "./store.ts";
import { type Pack, type Tally, walkBranch } from "./walk.ts";

export type Task = PackTask | { readonly loose: readonly LooseFile[] };

/** An object that holds a literal: an entry of the task's pack, or the number of one of the task's loose files. */
export interface Found {
  readonly index: number;
  readonly type: number;
  /** For the moment: see {@link owned}. */
  readonly bytes: Buffer;
}

/** A copy of the bytes of something found, which themselves are gone once the task goes on. */
export function owned(bytes: Buffer): Buffer<ArrayBuffer> {
  return Buffer.from(new Uint8Array(bytes).buffer);
}

/** What tasks are run with. */
export interface TaskContext {
  readonly kernel: WebAssembly.Module;
  readonly prefilter: Prefilter;
  /** The prefilter at work. */
  mayMatch(bytes: Uint8Array): boolean;
  readonly packs: readonly Pack[];
  /** Bytes of objects that are held at a time. */
  readonly memoryLimit: number;
}

export interface TaskRunner {
  run(task: Task, tally: Tally): Generator<Found>;
  close(): void;
}

/** A tally of nothing. */
export function emptyTally(): Tally {
  return { objects: [0, 0, 0, 0, 0], bytes: 0, broken: [], large: [], deferred: [] };
}

/** Runs tasks over some packs. */
export function taskRunner(context: TaskContext): TaskRunner {
  const { kernel, prefilter, mayMatch, packs, memoryLimit } = context;
  const maker = createMaker(startKernel(kernel, prefilter.table), memoryLimit);

  function* runLoose(files: readonly LooseFile[], tally: Tally): Generator<Found> {
    for (const [index, file] of files.entries()) {
      const object = readLoose(file);
      if (typeof object === "string") {
        tally[object].push(index);
        continue;
      }
      tally.objects[object.type] = (tally.objects[object.type] ?? 0) + 1;
      tally.bytes += object.bytes.length;
      if (mayMatch(object.bytes)) yield { index, ...object };
    }
  }

  function* runPack(task: PackTask, tally: Tally): Generator<Found> {
    const pack = packs[task.pack];
    if (pack === undefined) throw new Error(`no pack ${task.pack}`);
    for (const root of task.roots)
      for (const { entry, type, bytes } of walkBranch(maker, pack, root, tally))
        yield { index: entry, type, bytes };
  }

  return {
    run: (task, tally) => ("loose" in task ? runLoose(task.loose, tally) : runPack(task, tally)),
    close: maker.close,
  };
}

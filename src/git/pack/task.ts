/** One share of the work, done the same way in a worker and on the main thread. */
import { startKernel } from "../../kernel/kernel.ts";
import { searcher } from "../../kernel/searcher.ts";
import type { LiteralTable } from "../../kernel/table.ts";
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
  readonly bytes: Buffer;
}

export interface TaskRunner {
  run(task: Task, tally: Tally): Generator<Found>;
  close(): void;
}

/** A tally of nothing. */
export function emptyTally(): Tally {
  return { objects: [0, 0, 0, 0, 0], bytes: 0, broken: [], deferred: [] };
}

/** Runs tasks over some packs, with at most `memoryLimit` bytes of objects in memory at a time. */
export function taskRunner(
  module: WebAssembly.Module,
  table: LiteralTable,
  packs: readonly Pack[],
  memoryLimit: number,
): TaskRunner {
  const maker = createMaker(startKernel(module, table), memoryLimit);
  let search: ((bytes: Uint8Array) => boolean) | undefined;

  function* runLoose(files: readonly LooseFile[], tally: Tally): Generator<Found> {
    search ??= searcher(startKernel(module, table), table.longest);
    for (const [index, file] of files.entries()) {
      const object = readLoose(file);
      if (object === undefined) {
        tally.broken.push(index);
        continue;
      }
      tally.objects[object.type] = (tally.objects[object.type] ?? 0) + 1;
      tally.bytes += object.bytes.length;
      if (search(object.bytes)) yield { index, ...object };
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

/** One share of the work on packs and loose objects, done the same way in a worker and on the main thread. */
import type { TaskRunner } from "../../crew/task-runner.ts";
import { startKernel } from "../../kernel/kernel.ts";
import type { RuleSet } from "../../rules/rule-set.ts";
import { isWorthTelling, type Search, type Searched } from "../../search.ts";
import { objectContent } from "../object-content.ts";
import type { PackTask } from "./families.ts";
import { readLoose } from "./loose.ts";
import { createMaker } from "./make.ts";
import type { LooseFile } from "./store.ts";
import { TYPES } from "./types.ts";
import { type Pack, type Tally, walkBranch } from "./walk.ts";

export type Task = PackTask | { readonly loose: readonly LooseFile[] };

/** What tasks on packs are about. Plain data. */
export interface PackJob {
  readonly packs: readonly Pack[];
  readonly objectFormat: "sha1" | "sha256";
  /** Bytes of objects that a thread holds at a time. */
  readonly memoryLimit: number;
  /** Candidates of more bytes are handed over unsearched. */
  readonly searchedThere: number;
}

/** An object that holds a literal: an entry of the task's pack, or the number of one of the task's loose files. */
export type FoundObject = { readonly index: number; readonly type: number } & (
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly searched: Searched }
);

/** Does tasks over some packs. Needs the kernel. */
export function packRunner(
  { packs, objectFormat, memoryLimit, searchedThere }: PackJob,
  { kernel, prefilter }: RuleSet,
  { mayMatch, searchContent }: Pick<Search, "mayMatch" | "searchContent">,
): TaskRunner<Task, FoundObject, Tally> {
  if (kernel === undefined) throw new Error("packs cannot be read without the kernel");
  const maker = createMaker(startKernel(kernel, prefilter.table), memoryLimit);

  function* found(index: number, typeNumber: number, bytes: Buffer): Generator<FoundObject> {
    if (bytes.length > searchedThere) {
      yield { index, type: typeNumber, bytes: owned(bytes) };
      return;
    }
    const type = TYPES[typeNumber] ?? "blob";
    const object = { type, bytes, start: { line: 1, column: 1 }, whole: true };
    const searched = searchContent(objectContent(object, objectFormat));
    // A message costs more than the search of most candidates.
    if (isWorthTelling(searched)) yield { index, type: typeNumber, searched };
  }

  function* runLoose(files: readonly LooseFile[], tally: Tally): Generator<FoundObject> {
    for (const [index, file] of files.entries()) {
      const object = readLoose(file);
      if (typeof object === "string") {
        tally[object].push(index);
        continue;
      }
      const { type, bytes } = object;
      tally.objects[type] = (tally.objects[type] ?? 0) + 1;
      tally.bytes += bytes.length;
      if (mayMatch(bytes)) yield* found(index, type, bytes);
    }
  }

  function* runPack(task: PackTask, tally: Tally): Generator<FoundObject> {
    const pack = packs[task.pack];
    if (pack === undefined) throw new Error(`no pack ${task.pack}`);
    for (const root of task.roots)
      for (const { entry, type, bytes } of walkBranch(maker, pack, root, tally))
        yield* found(entry, type, bytes);
  }

  return {
    *run(task) {
      const tally: Tally = {
        objects: [0, 0, 0, 0, 0],
        bytes: 0,
        broken: [],
        large: [],
        deferred: [],
      };
      yield* "loose" in task ? runLoose(task.loose, tally) : runPack(task, tally);
      return tally;
    },
    close: maker.close,
  };
}

/** A copy of the bytes of something found, which themselves are gone once the task goes on. */
function owned(bytes: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

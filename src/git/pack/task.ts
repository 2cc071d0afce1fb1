/** One share of the work on packs and loose objects, done the same way in a worker and on the main thread. */
import type { TaskRunner } from "../../crew/task-runner.ts";
import { startKernel } from "../../kernel/kernel.ts";
import type { RuleSet } from "../../rules/rule-set.ts";
import { isWorthTelling, type Search, type Searched } from "../../search.ts";
import { objectContent } from "../object-content.ts";
import type { PackTask } from "./families.ts";
import { BLOB, type Links } from "./links.ts";
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
  /** Whether it is noted what objects name. */
  readonly linked: boolean;
}

/** What a task counted. */
export interface TaskTally extends Tally {
  /** What the objects of the task name; nothing unless the job is linked. */
  readonly links: Links;
  /** Types of the task's loose files by their number; 0 for one that could not be read. */
  readonly looseTypes: readonly number[];
}

/** An object that holds a literal: an entry of the task's pack, or the number of one of the task's loose files. */
export type FoundObject = { readonly index: number; readonly type: number } & (
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly searched: Searched }
);

/** Does tasks over some packs. Needs the kernel. */
export function packRunner(
  { packs, objectFormat, memoryLimit, searchedThere, linked }: PackJob,
  { kernel, prefilter }: RuleSet,
  { mayMatch, searchContent }: Pick<Search, "mayMatch" | "searchContent">,
): TaskRunner<Task, FoundObject, TaskTally> {
  if (kernel === undefined) throw new Error("packs cannot be read without the kernel");
  const oidBytes = objectFormat === "sha256" ? 32 : 20;
  const maker = createMaker(startKernel(kernel, prefilter.table), memoryLimit, oidBytes);
  const { links } = maker;

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

  function* runLoose(
    files: readonly LooseFile[],
    tally: Tally,
    types: number[],
  ): Generator<FoundObject> {
    for (const [index, file] of files.entries()) {
      const object = readLoose(file);
      types.push(typeof object === "string" ? 0 : object.type);
      if (typeof object === "string") {
        tally[object].push(index);
        links.noteUnread();
        continue;
      }
      const { type, bytes } = object;
      if (linked && type !== BLOB) links.noteBytes(type, bytes);
      tally.objects[type] = (tally.objects[type] ?? 0) + 1;
      tally.bytes += bytes.length;
      if (mayMatch(bytes)) yield* found(index, type, bytes);
    }
  }

  function* runPack(task: PackTask, tally: Tally): Generator<FoundObject> {
    const pack = packs[task.pack];
    if (pack === undefined) throw new Error(`no pack ${task.pack}`);
    for (const root of task.roots)
      for (const { entry, type, bytes } of walkBranch(maker, pack, root, { tally, linked }))
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
      const looseTypes: number[] = [];
      yield* "loose" in task ? runLoose(task.loose, tally, looseTypes) : runPack(task, tally);
      return { ...tally, links: links.take(), looseTypes };
    },
    close: maker.close,
  };
}

/** A copy of the bytes of something found, which themselves are gone once the task goes on. */
function owned(bytes: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

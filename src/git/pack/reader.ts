/** Reads a store's packs and loose objects without git, and lets through the objects that hold a literal. */
import { reasonOf } from "../../reason.ts";
import type { Sieve } from "../../sources/source.ts";
import type { ObjectItem, ObjectReader, ObjectType } from "../object-reader.ts";
import { startCrew, type Crew } from "./crew.ts";
import { leftObjects, type LeftBecause } from "./left.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { listStore, type ObjectStore, type StoreContents } from "./store.ts";
import { openStore } from "./open-store.ts";
import { runTasks, type FoundObject } from "./run-tasks.ts";
import type { Task } from "./task.ts";
import { TYPES } from "./types.ts";

/** What the reader needs besides the store. */
export interface PackReaderOptions {
  /** Worker threads; small stores are read without any. */
  readonly jobs: number;
  readonly limits?: Limits;
  /** Reads everything through git: for stores that this reader cannot list. */
  readonly all: ObjectReader;
  /** Reads some objects through git, with the same sieve: for those that are damaged, too large or of an unknown format. */
  some(oids: readonly string[], sieve: Sieve): AsyncIterable<ObjectItem>;
}

const LOOSE_PER_TASK = 256;
const LOOSE_BYTES = 4096;

/**
 * An {@link ObjectReader} over the files of a store. The order of what it yields depends on the store alone, not on the
 * number of workers.
 */
export function packReader(store: ObjectStore, options: PackReaderOptions): ObjectReader {
  return {
    async *candidates(sieve) {
      const { ruleSet } = sieve;
      const { kernel } = ruleSet;
      const contents = contentsOf(store);
      if (typeof contents === "string") yield allLeft(contents);
      if (kernel === undefined || typeof contents === "string") {
        yield* options.all.candidates(sieve);
        return;
      }
      const objectFormat = store.oidBytes === 32 ? "sha256" : "sha1";
      const start = { ruleSet: { ...ruleSet, kernel }, objectFormat } as const;
      const crew = startCrew(start, workersFor(contents, options));
      try {
        yield* read(store, contents, crew, kernel, sieve, options);
      } finally {
        await crew.end();
      }
    },
  };
}

/** What the store holds; when it cannot be listed for certain, why. */
function contentsOf(store: ObjectStore): StoreContents | string {
  try {
    return listStore(store);
  } catch (error) {
    // A directory that may not be read, or a pack that went away meanwhile: git knows what to do and to say.
    return `its files cannot be listed: ${reasonOf(error)}`;
  }
}

function allLeft(why: string): ObjectItem {
  return { note: { about: "the object store", note: `left to git to read, because ${why}` } };
}

function workersFor(
  { packs, loose }: StoreContents,
  { jobs, limits = LIMITS }: PackReaderOptions,
): number {
  const bytes = packs.reduce((sum, pack) => sum + pack.size, loose.length * LOOSE_BYTES);
  return bytes < limits.worthWorkers ? 0 : jobs;
}

async function* read(
  store: ObjectStore,
  contents: StoreContents,
  crew: Crew,
  kernel: WebAssembly.Module,
  sieve: Sieve,
  options: PackReaderOptions,
): AsyncGenerator<ObjectItem> {
  const limits = options.limits ?? LIMITS;
  const { searchedThere } = limits;
  const opened = await openStore(store, contents, crew, limits);
  if (typeof opened === "string") {
    yield allLeft(opened);
    yield* options.all.candidates(sieve);
    return;
  }
  try {
    const tasks: Task[] = [...opened.tasks];
    for (let i = 0; i < opened.loose.length; i += LOOSE_PER_TASK)
      tasks.push({ loose: opened.loose.slice(i, i + LOOSE_PER_TASK) });

    const left = leftObjects();
    for (const [oid, because] of opened.unreadable) left.add(oid, because);
    const deferred: Task[] = [];
    let done = 0;
    for (const round of [
      { tasks, memoryLimit: limits.memory, workers: crew.size },
      { tasks: deferred, memoryLimit: limits.lastMemory, workers: 1 },
    ]) {
      if (round.tasks.length === 0) continue;
      const { packs } = opened;
      const { mayMatch, ruleSet } = sieve;
      const job = {
        kernel,
        prefilter: ruleSet.prefilter,
        mayMatch,
        packs,
        searchedThere,
        ...round,
      };
      for await (const event of runTasks(job, crew, sieve.signal)) {
        const task = round.tasks[event.task];
        if (task === undefined) continue;
        if ("found" in event) {
          const { index, type, result } = event.found;
          yield itemOf(opened.oidOf(task, index), type, result);
          continue;
        }
        const { objects, bytes, deferred: tooLarge } = event.tally;
        done += objects.reduce((sum, count) => sum + count, 0);
        sieve.coverage.blobs += objects[3] ?? 0;
        sieve.coverage.commits += objects[1] ?? 0;
        sieve.coverage.bytes += bytes;
        sieve.progress("objects", done, opened.total);
        const leave = (entries: readonly number[], because: LeftBecause): void => {
          for (const entry of entries)
            for (const oid of opened.branchOids(task, entry)) left.add(oid, because);
        };
        leave(event.tally.broken, "broken");
        leave(event.tally.large, "large");
        if (!("pack" in task)) continue;
        if (round.tasks === deferred) leave(tooLarge, "large");
        else
          for (const entry of tooLarge)
            deferred.push({ pack: task.pack, roots: Int32Array.of(entry) });
      }
    }
    for (const note of left.notes()) yield { note };
    const oids = left.oids();
    if (oids.length > 0) yield* options.some(oids, sieve);
  } finally {
    opened.close();
  }
}

function itemOf(oid: string, typeNumber: number, result: FoundObject["result"]): ObjectItem {
  const type: ObjectType = TYPES[typeNumber] ?? "blob";
  if ("searched" in result) return { searched: { oid, type, ...result.searched } };
  const { bytes } = result;
  return { object: { oid, type, bytes, start: { line: 1, column: 1 }, whole: true } };
}

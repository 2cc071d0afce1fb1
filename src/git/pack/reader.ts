/** Reads a store's packs and loose objects without git, and lets through the objects that hold a literal. */
import { type Crew, startThreads } from "../../crew/crew.ts";
import { share } from "../../crew/share.ts";
import { reasonOf } from "../../reason.ts";
import type { Sieve } from "../../sources/source.ts";
import type { ObjectItem, ObjectReader, ObjectType } from "../object-reader.ts";
import { closureOf } from "./closure.ts";
import { leftObjects, type LeftBecause } from "./left.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { listStore, type ObjectStore, type StoreContents } from "./store.ts";
import { openStore } from "./open-store.ts";
import { packRunner, type FoundObject, type PackJob, type Task } from "./task.ts";
import { TYPES } from "./types.ts";

/** What the reader needs besides the store. */
export interface PackReaderOptions {
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
    async *candidates(sieve, tips) {
      const contents = contentsOf(store);
      if (typeof contents === "string") yield allLeft(contents);
      if (sieve.ruleSet.kernel === undefined || typeof contents === "string") {
        yield* options.all.candidates(sieve);
        return;
      }
      const threads = sieve.threads ?? startThreads(sieve.ruleSet, 0);
      // Workers load while this thread reads indexes; then it works as they do.
      const crew = threads.crew(isWorthWorkers(contents, options) ? threads.jobs - 1 : 0);
      yield* read(store, contents, crew, sieve, options, tips);
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

/** Small stores are read by this thread alone. */
function isWorthWorkers(
  { packs, loose }: StoreContents,
  { limits = LIMITS }: PackReaderOptions,
): boolean {
  const bytes = packs.reduce((sum, pack) => sum + pack.size, loose.length * LOOSE_BYTES);
  return bytes >= limits.worthWorkers;
}

async function* read(
  store: ObjectStore,
  contents: StoreContents,
  crew: Crew,
  sieve: Sieve,
  options: PackReaderOptions,
  tips: Promise<readonly string[]> | undefined,
): AsyncGenerator<ObjectItem> {
  const limits = options.limits ?? LIMITS;
  const { searchedThere } = limits;
  const objectFormat = store.oidBytes === 32 ? "sha256" : "sha1";
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

    // What waits for its turn on this thread is searched already. Alone, it hands over each object at once.
    const here = crew.size > 0 && searchedThere !== NOTHING ? Infinity : NOTHING;
    const left = leftObjects();
    for (const [oid, because] of opened.unreadable) left.add(oid, because);
    const closure = closureOf(opened.packedTypes, store.oidBytes);
    const linked = tips !== undefined && opened.total <= limits.linked;
    if (tips !== undefined && !linked) yield { missing: undefined };
    const deferred: Task[] = [];
    let done = 0;
    for (const round of [
      { tasks, memoryLimit: limits.memory, crew, helps: true },
      { tasks: deferred, memoryLimit: limits.lastMemory, crew: crew.first(), helps: false },
    ]) {
      if (round.tasks.length === 0) continue;
      const { packs } = opened;
      const { memoryLimit, helps } = round;
      const job: PackJob = { packs, objectFormat, memoryLimit, searchedThere, linked };
      const shared = share({
        job,
        crew: round.crew,
        helps,
        runner: () => packRunner({ ...job, searchedThere: here }, sieve.ruleSet, sieve),
      });
      shared.add(round.tasks);
      for await (const event of shared.results(sieve.signal)) {
        const task = round.tasks[event.task];
        if (task === undefined) continue;
        if ("found" in event) {
          yield itemOf(opened.oidOf(task, event.found.index), event.found);
          continue;
        }
        const { objects, bytes, deferred: tooLarge, links, looseTypes } = event.tally;
        if (linked) closure.note(links);
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
        if (!("pack" in task)) {
          looseTypes.forEach((type, i) => closure.noteLoose(task.loose[i]?.oid ?? "", type));
          continue;
        }
        if (round.tasks === deferred) leave(tooLarge, "large");
        else
          for (const entry of tooLarge)
            deferred.push({ pack: task.pack, roots: Int32Array.of(entry) });
      }
    }
    for (const note of left.notes()) yield { note };
    const oids = left.oids();
    if (oids.length > 0) yield* options.some(oids, sieve);
    if (linked && opened.unreadable.size === 0) yield { missing: closure.missing(await tips) };
  } finally {
    opened.close();
  }
}

/** Who takes the objects searches them. */
const NOTHING = -1;

function itemOf(oid: string, found: FoundObject): ObjectItem {
  const type: ObjectType = TYPES[found.type] ?? "blob";
  if ("searched" in found) return { searched: { oid, type, ...found.searched } };
  // Buffers lose their class on the way from a worker.
  const { buffer, byteOffset, length } = found.bytes;
  const bytes = Buffer.from(buffer, byteOffset, length);
  return { object: { oid, type, bytes, start: { line: 1, column: 1 }, whole: true } };
}

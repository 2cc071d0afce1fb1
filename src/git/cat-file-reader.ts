/** Reads every object of a repository through one `git cat-file`, in the order in which they lie in the store. */
import type { Skipped } from "../document.ts";
import type { Sieve } from "../sources/source.ts";
import { readBatch } from "./batch.ts";
import type { BatchReader } from "./batch.ts";
import type { GitContext } from "./isolation.ts";
import type { ObjectReader, ObjectType, StoredObject } from "./object-reader.ts";
import type { Repository } from "./repository.ts";
import { gitOutput, startGit } from "./run.ts";

type Item = { object: StoredObject } | { skipped: Skipped };

const ALL_OBJECTS = ["cat-file", "--batch-all-objects", "--unordered", "--buffer"];

/** git dies of each damaged object it meets; a store with more of them than this is not read to its end. */
const MOST_DAMAGED = 1000;

export function catFileReader(repository: Repository): ObjectReader {
  return { candidates: (sieve) => candidates(repository.git, sieve) };
}

async function* candidates(git: GitContext, sieve: Sieve): AsyncGenerator<Item> {
  const tally = tallyInto(sieve, await objectCount(git, sieve.signal));
  const died = yield* readUntilDamage(git, [...ALL_OBJECTS, "--batch"], undefined, sieve, tally);
  if (died) yield* readTheRest(git, sieve, tally);
  tally.report();
}

/** Runs one cat-file over all objects or the listed ones; returns whether it died before their end. */
async function* readUntilDamage(
  git: GitContext,
  args: readonly string[],
  ids: Buffer | undefined,
  sieve: Sieve,
  tally: Tally,
): AsyncGenerator<Item, boolean> {
  const process = startGit(git, args, { signal: sieve.signal, ...(ids && { input: [ids] }) });
  const reader: BatchReader = {
    wants: (bytes) => sieve.mayMatch(bytes),
    done: (oid, type, size) => tally.add(oid, type, size),
  };
  let unreadable = 0;
  try {
    for await (const item of readBatch(process.stdout, reader)) {
      // Interrupted, git ends inside an object that nothing is wrong with.
      sieve.signal.throwIfAborted();
      if ("object" in item) {
        yield item;
        continue;
      }
      unreadable += 1;
      if ("missing" in item) yield unreadableObject("object", item.missing);
      else {
        tally.add(item.cut, undefined, 0);
        yield unreadableObject(item.type, item.cut);
      }
    }
    const { code, stderr } = await process.ended;
    yield* complaints(stderr, unreadable > 0 || code !== 0);
    return code !== 0;
  } finally {
    process.stop();
  }
}

function unreadableObject(type: ObjectType | "object", oid: string): Item {
  return { skipped: { what: `${type} ${oid}`, why: "damaged: git cannot read it" } };
}

/**
 * git goes on without an index, a pack or an alternate that it cannot open, and says so only here. Of single
 * objects it says so too, but those that are unreadable are named already.
 */
function* complaints(stderr: string, aboutObjects: boolean): Generator<Item> {
  for (const line of new Set(stderr.split("\n"))) {
    // What a partial clone lacks is counted by following its history.
    if (line === "" || line.includes("This repository uses promisor remotes")) continue;
    if (aboutObjects && !/alternate|\.idx|packfile/.test(line)) continue;
    yield { skipped: { what: "part of the object store", why: `git says: ${line}` } };
  }
}

/** Lists all ids, which come in the same order as before, and goes on after the object that git died of. */
async function* readTheRest(git: GitContext, sieve: Sieve, tally: Tally): AsyncGenerator<Item> {
  const list = [...ALL_OBJECTS, "--batch-check=%(objectname)"];
  const ids = await gitOutput(git, list, { signal: sieve.signal });
  const line = ids.indexOf("\n") + 1;
  const idAt = (index: number) => ids.toString("latin1", index * line, (index + 1) * line - 1);

  // Unless somebody changed the store meanwhile; then all of it is read again.
  const next = tally.handled > 0 && idAt(tally.handled - 1) === tally.last ? tally.handled : 0;
  yield* readListed(git, ids.subarray(next * line), sieve, tally);
}

/** Reads the objects with these ids, one a line, and goes on after each that git dies of. */
export async function* readListed(
  git: GitContext,
  ids: Buffer,
  sieve: Sieve,
  tally: Tally,
): AsyncGenerator<Item> {
  const line = ids.indexOf("\n") + 1;
  const total = line === 0 ? 0 : ids.length / line;
  const idAt = (index: number) => ids.toString("latin1", index * line, (index + 1) * line - 1);

  for (let next = 0, deaths = 0; next < total; deaths += 1) {
    if (deaths === MOST_DAMAGED) {
      const what = `${total - next} objects`;
      yield {
        skipped: { what, why: "not read: the store is too damaged to go on; see `git fsck`" },
      };
      return;
    }
    const before = tally.handled;
    const rest = ids.subarray(next * line);
    const died = yield* readUntilDamage(
      git,
      ["cat-file", "--batch", "--buffer"],
      rest,
      sieve,
      tally,
    );
    if (!died) return;
    // git may die of an object before it prints a word about it.
    if (tally.handled === before) {
      yield unreadableObject("object", idAt(next));
      tally.add(idAt(next), undefined, 0);
    }
    next += tally.handled - before;
  }
}

/** Counts objects into the coverage and the progress. */
export interface Tally {
  handled: number;
  last: string;
  /** `type` is undefined for an object that could not be read. */
  add(oid: string, type: ObjectType | undefined, size: number): void;
  report(): void;
}

const REPORT_EVERY = 1024;

/** A tally of `total` objects, as far as their number is known. `onCommit` is told each commit that was read. */
export function tallyInto(
  sieve: Sieve,
  total: number | undefined,
  onCommit?: (oid: string) => void,
): Tally {
  const tally: Tally = {
    handled: 0,
    last: "",
    add: (oid, type, size) => {
      tally.handled += 1;
      tally.last = oid;
      sieve.coverage.bytes += size;
      if (type === "blob") sieve.coverage.blobs += 1;
      if (type === "commit") {
        sieve.coverage.commits += 1;
        onCommit?.(oid);
      }
      if (tally.handled % REPORT_EVERY === 0) tally.report();
    },
    report: () => sieve.progress("objects", tally.handled, total),
  };
  return tally;
}

/** Objects to expect, for the progress only: those stored twice count twice. Undefined when alternates add unknown ones. */
async function objectCount(git: GitContext, signal: AbortSignal): Promise<number | undefined> {
  const counts = (await gitOutput(git, ["count-objects", "-v"], { signal })).toString("utf8");
  if (/^alternate: /m.test(counts)) return undefined;
  const count = (name: string) =>
    Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(counts)?.[1] ?? 0);
  return count("count") + count("in-pack");
}

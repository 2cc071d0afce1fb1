/** A worker thread: takes orders until it is ended. */
import { parentPort, workerData } from "node:worker_threads";
import { isWorthTelling, startSearch } from "../../search.ts";
import type { Searched } from "../../search.ts";
import { objectContent } from "../object-content.ts";
import {
  FIRST_WORKER,
  NEXT_TASK,
  type FoundThere,
  type Order,
  type Reply,
  type Walk,
  type WorkerStart,
} from "./messages.ts";
import { scanEntries } from "./scan.ts";
import { emptyTally, type Found, owned, taskRunner } from "./task.ts";
import { TYPES } from "./types.ts";

const { ruleSet, objectFormat, number, counters } = workerData as WorkerStart;
const { mayMatch, searchContent } = startSearch(ruleSet);
const port = parentPort;

// Bytes that a worker may be ahead of whoever takes what it finds.
const AHEAD = 16 * 1024 * 1024;
// What a match weighs there, roughly.
const MATCH_BYTES = 1024;

port?.on("message", (order: Order) => {
  if ("scan" in order) {
    const { pack, layout, from, to } = order.scan;
    reply({ scanned: pack, references: scanEntries(layout, from, to) });
  } else walk(order.walk);
});

function walk({ packs, tasks, memoryLimit, searchedThere }: Walk): void {
  const { prefilter, kernel } = ruleSet;
  const runner = taskRunner({ kernel, prefilter, mayMatch, packs, memoryLimit });
  for (;;) {
    const taken = Atomics.add(counters, NEXT_TASK, 1);
    const task = tasks[taken];
    if (task === undefined) break;
    const tally = emptyTally();
    for (const found of runner.run(task, tally)) {
      if (found.bytes.length > searchedThere) {
        tell(taken, found, { bytes: owned(found.bytes) });
        continue;
      }
      const searched = search(found);
      // A message costs more than the search of most candidates.
      if (isWorthTelling(searched)) tell(taken, found, { searched });
    }
    reply({ done: taken, tally });
  }
  runner.close();
}

function search({ type, bytes }: Found): Searched {
  const object = { type: TYPES[type] ?? "blob", bytes, start: { line: 1, column: 1 }, whole: true };
  return searchContent(objectContent(object, objectFormat));
}

function tell(task: number, { index, type }: Found, result: FoundThere["result"]): void {
  const weight =
    "bytes" in result ? result.bytes.length : result.searched.matches.length * MATCH_BYTES;
  waitForRoom();
  Atomics.add(counters, FIRST_WORKER + number, weight);
  const transfer = "bytes" in result ? [result.bytes.buffer] : [];
  reply({ task, index, type, result, worker: number, weight }, transfer);
}

/** Tasks are taken up in order and their results too, so the oldest task is never the one that waits for ever. */
function waitForRoom(): void {
  const slot = FIRST_WORKER + number;
  for (let ahead = Atomics.load(counters, slot); ahead > AHEAD;) {
    Atomics.wait(counters, slot, ahead);
    ahead = Atomics.load(counters, slot);
  }
}

function reply(message: Reply, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

/** A worker thread: takes orders until it is ended. */
import { parentPort, workerData } from "node:worker_threads";
import { startSearch } from "../../search.ts";
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
import { emptyTally, type Found, taskRunner } from "./task.ts";
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
      if (found.bytes.length <= searchedThere) tell(taken, found, searched(found));
      else tell(taken, found, found);
    }
    reply({ done: taken, tally });
  }
  runner.close();
}

function searched({ type, bytes }: Found): FoundThere["result"] {
  const object = { type: TYPES[type] ?? "blob", bytes, start: { line: 1, column: 1 }, whole: true };
  return { searched: searchContent(objectContent(object, objectFormat)) };
}

function tell(task: number, { index, type }: Found, result: FoundThere["result"]): void {
  const weight =
    "bytes" in result ? result.bytes.length : result.searched.matches.length * MATCH_BYTES;
  waitForRoom();
  Atomics.add(counters, FIRST_WORKER + number, weight);
  reply({ task, index, type, result, worker: number, weight }, owned(result));
}

/** Memory that nothing else uses, and that need not be copied therefore. */
function owned(result: FoundThere["result"]): ArrayBuffer[] {
  if (!("bytes" in result)) return [];
  const { buffer, byteLength } = result.bytes;
  return buffer.byteLength === byteLength && buffer instanceof ArrayBuffer ? [buffer] : [];
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

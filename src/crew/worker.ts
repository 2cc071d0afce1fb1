/** A worker thread: takes orders until it is ended. */
import { parentPort, workerData } from "node:worker_threads";
import { scanEntries } from "../git/pack/scan.ts";
import { packRunner } from "../git/pack/task.ts";
import { type Searched, startSearch } from "../search.ts";
import { fileRunner } from "../sources/file-task.ts";
import { claim } from "./claim.ts";
import { FIRST_WORKER, type Job, type Order, type Reply, type WorkerStart } from "./messages.ts";
import type { TaskRunner } from "./task-runner.ts";

const { ruleSet, number, counters } = workerData as WorkerStart;
const search = startSearch(ruleSet);
const port = parentPort;

// Bytes that a worker may be ahead of whoever takes what it finds.
const AHEAD = 16 * 1024 * 1024;
// What a match weighs there, roughly.
const MATCH_BYTES = 1024;

/** What may be in what a runner gives: bytes that are yet to be searched, or what was found in them. */
interface Weighty {
  readonly bytes?: Uint8Array;
  readonly searched?: Searched;
}

let runner: TaskRunner<unknown, Weighty, unknown> | undefined;

port?.on("message", (order: Order) => {
  if ("scan" in order) {
    const { pack, layout, from, to } = order.scan;
    reply({ scanned: pack, references: scanEntries(layout, from, to) });
  } else if ("job" in order) {
    runner?.close();
    runner = runnerFor(order.job);
  } else take(order.tasks, order.from);
});

function runnerFor(job: Job): TaskRunner<never, object, unknown> {
  return "packs" in job ? packRunner(job, ruleSet, search) : fileRunner(job, search);
}

/** Others take from the same tasks; whoever comes late finds none left. */
function take(tasks: readonly unknown[], from: number): void {
  for (;;) {
    const taken = claim(counters, from + tasks.length);
    if (taken === undefined || runner === undefined) return;
    const running = runner.run(tasks[taken - from]);
    let step = running.next();
    for (; step.done !== true; step = running.next()) tell(taken, step.value);
    reply({ done: taken, tally: step.value });
  }
}

function tell(task: number, found: Weighty): void {
  const { bytes, searched } = found;
  const weight = (bytes?.length ?? 0) + (searched?.matches.length ?? 0) * MATCH_BYTES;
  waitForRoom();
  Atomics.add(counters, FIRST_WORKER + number, weight);
  reply({ task, found, worker: number, weight }, owned(bytes));
}

/** Memory that nothing else uses, and that need not be copied therefore. */
function owned(bytes: Uint8Array | undefined): ArrayBuffer[] {
  if (bytes === undefined) return [];
  const { buffer, byteLength } = bytes;
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

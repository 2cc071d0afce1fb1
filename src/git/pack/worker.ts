/** A worker thread: takes orders until it is ended. */
import { parentPort, workerData } from "node:worker_threads";
import { FIRST_WORKER, NEXT_TASK, type Order, type Reply, type WorkerStart } from "./messages.ts";
import { scanEntries } from "./scan.ts";
import { emptyTally, taskRunner } from "./task.ts";

const start = workerData as WorkerStart;
const port = parentPort;

// Bytes that a worker may be ahead of whoever takes what it finds.
const AHEAD = 16 * 1024 * 1024;

port?.on("message", (order: Order) => {
  if ("scan" in order) {
    const { pack, layout, from, to } = order.scan;
    reply({ scanned: pack, references: scanEntries(layout, from, to) });
    return;
  }
  const { packs, table, tasks, memoryLimit } = order.walk;
  const runner = taskRunner(start.module, table, packs, memoryLimit);
  for (;;) {
    const number = Atomics.add(start.counters, NEXT_TASK, 1);
    const task = tasks[number];
    if (task === undefined) break;
    const tally = emptyTally();
    for (const { index, type, bytes } of runner.run(task, tally)) {
      waitForRoom();
      Atomics.add(start.counters, FIRST_WORKER + start.number, bytes.length);
      const whole = bytes.byteOffset === 0 && bytes.buffer.byteLength === bytes.length;
      reply(
        { task: number, index, type, bytes, worker: start.number },
        whole ? [bytes.buffer as ArrayBuffer] : [],
      );
    }
    reply({ done: number, tally });
  }
  runner.close();
});

/** Tasks are taken up in order and their results too, so the oldest task is never the one that waits for ever. */
function waitForRoom(): void {
  const slot = FIRST_WORKER + start.number;
  for (
    let ahead = Atomics.load(start.counters, slot);
    ahead > AHEAD;
    ahead = Atomics.load(start.counters, slot)
  )
    Atomics.wait(start.counters, slot, ahead);
}

function reply(message: Reply, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

/** The worker threads that share the work on a store. */
import { Worker } from "node:worker_threads";
import { UserError } from "../../errors.ts";
import { PACK_WORKER_FILE } from "../../installed.ts";
import { FIRST_WORKER, NEXT_TASK, type Order, type Reply, type WorkerStart } from "./messages.ts";
import { shared } from "./layout.ts";

export interface Crew {
  readonly size: number;
  /** Sends an order to one worker. */
  order(worker: number, order: Order): void;
  /** The next message of any worker; throws when one has died. */
  next(): Promise<Reply>;
  /** Starts counting tasks from the first again. */
  restart(): void;
  /** Says that `bytes` found by a worker have been taken. */
  taken(worker: number, bytes: number): void;
  end(): Promise<void>;
}

const OUT_OF_MEMORY = "ERR_WORKER_OUT_OF_MEMORY";

/** What it had found is lost with it, so that nothing is reported. */
function ended(how: string): UserError {
  return new UserError(
    `a thread that read git objects ${how}`,
    "try again, with --jobs 1 where memory is short",
  );
}

/** Starts workers; they load while the main thread reads indexes. */
export function startCrew(
  start: Pick<WorkerStart, "ruleSet" | "objectFormat">,
  size: number,
): Crew {
  const counters = shared(Int32Array, FIRST_WORKER + size);
  const messages: Reply[] = [];
  let failure: Error | undefined;
  let wake: (() => void) | undefined;

  const fail = (error: Error): void => {
    failure ??= error;
    wake?.();
  };
  const workers = Array.from({ length: size }, (_, number) => {
    const workerStart: WorkerStart = { ...start, number, counters };
    const worker = new Worker(PACK_WORKER_FILE, { workerData: workerStart });
    worker.on("message", (message: Reply) => {
      messages.push(message);
      wake?.();
    });
    worker.on("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === OUT_OF_MEMORY ? ended("ran out of memory") : error),
    );
    worker.on("messageerror", fail);
    worker.on("exit", (code) => fail(ended(`ended early (exit code ${code})`)));
    return worker;
  });

  return {
    size,
    order: (worker, order) => workers[worker]?.postMessage(order),
    async next() {
      for (;;) {
        if (failure !== undefined) throw failure;
        const message = messages.shift();
        if (message !== undefined) return message;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    restart: () => void Atomics.store(counters, NEXT_TASK, 0),
    taken(worker, bytes) {
      Atomics.sub(counters, FIRST_WORKER + worker, bytes);
      Atomics.notify(counters, FIRST_WORKER + worker);
    },
    async end() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** The worker threads of a run. Whoever reads much asks for a crew of them, one after the other. */
import { Worker } from "node:worker_threads";
import { UserError } from "../errors.ts";
import { WORKER_FILE } from "../installed.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import { claim } from "./claim.ts";
import {
  FIRST_WORKER,
  type Job,
  NEXT_TASK,
  type Order,
  type Reply,
  type WorkerStart,
} from "./messages.ts";

/** Threads that start when they are first asked for. */
export interface Threads {
  /** How many threads may be at work, this one included where it works too. */
  readonly jobs: number;
  /** The first `size` workers, which start now unless an earlier crew had them. */
  crew(size: number): Crew;
  end(): Promise<void>;
}

export interface Crew {
  readonly size: number;
  /** Its first worker alone; nobody when it is empty. */
  first(): Crew;
  /** Sends an order to one worker. */
  order(worker: number, order: Order): void;
  /** The next message of any worker; throws when one has died. */
  next(): Promise<Reply>;
  /** The messages that are there; throws when a worker has died. */
  arrived(): readonly Reply[];
  /** Says what the next tasks are about; returns the number of the first. */
  open(job: Job): number;
  /** Adds tasks for whoever takes them first. */
  offer(tasks: readonly unknown[]): void;
  /** Takes a task for this thread: the number of the oldest that nobody has taken, if there is one. */
  claim(): number | undefined;
  /** Takes back the tasks that nobody has taken. */
  close(): void;
  /** Says that `bytes` found by a worker have been taken. */
  taken(worker: number, bytes: number): void;
}

const OUT_OF_MEMORY = "ERR_WORKER_OUT_OF_MEMORY";

/** What it had found is lost with it, so that nothing is reported. */
function ended(how: string): UserError {
  return new UserError(
    `a thread that read files or git objects ${how}`,
    "try again, with --jobs 1 where memory is short",
  );
}

/** Does some work with threads, which end with it. */
export async function withThreads<Result>(
  ruleSet: RuleSet,
  jobs: number,
  work: (threads: Threads) => Promise<Result>,
): Promise<Result> {
  const threads = startThreads(ruleSet, jobs);
  try {
    return await work(threads);
  } finally {
    await threads.end();
  }
}

/** Threads that search with some rules. */
export function startThreads(ruleSet: RuleSet, jobs: number): Threads {
  const counters = new Int32Array(new SharedArrayBuffer((FIRST_WORKER + jobs) * 4));
  const workers: Worker[] = [];
  let messages: Reply[] = [];
  let offered = 0;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;

  const fail = (error: Error): void => {
    failure ??= error;
    wake?.();
  };

  function startWorker(number: number): Worker {
    const workerData: WorkerStart = { ruleSet, number, counters };
    const worker = new Worker(WORKER_FILE, { workerData });
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
  }

  function arrived(): readonly Reply[] {
    if (failure !== undefined) throw failure;
    const all = messages;
    messages = [];
    return all;
  }

  function crew(wanted: number): Crew {
    const size = Math.max(0, Math.min(wanted, jobs));
    while (workers.length < size) workers.push(startWorker(workers.length));
    const order = (worker: number, given: Order): void => workers[worker]?.postMessage(given);
    const orderAll = (given: Order): void => {
      for (let worker = 0; worker < size; worker++) order(worker, given);
    };
    return {
      size,
      first: () => crew(Math.min(size, 1)),
      order,
      async next() {
        for (;;) {
          if (failure !== undefined) throw failure;
          const message = messages.shift();
          if (message !== undefined) return message;
          await new Promise<void>((resolve) => (wake = resolve));
        }
      },
      arrived,
      open(job) {
        orderAll({ job });
        return offered;
      },
      offer(tasks) {
        orderAll({ tasks, from: offered });
        offered += tasks.length;
      },
      claim: () => claim(counters, offered),
      close: () => void Atomics.store(counters, NEXT_TASK, offered),
      taken(worker, bytes) {
        Atomics.sub(counters, FIRST_WORKER + worker, bytes);
        Atomics.notify(counters, FIRST_WORKER + worker);
      },
    };
  }

  return {
    jobs,
    crew,
    async end() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Runs tasks on the crew, or on this thread when there is none, and gives the results in the order of the tasks. */
import type { LiteralTable } from "../../kernel/table.ts";
import type { Crew } from "./crew.ts";
import { emptyTally, taskRunner, type Found, type Task } from "./task.ts";
import type { Pack, Tally } from "./walk.ts";

/** A set of tasks and what they need. */
export interface Job {
  readonly module: WebAssembly.Module;
  readonly table: LiteralTable;
  readonly packs: readonly Pack[];
  readonly tasks: readonly Task[];
  readonly memoryLimit: number;
  readonly workers: number;
}

/** Something that a task found, or that it is done. */
export type TaskEvent =
  | { readonly task: number; readonly found: Found }
  | { readonly task: number; readonly tally: Tally };

/** Runs a job. Throws when a worker dies or the signal is aborted. */
export async function* runTasks(
  job: Job,
  crew: Crew,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent> {
  if (crew.size === 0) yield* runHere(job, signal);
  else yield* runOnCrew(job, crew, signal);
}

async function* runHere(
  { module, table, packs, tasks, memoryLimit }: Job,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent> {
  const runner = taskRunner(module, table, packs, memoryLimit);
  try {
    for (const [number, task] of tasks.entries()) {
      signal.throwIfAborted();
      const tally = emptyTally();
      for (const found of runner.run(task, tally)) yield { task: number, found };
      yield { task: number, tally };
    }
  } finally {
    runner.close();
  }
}

async function* runOnCrew(job: Job, crew: Crew, signal: AbortSignal): AsyncGenerator<TaskEvent> {
  const { packs, table, tasks, memoryLimit } = job;
  crew.restart();
  for (let worker = 0; worker < Math.min(crew.size, job.workers); worker++)
    crew.order(worker, { walk: { packs, table, tasks, memoryLimit } });

  // What came in before its turn.
  const early = new Map<number, Extract<TaskEvent, { task: number }>[]>();
  const origins = new WeakMap<object, number>();
  for (let current = 0; current < tasks.length;) {
    const waiting = early.get(current) ?? [];
    early.delete(current);
    let finished = false;
    for (const event of waiting) {
      yield event;
      const worker = origins.get(event);
      if ("found" in event && worker !== undefined) crew.taken(worker, event.found.bytes.length);
      finished ||= "tally" in event;
    }
    if (finished) {
      current++;
      continue;
    }
    signal.throwIfAborted();
    const message = await crew.next();
    if ("scanned" in message) continue;
    const event: TaskEvent =
      "done" in message
        ? { task: message.done, tally: message.tally }
        : {
            task: message.task,
            found: {
              index: message.index,
              type: message.type,
              bytes: Buffer.from(
                message.bytes.buffer,
                message.bytes.byteOffset,
                message.bytes.length,
              ),
            },
          };
    if ("worker" in message) origins.set(event, message.worker);
    const events = early.get(event.task);
    if (events === undefined) early.set(event.task, [event]);
    else events.push(event);
  }
}

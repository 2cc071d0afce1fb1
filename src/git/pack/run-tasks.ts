/** Runs tasks on the crew, or on this thread when there is none, and gives the results in the order of the tasks. */
import type { Searched } from "../../search.ts";
import type { Crew } from "./crew.ts";
import type { FoundThere, Walk } from "./messages.ts";
import { emptyTally, owned, taskRunner, type TaskContext } from "./task.ts";
import type { Tally } from "./walk.ts";

/** A set of tasks and what they need. */
export interface Job extends Walk, Omit<TaskContext, "packs" | "memoryLimit"> {
  readonly workers: number;
}

/** An object that holds a literal, searched by a worker or not yet. */
export interface FoundObject {
  readonly index: number;
  readonly type: number;
  readonly result: { readonly bytes: Buffer } | { readonly searched: Searched };
}

/** Something that a task found, or that it is done. */
export type TaskEvent =
  | { readonly task: number; readonly found: FoundObject }
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

async function* runHere(job: Job, signal: AbortSignal): AsyncGenerator<TaskEvent> {
  const runner = taskRunner(job);
  try {
    for (const [task, each] of job.tasks.entries()) {
      signal.throwIfAborted();
      const tally = emptyTally();
      for (const { index, type, bytes } of runner.run(each, tally))
        yield { task, found: { index, type, result: { bytes: owned(bytes) } } };
      yield { task, tally };
    }
  } finally {
    runner.close();
  }
}

async function* runOnCrew(job: Job, crew: Crew, signal: AbortSignal): AsyncGenerator<TaskEvent> {
  const { packs, tasks, memoryLimit, searchedThere } = job;
  crew.restart();
  for (let worker = 0; worker < Math.min(crew.size, job.workers); worker++)
    crew.order(worker, { walk: { packs, tasks, memoryLimit, searchedThere } });

  // What came in before its turn.
  const early = new Map<number, (FoundThere | { readonly tally: Tally })[]>();
  for (let task = 0; task < tasks.length;) {
    const waiting = early.get(task) ?? [];
    early.delete(task);
    let finished = false;
    for (const event of waiting) {
      if ("tally" in event) {
        yield { task, tally: event.tally };
        finished = true;
        continue;
      }
      yield { task, found: fromThere(event) };
      crew.taken(event.worker, event.weight);
    }
    if (finished) {
      task++;
      continue;
    }
    signal.throwIfAborted();
    const message = await crew.next();
    if ("scanned" in message) continue;
    const of = "done" in message ? message.done : message.task;
    const events = early.get(of);
    if (events === undefined) early.set(of, [message]);
    else events.push(message);
  }
}

/** Buffers lose their class on the way. */
function fromThere({ index, type, result }: FoundThere): FoundObject {
  if ("searched" in result) return { index, type, result };
  const { buffer, byteOffset, length } = result.bytes;
  return { index, type, result: { bytes: Buffer.from(buffer, byteOffset, length) } };
}

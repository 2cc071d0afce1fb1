/** Shares tasks among the workers of a crew and this thread, and gives the results in the order of the tasks. */
import { setImmediate } from "node:timers/promises";
import type { Crew } from "./crew.ts";
import type { Job, Reply } from "./messages.ts";
import type { TaskRunner } from "./task-runner.ts";

/** What tasks are about, and who does them. */
export interface Work<Task, Item, Tally> {
  readonly job: Job;
  readonly crew: Crew;
  /** Whether this thread does tasks while it has nothing else to do. Without workers it does them all. */
  readonly helps: boolean;
  /** Starts what does tasks on this thread. */
  runner(): TaskRunner<Task, Item, Tally>;
}

/** Something that a task found, or that it is done. Tasks are numbered from 0. */
export type TaskEvent<Item, Tally> =
  | { readonly task: number; readonly found: Item }
  | { readonly task: number; readonly tally: Tally };

export interface Shared<Task, Item, Tally> {
  /** Adds tasks, which workers take up at once. */
  add(tasks: readonly Task[]): void;
  /** What becomes of the tasks that were added. Throws when a worker dies or the signal is aborted. */
  results(signal: AbortSignal): AsyncGenerator<TaskEvent<Item, Tally>>;
}

/** Shares the tasks of a job. A crew has one job at a time. */
export function share<Task, Item, Tally>({
  job,
  crew,
  helps,
  runner: startRunner,
}: Work<Task, Item, Tally>): Shared<Task, Item, Tally> {
  type Event = TaskEvent<Item, Tally>;
  const first = crew.open(job);
  const tasks: Task[] = [];
  // What came before its turn.
  const early = new Map<number, Early<Event>[]>();

  function keep(task: number, came: Early<Event>): void {
    const others = early.get(task);
    if (others === undefined) early.set(task, [came]);
    else others.push(came);
  }

  /** The worker answers with what the job's runner gives. */
  function receive(reply: Reply): void {
    if ("scanned" in reply) return;
    const task = ("done" in reply ? reply.done : reply.task) - first;
    if (task < 0) {
      // Left over from a job that was given up.
      if ("weight" in reply) crew.taken(reply.worker, reply.weight);
    } else if ("done" in reply) keep(task, { event: { task, tally: reply.tally as Tally } });
    else keep(task, { event: { task, found: reply.found as Item }, from: reply });
  }

  function* doHere(runner: TaskRunner<Task, Item, Tally>, task: number): Generator<Event> {
    const running = runner.run(tasks[task] as Task);
    let step = running.next();
    for (; step.done !== true; step = running.next()) yield { task, found: step.value };
    yield { task, tally: step.value };
  }

  async function* results(signal: AbortSignal): AsyncGenerator<Event> {
    const runner = helps || crew.size === 0 ? startRunner() : undefined;
    try {
      for (let turn = 0; turn < tasks.length;) {
        const came = early.get(turn) ?? [];
        early.delete(turn);
        let finished = false;
        for (const { event, from } of came) {
          yield event;
          if (from !== undefined) crew.taken(from.worker, from.weight);
          finished = "tally" in event;
        }
        if (finished) {
          turn++;
          continue;
        }
        signal.throwIfAborted();
        const mine = runner === undefined ? undefined : crew.claim();
        if (runner === undefined || mine === undefined) {
          receive(await crew.next());
          continue;
        }
        const task = mine - first;
        const events = doHere(runner, task);
        if (task === turn) {
          yield* events;
          turn++;
        } else for (const event of events) keep(task, { event });
        // Lets messages and signals come in.
        await setImmediate();
        crew.arrived().forEach(receive);
      }
    } finally {
      runner?.close();
      crew.close();
    }
  }

  return {
    add(added) {
      for (const task of added) tasks.push(task);
      crew.offer(added);
    },
    results,
  };
}

interface Early<Event> {
  readonly event: Event;
  /** The worker that is ahead by this until it is taken. */
  readonly from?: { readonly worker: number; readonly weight: number };
}

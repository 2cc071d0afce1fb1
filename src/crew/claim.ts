import { NEXT_TASK } from "./messages.ts";

/** The number of the next task below `end` that nobody has taken, which is taken now; undefined when there is none. */
export function claim(counters: Int32Array, end: number): number | undefined {
  for (;;) {
    const next = Atomics.load(counters, NEXT_TASK);
    if (next >= end) return undefined;
    if (Atomics.compareExchange(counters, NEXT_TASK, next, next + 1) === next) return next;
  }
}

/** Buffers in the kernel's memory for the few objects that are needed at the same time. */
import { SLACK, type Kernel } from "../../kernel/kernel.ts";

/** Thrown when objects that are needed together do not fit the limit. */
export class ArenaFull extends Error {}

export interface Arena {
  /** The address of a new buffer with slack behind it; throws {@link ArenaFull}. */
  allocate(size: number): number;
  free(address: number): void;
  clear(): void;
}

/** An arena from address `start` on that takes at most `limit` bytes, first fit: only a handful of buffers live at a time. */
export function createArena(kernel: Kernel, start: number, limit: number): Arena {
  // By address.
  let live: { from: number; to: number }[] = [];
  return {
    allocate(size) {
      let from = start;
      let index = 0;
      for (; index < live.length; index++) {
        const block = live[index];
        if (block === undefined || block.from - from >= size + SLACK) break;
        from = block.to;
      }
      const to = Math.ceil((from + size + SLACK) / 64) * 64;
      if (to - start > limit) throw new ArenaFull();
      kernel.reserve(to);
      live.splice(index, 0, { from, to });
      return from;
    },
    free(address) {
      const index = live.findIndex((block) => block.from === address);
      if (index >= 0) live.splice(index, 1);
    },
    clear() {
      live = [];
    },
  };
}

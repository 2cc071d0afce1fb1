/** Sees that all clones together stay within a number of bytes. Pure. */

/** The part of one clone. */
export interface Share {
  /** Told how many bytes it takes by now; answers whether there is room for them. */
  grown(bytes: number): "enough" | "none beside others" | "none";
  /** The clone is gone; or what it has stays for good. */
  leave(stays: boolean): void;
}

export interface DiskBudget {
  /** Waits for a share; for one that there is no other beside, if `alone`. Whoever waits longest comes first. */
  enter(alone: boolean): Promise<Share>;
}

interface Clone {
  readonly alone: boolean;
  bytes: number;
}

/** Shares `limit` bytes. Whether a clone is too large for it depends on that clone alone: who has no room beside others has another try. */
export function startDiskBudget(limit: number): DiskBudget {
  const clones = new Set<Clone>();
  const waiting: { readonly clone: Clone; admit(): void }[] = [];
  let kept = 0;

  function admit(): void {
    for (let next = waiting[0]; next !== undefined && mayEnter(next.clone); next = waiting[0]) {
      waiting.shift();
      clones.add(next.clone);
      next.admit();
    }
  }

  function mayEnter({ alone }: Clone): boolean {
    return alone ? clones.size === 0 : ![...clones].some((clone) => clone.alone);
  }

  function shareOf(clone: Clone): Share {
    return {
      grown(bytes) {
        clone.bytes = bytes;
        const all = [...clones].reduce((sum, one) => sum + one.bytes, kept);
        if (all <= limit) return "enough";
        return clones.size > 1 ? "none beside others" : "none";
      },
      leave(stays) {
        if (stays) kept += clone.bytes;
        clones.delete(clone);
        admit();
      },
    };
  }

  return {
    async enter(alone) {
      const clone: Clone = { alone, bytes: 0 };
      await new Promise<void>((resolve) => {
        waiting.push({ clone, admit: resolve });
        admit();
      });
      return shareOf(clone);
    },
  };
}

/** Delta families: who derives from whom, how heavy each branch is, and how the work is cut into tasks. */
import { NO_BASE, shared, type PackLayout } from "./layout.ts";
import type { Limits } from "./limits.ts";

/** Links between the entries of one pack, in shared memory. -1 stands for none. */
export interface Families {
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /** The heaviest child of each entry. It is walked last, when its parent is no longer needed. */
  readonly heaviest: Int32Array;
  /** 1 where a branch is so heavy that it is a task of its own. */
  readonly cut: Uint8Array;
}

/** A share of the work: whole families, or heavy branches of one, by the entry that they begin with. */
export interface PackTask {
  readonly pack: number;
  readonly roots: Int32Array;
}

// Cost of an entry besides its bytes, as bytes.
const ENTRY_COST = 128;

/** Links the entries of a pack. `lost` are the entries that no base leads to. */
export function linkFamilies(
  layout: PackLayout,
  pack: number,
  limits: Limits,
): { families: Families; tasks: { task: PackTask; weight: number }[]; lost: number[] } {
  const { count, bases, types, offsets } = layout;
  const families: Families = {
    firstChild: shared(Int32Array, count).fill(-1),
    nextSibling: shared(Int32Array, count).fill(-1),
    heaviest: shared(Int32Array, count).fill(-1),
    cut: shared(Uint8Array, count),
  };
  const { firstChild, nextSibling, heaviest, cut } = families;
  for (let entry = count - 1; entry >= 0; entry--) {
    const base = bases[entry] ?? NO_BASE;
    if (base < 0) continue;
    nextSibling[entry] = firstChild[base] ?? -1;
    firstChild[base] = entry;
  }

  // Bases before what derives from them, whatever their order in the pack; entries that form a ring are never reached.
  const order = new Int32Array(count);
  const reached = new Uint8Array(count);
  let end = 0;
  for (let entry = 0; entry < count; entry++)
    if (bases[entry] === NO_BASE && types[entry] !== 0) order[end++] = entry;
  for (let at = 0; at < end; at++) {
    const entry = order[at] ?? 0;
    reached[entry] = 1;
    for (let child = firstChild[entry] ?? -1; child >= 0; child = nextSibling[child] ?? -1)
      order[end++] = child;
  }
  const lost: number[] = [];
  if (end < count)
    for (let entry = 0; entry < count; entry++) if (reached[entry] === 0) lost.push(entry);

  const weights = new Float64Array(count);
  const cuts: { task: PackTask; weight: number }[] = [];
  for (let at = end - 1; at >= 0; at--) {
    const entry = order[at] ?? 0;
    const weight =
      (weights[entry] ?? 0) + (offsets[entry + 1] ?? 0) - (offsets[entry] ?? 0) + ENTRY_COST;
    weights[entry] = weight;
    const base = bases[entry] ?? NO_BASE;
    if (base < 0) continue;
    const rival = heaviest[base] ?? -1;
    if (rival < 0 || weight >= (weights[rival] ?? 0)) heaviest[base] = entry;
    if (weight > limits.branchWeight) {
      cut[entry] = 1;
      cuts.push({ task: { pack, roots: Int32Array.of(entry) }, weight });
    } else weights[base] = (weights[base] ?? 0) + weight;
  }

  const tasks = cuts;
  let roots: number[] = [];
  let sum = 0;
  const finish = (): void => {
    if (roots.length > 0)
      tasks.push({ task: { pack, roots: Int32Array.from(roots) }, weight: sum });
    roots = [];
    sum = 0;
  };
  for (let entry = 0; entry < count; entry++) {
    if (bases[entry] !== NO_BASE || types[entry] === 0) continue;
    roots.push(entry);
    sum += weights[entry] ?? 0;
    if (sum >= limits.taskWeight) finish();
  }
  finish();
  return { families, tasks, lost };
}

/** The entries of a branch without the branches that were cut from it. */
export function branchOf(families: Families, root: number): number[] {
  const entries = [root];
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at] ?? 0;
    for (
      let child = families.firstChild[entry] ?? -1;
      child >= 0;
      child = families.nextSibling[child] ?? -1
    )
      if (families.cut[child] === 0) entries.push(child);
  }
  return entries;
}

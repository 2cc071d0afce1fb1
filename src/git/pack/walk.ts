/**
 * Walks delta families, bases before what derives from them, and yields the objects that hold a literal.
 *
 * A child is searched only where it differs from its parent (see assembly/delta.ts). The heaviest child of an object
 * comes last and takes its place, so that never more objects are in memory than the logarithm of the family's size.
 */
import type { Families } from "./families.ts";
import type { PackLayout } from "./layout.ts";
import { BLOB } from "./links.ts";
import type { Failure, Made, Maker } from "./make.ts";

/** A pack that is ready to be walked. */
export interface Pack {
  readonly layout: PackLayout;
  readonly families: Families;
}

/** An object that holds a literal. */
export interface Candidate {
  readonly entry: number;
  /** Type number of the pack format, 1 to 4. */
  readonly type: number;
  /** Where the maker has them, for the moment. */
  readonly bytes: Buffer;
}

/** What a walk counted, and which branches it could not read (`broken`, `large`) or not in the memory it had (`deferred`). */
export interface Tally {
  /** Objects by type number. */
  readonly objects: number[];
  bytes: number;
  readonly broken: number[];
  readonly large: number[];
  readonly deferred: number[];
}

/** How a branch is walked. */
export interface Walk {
  readonly tally: Tally;
  /** Whether it is noted what objects name. */
  readonly linked: boolean;
}

// An object with children that are still to come.
interface Level {
  readonly made: Made;
  nextChild: number;
}

/** Walks the branch of an entry: itself and the objects that derive from it. */
export function* walkBranch(
  maker: Maker,
  { layout, families }: Pack,
  root: number,
  { tally, linked }: Walk,
): Generator<Candidate> {
  const { firstChild, heaviest } = families;
  const { links } = maker;
  maker.clear();
  const bases = basesOf(layout, root);
  const type = layout.types[bases[0] ?? root] ?? 0;
  const isLinked = linked && type !== BLOB;

  // A branch that was cut off: what it hangs from is made once more, in silence.
  let parent: Made | undefined;
  for (const base of bases) {
    const made = maker.make(layout, base, parent, true);
    if (parent !== undefined) maker.free(parent);
    if (typeof made === "string") {
      noteFailure(tally, root, made);
      if (type !== BLOB || made === "broken") links.noteUnread();
      return;
    }
    parent = made;
  }

  const levels: Level[] = [];
  let next = root;
  while (next >= 0) {
    const child = firstChild[next] ?? -1;
    const made = maker.make(layout, next, parent, child >= 0 || isLinked);
    if (parent !== undefined && (next === root || heaviest[parent.entry] === next)) {
      maker.free(parent);
      levels.pop();
    }
    if (typeof made === "string") {
      noteFailure(tally, next, made);
      if (type !== BLOB || made === "broken") links.noteUnread();
    } else {
      if (layout.elsewhere[next] === 0) {
        if (isLinked) links.note(type, made.address, made.size);
        tally.objects[type] = (tally.objects[type] ?? 0) + 1;
        tally.bytes += made.size;
        if (made.hit >= 0) yield { entry: next, type, bytes: maker.bytesOf(made) };
      }
      if (child >= 0) levels.push({ made, nextChild: child });
      else maker.free(made);
    }

    next = -1;
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      next = nextChild(families, level);
      parent = level.made;
      if (next >= 0) break;
      maker.free(parent);
      levels.pop();
    }
  }
}

/** The next child that is to be made; the heaviest after all others. Those that were cut off are left out. */
function nextChild({ nextSibling, heaviest, cut }: Families, level: Level): number {
  const last = heaviest[level.made.entry] ?? -1;
  while (level.nextChild >= 0) {
    const child = level.nextChild;
    level.nextChild = nextSibling[child] ?? -1;
    if (child !== last && cut[child] === 0) return child;
  }
  return last >= 0 && cut[last] === 0 ? last : -1;
}

function noteFailure(tally: Tally, entry: number, failure: Failure): void {
  const { broken, large, deferred } = tally;
  ({ broken, large, "no room": deferred })[failure].push(entry);
}

/** The entries that an entry derives from, the outermost base first. */
function basesOf(layout: PackLayout, entry: number): number[] {
  const chain: number[] = [];
  for (let base = layout.bases[entry] ?? -1; base >= 0; base = layout.bases[base] ?? -1)
    chain.push(base);
  return chain.reverse();
}

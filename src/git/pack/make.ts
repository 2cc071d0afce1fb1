/** Makes objects in the kernel's memory, and searches them where they are new. */
import { type Kernel, SLACK } from "../../kernel/kernel.ts";
import { ArenaFull, createArena } from "./arena.ts";
import { ENTRY_ROOM, entryReader } from "./entry-reader.ts";
import { LINK_ROOM, linkNotes, type LinkNotes } from "./links.ts";
import type { PackLayout } from "./layout.ts";

/** Objects larger than this are left to git, which gives them in windows. */
export const LARGEST = 64 * 1024 * 1024;

/** An object that has been looked at. */
export interface Made {
  readonly entry: number;
  /** Where it stands; -1 when it was searched without being made. */
  readonly address: number;
  readonly size: number;
  /** Offset of a literal in it, -1 when there is none. */
  readonly hit: number;
  readonly hitLength: number;
}

/** Why an object could not be made: it cannot be read here, is larger than {@link LARGEST}, or there is no memory for it now. */
export type Failure = "broken" | "large" | "no room";

export interface Maker {
  /** Makes the object of an entry that is stored whole, or derives it from its parent; `kept` when others derive from it. */
  make(layout: PackLayout, entry: number, parent: Made | undefined, kept: boolean): Made | Failure;
  /** An object's bytes where they lie, until another is made. */
  bytesOf(made: Made): Buffer;
  /** What is noted of objects that were made. */
  readonly links: LinkNotes;
  free(made: Made): void;
  /** Frees everything. */
  clear(): void;
  close(): void;
}

const DELTA_ROOM = 256 * 1024;

/** A maker that keeps at most `memoryLimit` bytes of objects at a time. */
export function createMaker(kernel: Kernel, memoryLimit: number, oidBytes: number): Maker {
  const { exports } = kernel;
  const entriesAt = kernel.freeFrom;
  const deltaAt = entriesAt + ENTRY_ROOM;
  const linksAt = deltaAt + DELTA_ROOM + SLACK;
  const arenaAt = linksAt + LINK_ROOM;
  kernel.reserve(arenaAt);
  const arena = createArena(kernel, arenaAt, memoryLimit);
  const reader = entryReader(kernel, entriesAt, arena);
  const links = linkNotes(kernel, oidBytes, linksAt, arena);

  function make(
    layout: PackLayout,
    entry: number,
    parent: Made | undefined,
    kept: boolean,
  ): Made | Failure {
    const source = reader.read(layout, entry);
    if (source === undefined) return "broken";
    if (source.size > LARGEST) return "large";
    const { address, length, size } = source;
    if (parent === undefined) return makeWhole(entry, address, length, size);

    const delta = size <= DELTA_ROOM ? deltaAt : arena.allocate(size);
    try {
      if (exports.inflate(address, length, delta, size) < 0) return "broken";
      return derive(entry, delta, size, parent, kept);
    } finally {
      if (delta !== deltaAt) arena.free(delta);
    }
  }

  function makeWhole(entry: number, input: number, length: number, size: number): Made | Failure {
    const address = arena.allocate(size);
    if (exports.inflate(input, length, address, size) < 0) return "broken";
    const found = exports.search(address, address + size) !== 0;
    const hit = found ? exports.foundAt.value - address : -1;
    return { entry, address, size, hit, hitLength: exports.foundLength.value };
  }

  function derive(
    entry: number,
    delta: number,
    deltaSize: number,
    parent: Made,
    kept: boolean,
  ): Made | Failure {
    const operations = exports.openDelta(delta, deltaSize);
    const size = exports.childSize.value;
    if (operations === 0 || exports.parentSize.value !== parent.size) return "broken";
    if (size > LARGEST) return "large";
    const end = delta + deltaSize;
    if (!kept && parent.hit < 0) {
      const probed = exports.probeDelta(operations, end, parent.address, parent.size, size);
      if (probed < 0) return "broken";
      if (probed === 0) return { entry, address: -1, size, hit: -1, hitLength: 0 };
    }
    const address = arena.allocate(size);
    const applied = exports.applyDelta(
      operations,
      end,
      parent.address,
      parent.size,
      address,
      size,
      parent.hit,
      parent.hitLength,
    );
    if (applied < 0) return "broken";
    const hit = applied === 1 ? exports.hitAt.value : -1;
    return { entry, address, size, hit, hitLength: exports.hitLength.value };
  }

  return {
    make(layout, entry, parent, kept) {
      try {
        return make(layout, entry, parent, kept);
      } catch (error) {
        if (error instanceof ArenaFull) return "no room";
        // A pack that has gone away or cannot be read: git may know another copy.
        if (error instanceof Error && "syscall" in error) return "broken";
        throw error;
      }
    },
    bytesOf: ({ address, size }) => kernel.bytes().subarray(address, address + size),
    links,
    free: ({ address }) => arena.free(address),
    clear() {
      reader.release();
      arena.clear();
    },
    close: reader.close,
  };
}

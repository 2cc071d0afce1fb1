/** Entries in few bytes and in shared memory, because every worker is told of every entry of a tree. */
import type { Entry } from "./walk.ts";

/** Entries of one tree. Plain data. */
export interface PackedEntries {
  readonly root: Root;
  readonly count: number;
  /** Of each entry the first letter of its kind and the rest of its path, up to NUL, which no name has; in UTF-16. */
  readonly text: SharedArrayBuffer;
  /** Where entries are whose path does not tell, by their number. */
  readonly locations: ReadonlyMap<number, string | Uint8Array>;
}

/** Where a tree is, and what its paths begin with as readers are shown them; both end with a slash or are empty. */
export interface Root {
  readonly location: string;
  readonly shown: string;
}

const KINDS: Readonly<Record<string, Entry["kind"]>> = {
  f: "file",
  l: "link",
  d: "folder",
  o: "other",
};
const LETTERS = { file: "f", link: "l", folder: "d", other: "o" } as const satisfies Record<
  Entry["kind"],
  string
>;

/** Collects entries of one tree. */
export interface EntryPacker {
  /** Adds an entry by its path from the root; `location` is where it is, if the path does not tell. */
  add(kind: Entry["kind"], path: string, location?: string | Uint8Array): void;
  /** How many were added since the last ones were packed. */
  count(): number;
  pack(): PackedEntries;
}

export function entryPacker(root: Root): EntryPacker {
  let parts: string[] = [];
  let locations = new Map<number, string | Uint8Array>();
  return {
    add(kind, path, location) {
      if (location !== undefined) locations.set(parts.length, location);
      parts.push(LETTERS[kind] + path);
    },
    count: () => parts.length,
    pack() {
      const joined = parts.join("\0");
      const text = new SharedArrayBuffer(joined.length * 2);
      Buffer.from(text).write(joined, "utf16le");
      const packed = { root, count: parts.length, text, locations };
      parts = [];
      locations = new Map();
      return packed;
    },
  };
}

/** Reverses packing. */
export function unpackEntries({ root, count, text, locations }: PackedEntries): Entry[] {
  if (count === 0) return [];
  return Buffer.from(text)
    .toString("utf16le")
    .split("\0")
    .map((part, number) => {
      const path = part.slice(1);
      const location = locations.get(number);
      return {
        path: root.shown + path,
        location:
          location instanceof Uint8Array
            ? Buffer.from(location)
            : (location ?? root.location + path),
        kind: KINDS[part.slice(0, 1)] ?? "other",
      };
    });
}

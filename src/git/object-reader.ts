/** The axis of object stores: how every object of a repository is looked at once. */
import type { Note, Position, Skipped } from "../document.ts";
import type { Searched } from "../search.ts";
import type { Sieve } from "../sources/source.ts";

export type ObjectType = "blob" | "tree" | "commit" | "tag";

/** One object, or one window of a very large one. */
export interface StoredObject {
  readonly oid: string;
  readonly type: ObjectType;
  readonly bytes: Buffer;
  readonly start: Position;
  readonly whole: boolean;
}

/** An object that was searched where it was read. */
export interface SearchedObject extends Pick<StoredObject, "oid" | "type">, Searched {}

export type ObjectItem =
  | { readonly object: StoredObject }
  | { readonly searched: SearchedObject }
  | { readonly skipped: Skipped }
  | { readonly note: Note }
  /**
   * How many contents of files are missing of all that refs lead to, where nothing else is; undefined where only git can tell what
   * is missing.
   */
  | { readonly missing: number | undefined };

/** Looks at every object of the store once, reachable or not, and yields those that pass the sieve. */
export interface ObjectReader {
  /** Only where `tips`, the objects that refs name, are given it may be told in the end how much is missing. */
  candidates(sieve: Sieve, tips?: Promise<readonly string[]>): AsyncIterable<ObjectItem>;
}

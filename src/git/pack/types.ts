/** What the type numbers of the pack format stand for. */
import type { ObjectType } from "../object-reader.ts";

/** By type number; 5 is not used, 6 and 7 are deltas. */
export const TYPES: readonly (ObjectType | undefined)[] = [
  undefined,
  "commit",
  "tree",
  "blob",
  "tag",
];

/** What is searched of an object of git's store. */
import type { Content } from "../document.ts";
import type { StoredObject } from "./object-reader.ts";
import { treeNames } from "./tree-names.ts";

/** The content of an object: of a tree, the names in it. */
export function objectContent(
  { type, bytes, start, whole }: Omit<StoredObject, "oid">,
  objectFormat: "sha1" | "sha256",
): Content {
  // A window of a tree is searched as it is: names are plain text between the ids.
  const content = type === "tree" && whole ? treeNames(bytes, objectFormat) : bytes;
  return { bytes: content, start, whole };
}

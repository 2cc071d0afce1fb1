/** What is searched of an object of git's store. */
import type { Document, Origin } from "../document.ts";
import type { StoredObject } from "../git/object-reader.ts";
import { treeNames } from "../git/tree-names.ts";

/** The document that an object is: of a tree, the names in it. */
export function objectDocument(
  { oid, type, bytes, start, whole }: StoredObject,
  objectFormat: "sha1" | "sha256",
): Document {
  const origin = originOf(oid, type);
  // A window of a tree is searched as it is: names are plain text between the ids.
  if (type === "tree" && whole)
    return { origin, bytes: treeNames(bytes, objectFormat), start, whole };
  return { origin, bytes, start, whole };
}

function originOf(oid: string, type: StoredObject["type"]): Origin {
  switch (type) {
    case "blob":
      return { source: "history", blob: oid };
    case "tree":
      return { source: "name", kind: "path", tree: oid };
    case "commit":
    case "tag":
      return { source: "message", kind: type, object: oid };
  }
}

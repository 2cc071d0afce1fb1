/** An object of git's store as a document. */
import type { Document, Origin } from "../document.ts";
import type { StoredObject } from "../git/object-reader.ts";
import { objectContent } from "../git/object-content.ts";

export function objectDocument(object: StoredObject, objectFormat: "sha1" | "sha256"): Document {
  return { origin: objectOrigin(object), ...objectContent(object, objectFormat) };
}

export function objectOrigin({ oid, type }: Pick<StoredObject, "oid" | "type">): Origin {
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

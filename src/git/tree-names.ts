/** Reads the names in a tree object: `<mode> <name>\0<id>`, over and over. */

const ID_BYTES = { sha1: 20, sha256: 32 };

/** The names of a tree's entries, one a line. A damaged tree ends early. */
export function treeNames(tree: Buffer, objectFormat: "sha1" | "sha256"): Buffer {
  const names: Buffer[] = [];
  for (let at = 0; at < tree.length;) {
    const space = tree.indexOf(" ", at);
    const nul = tree.indexOf(0, space);
    if (space === -1 || nul === -1) break;
    names.push(tree.subarray(space + 1, nul), NEW_LINE);
    at = nul + 1 + ID_BYTES[objectFormat];
  }
  return Buffer.concat(names);
}

const NEW_LINE = Buffer.from("\n");

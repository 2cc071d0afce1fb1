/** Finds the other tools: in bench/peers first, then on PATH. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where they are put by the commands of bench/README.md; not part of the repository. */
export const PEERS = fileURLToPath(new URL("../peers/", import.meta.url));

/**
 * The program's path; undefined where it is not installed.
 * @param {string} name
 * @returns {string | undefined}
 */
export function installed(name) {
  const folders = [
    PEERS,
    join(PEERS, "bin"),
    join(PEERS, "node_modules/.bin"),
    join(PEERS, "python/bin"),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

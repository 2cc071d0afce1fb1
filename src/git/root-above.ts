/** Finds the root of a working tree without asking git. */
import { dirname, resolve } from "node:path";
import { gitDirBelow } from "./waiting-files.ts";

/** The root of the working tree that a folder is in, going by its `.git`; the folder itself where there is none. */
export function rootAbove(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (gitDirBelow(at) !== undefined) return at;
    if (dirname(at) === at) return resolve(folder);
  }
}

/** The same for a hook, which git starts in the root when it names the repository. */
export function hookRoot(folder: string, environment: NodeJS.ProcessEnv): string {
  return environment["GIT_DIR"] === undefined ? rootAbove(folder) : resolve(folder);
}

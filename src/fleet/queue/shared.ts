/** Paths that mean the same repository to all machines: those below a folder that they share. */
import { isAbsolute, normalize, sep } from "node:path";

/** Whether a path leads nowhere but below the folder that a program was started in. */
export function isBelowHere(path: string): boolean {
  return !isAbsolute(path) && normalize(path).split(sep)[0] !== "..";
}

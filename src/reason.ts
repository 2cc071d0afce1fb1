import { getSystemErrorMap } from "node:util";
import { messageOf } from "./errors.ts";

/** Why the system refused, in its own words: `permission denied (EACCES)`. */
export function reasonOf(thrown: unknown): string {
  const { errno, code } = (thrown ?? {}) as NodeJS.ErrnoException;
  const known = errno === undefined ? undefined : getSystemErrorMap().get(errno);
  return known ? `${known[1]} (${known[0]})` : (code ?? messageOf(thrown));
}

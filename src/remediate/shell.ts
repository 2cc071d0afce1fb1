/** Words of commands that people copy. What is quoted may come from a hostile repository. */
import { isPlain } from "../report/visible.ts";

/**
 * The text as one word of a POSIX shell. `standIn` takes the place of what does not print as it is, of a shortened name and
 * of what a program would take for an option, since none of these must be pasted.
 */
export function shellWord(text: string, standIn: string): string {
  if (text === "" || !isPlain(text) || text.includes("…") || text.startsWith("-")) return standIn;
  return /^[\w./@%+=,:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

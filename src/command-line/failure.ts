/** What is said when the program cannot go on. */
import { UserError } from "../errors.ts";
import { maskKeyShapes } from "../findings/key-shapes.ts";
import { visible } from "../report/visible.ts";

/** Lines for standard error; `lead` says what the failure means for the run. */
export function failureText(thrown: unknown, lead: string): string {
  if (!(thrown instanceof UserError)) return `gemsweep: ${lead}${unexpected(thrown)}\n`;
  const remedy = thrown.remedy === undefined ? "" : `  ${shown(thrown.remedy)}\n`;
  return `gemsweep: ${lead}${shown(thrown.message)}\n${remedy}`;
}

/** Not the message: nobody thought of this error, so that anything may stand in it. */
function unexpected(thrown: unknown): string {
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  const place = /(?:dist|src)\/[\w./-]+:\d+:\d+/.exec(stack)?.[0] ?? "an unknown place";
  return `unexpected ${name} at ${place}; please report this line, the command and gemsweep --version`;
}

function shown(text: string): string {
  return visible(maskKeyShapes(text));
}

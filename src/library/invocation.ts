/** Calls commands as the command line does, so that both look at the same and say the same. */
import { Readable } from "node:stream";
import type { Invocation, Outcome } from "../commands/command.ts";
import { UserError } from "../errors.ts";
import type { Report } from "../finding.ts";
import { configurator } from "./options.ts";
import type { RunOptions } from "./run-options.ts";

/** What a command is handed for these options. Throws {@link UserError}. */
export async function invocationOf(
  command: "audit" | "scan",
  operands: readonly string[],
  options: RunOptions,
  signal: AbortSignal,
): Promise<Invocation> {
  const configure = configurator(options, command);
  const config = await configure();
  const { verify, onProgress } = options;
  return {
    operands,
    config,
    ownConfig: async (files) => (files ? configure(files) : config),
    signal,
    progress: (what, done, total) => onProgress?.({ what, done, total }),
    stage() {},
    show() {},
    print() {},
    announce(text) {
      if (typeof verify === "object") verify.onPrice?.(text);
    },
    ask: async () => undefined,
    input: Readable.from([]),
  };
}

/** Paths as operands, of which none means standard input. Throws {@link UserError}. */
export function operandsOf(paths: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
  if (all.length === 0 || !all.every((path) => typeof path === "string" && path !== ""))
    throw new UserError("there is no path to look at", "give a path, or a list of paths");
  return all.map((path) => (path === "-" ? "./-" : String(path)));
}

/** The report that a command ends with. */
export function reportOf(outcome: Outcome): Report {
  if ("report" in outcome) return outcome.report;
  throw new UserError("text" in outcome ? outcome.text : "this is a run over many repositories");
}

import { audit as command } from "../commands/audit.ts";
import { invocationOf, operandsOf, reportOf } from "./invocation.ts";
import { signalOf } from "./options.ts";
import { type Run, startRun } from "./run.ts";
import type { RunOptions } from "./run-options.ts";

/**
 * Everything that a repository holds or ever held: its working tree, its index, its whole history. `paths` are folders in
 * repositories; of a subfolder, the working tree below it and the whole history are looked at.
 */
export function audit(paths: string | readonly string[], options: RunOptions = {}): Run {
  const signal = signalOf(options);
  return startRun(async () => {
    const operands = operandsOf(paths);
    return reportOf(await command.run(await invocationOf("audit", operands, options, signal)));
  }, signal);
}

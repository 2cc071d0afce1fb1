import { checkFor } from "../commands/check.ts";
import { policyOf } from "../commands/policy.ts";
import { scan as command } from "../commands/scan.ts";
import { loadRules } from "../rules/load.ts";
import { scan as runScan } from "../scan.ts";
import { documentsSource } from "../sources/documents.ts";
import type { NamedDocument } from "../sources/named-document.ts";
import { invocationOf, operandsOf, reportOf } from "./invocation.ts";
import { signalOf } from "./options.ts";
import { type Run, startRun } from "./run.ts";
import type { RunOptions } from "./run-options.ts";

/** What can be scanned: paths of files and folders, or documents, also such as come one by one. */
export type Scannable =
  | string
  | readonly string[]
  | NamedDocument
  | Iterable<NamedDocument>
  | AsyncIterable<NamedDocument>;

/** Files, folders with all below them, or documents from anywhere. Git is not asked. */
export function scan(what: Scannable, options: RunOptions = {}): Run {
  const signal = signalOf(options);
  return startRun(async () => {
    const documents = documentsIn(what);
    const operands = documents === undefined ? operandsOf(what) : ["-"];
    const invocation = await invocationOf("scan", operands, options, signal);
    if (documents === undefined) return reportOf(await command.run(invocation));

    // No folder's settings are about them.
    const { config, progress } = invocation;
    return await runScan({
      target: { command: "scan", paths: operands, head: undefined },
      sources: [documentsSource(documents)],
      rules: await loadRules(config.rules, config.excerpts),
      check: await checkFor(invocation),
      policy: () => policyOf(config, undefined),
      signal,
      progress,
    });
  }, signal);
}

/** Undefined for paths. */
function documentsIn(
  what: Scannable,
): Iterable<NamedDocument> | AsyncIterable<NamedDocument> | undefined {
  if (typeof what !== "object" || what === null) return undefined;
  if (Array.isArray(what) && !what.some((one) => typeof one === "object")) return undefined;
  if (Symbol.iterator in what || Symbol.asyncIterator in what)
    return what as Iterable<NamedDocument> | AsyncIterable<NamedDocument>;
  return [what];
}

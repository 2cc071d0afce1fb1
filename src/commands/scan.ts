/** `gemsweep scan`: files, folders and standard input, without git. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { addAbortSignal } from "node:stream";
import { withThreads } from "../crew/crew.ts";
import { environmentFileNotes } from "../findings/environment-files.ts";
import { UserError } from "../errors.ts";
import type { Policy } from "../findings/policy.ts";
import { rootAbove } from "../git/root-above.ts";
import { loadRules } from "../rules/load.ts";
import { scan as runScan } from "../scan.ts";
import { filesSource } from "../sources/files.ts";
import { stdinSource } from "../sources/stdin.ts";
import { worktreeFiles } from "../sources/worktree-files.ts";
import { checkFor } from "./check.ts";
import type { Command } from "./command.ts";
import { policyOf } from "./policy.ts";

export const scan: Command = {
  help: `gemsweep scan PATH… | -

Finds Google Gemini credentials in files and in folders with all below them,
ignored files and dot files too, or in standard input (-). Git is not asked;
for the history of a repository use gemsweep audit.

  --format FORMAT           what is printed: text (default), json, jsonl, html,
                            markdown (the plan alone), sarif, gitlab,
                            codequality, junit or github
  --output FILE             write the report to a file as well; its ending (.txt
                            .json .jsonl .html .md .sarif .xml) names the
                            format, or write FORMAT:FILE; repeatable
  --fail-on SEVERITY        lowest severity that makes the exit code 1: info,
                            low, medium, high or critical (default: medium);
                            with --verify also verdicts: live, refused …
  --rules FILE              add the rules of a YAML file; repeatable
  --config FILE             read settings from this file, not .gemsweep.yaml
  --no-ignore               report what is ignored, too; no .gemsweep.yaml
  --foreign-marks           heed comments of other scanners (gitleaks:allow …)
  --max-file-size SIZE      skip larger files: 500k, 10M; the report names them
                            (default: no limit)
  --jobs N                  threads that search (default: one a processor,
                            at most 4)
  --verify[=generate,reach] ask Google which keys still work; all about it:
                            gemsweep verify --help
  --quiet                   no progress; no text unless something must be done
  --no-color                no colours (also: NO_COLOR)
  --help                    show this

Exit code: 0 nothing found and everything looked at, 1 found something,
2 could not do the job or not look everywhere.

Examples:
  gemsweep scan ~/notebooks deploy.yaml
  kubectl get secrets -o yaml | gemsweep scan -
  gemsweep scan dist --format json --quiet
`,

  async run(invocation) {
    const { operands, ownConfig, signal, progress, input } = invocation;
    if (operands.length === 0)
      throw new UserError("scan needs a path", "name files or folders, or - for standard input");
    const paths = operands.filter((operand) => operand !== "-");
    const root = rootAbove(".");
    const ownFiles = worktreeFiles(root);
    const config = await ownConfig(ownFiles);
    const files = filesSource(paths, config);
    const usesInput = paths.length < operands.length;
    if (usesInput) addAbortSignal(signal, input);

    const rules = await loadRules(config.rules, config.excerpts);
    const check = await checkFor(invocation);
    const target = { command: "scan", paths: operands, head: undefined } as const;
    const sources = [files, ...(usesInput ? [stdinSource(input)] : [])];
    const policy = async (): Promise<Policy> =>
      policyOf(config, ownFiles, (path) => pathBelow(root, path));
    const report = await withThreads(rules, config.jobs, async (threads) =>
      runScan({ target, sources, rules, check, policy, threads, signal, progress }),
    );
    const notes = [...report.notes, ...environmentFileNotes(report.findings, resolve)];
    return { report: { ...report, notes }, config };
  },
};

/** A path as typed, seen from the root; undefined when it is elsewhere. */
function pathBelow(root: string, path: string): string | undefined {
  const below = relative(root, resolve(path)).replaceAll(sep, "/");
  return isAbsolute(below) || /^\.\.(\/|$)/.test(below) ? undefined : below;
}

/** `gemsweep push`: exactly the commits that are about to leave. */
import { addAbortSignal, type Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { UserError } from "../errors.ts";
import { assembleReport } from "../findings/assemble-report.ts";
import type { Policy } from "../findings/policy.ts";
import { hookContext } from "../git/isolation.ts";
import type { Range } from "../git/range.ts";
import { openRepository } from "../git/repository.ts";
import { hookRoot } from "../git/root-above.ts";
import { commitFiles } from "../git/stored-files.ts";
import type { RepositoryFiles } from "../own-files.ts";
import { loadRules } from "../rules/load.ts";
import { investigate } from "../scan.ts";
import { rangeSource } from "../sources/range.ts";
import { worktreeFiles } from "../sources/worktree-files.ts";
import { checkFor } from "./check.ts";
import type { Command } from "./command.ts";
import { policyOf } from "./policy.ts";
import { pushRange } from "./push-range.ts";

export const push: Command = {
  help: `gemsweep push [REMOTE [URL]]

Finds Google Gemini credentials in the commits that are about to leave, and in
their messages, tags and names; also one that a later commit removes again.
What the remote has already, as far as this clone knows, is left out.

Made for a pre-push hook, whose arguments and standard input it reads; also
under pre-commit. By hand, at a terminal: all that HEAD and local branches hold
and no remote (or not REMOTE) has.

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
  --verify[=generate,reach] ask Google which keys still work; all about it:
                            gemsweep verify --help
  --quiet                   no progress; no text unless something must be done
  --no-color                no colours (also: NO_COLOR)
  --help                    show this

Exit code: 0 nothing found and everything looked at, 1 found something,
2 could not do the job or not look everywhere.

Examples:
  gemsweep push
  echo 'node_modules/.bin/gemsweep push "$@"' > .git/hooks/pre-push
  chmod +x .git/hooks/pre-push
`,

  async run(invocation) {
    const { operands, signal, progress, input } = invocation;
    const told = { operands, environment: process.env, input: await pipedInput(input, signal) };
    const range = pushRange(told);
    const files = range && leavingFiles(range);
    const config = await invocation.ownConfig(files);
    const policy = async (): Promise<Policy> => policyOf(config, files);
    const rules = await loadRules(config.rules, config.excerpts);
    const target = { command: "push", paths: [], head: undefined } as const;
    const sources = range === undefined ? [] : [rangeSource(".", range)];
    const check = await checkFor(invocation);
    const asked = { target, sources, rules, check, policy, signal, progress };
    const results = await investigate(asked);
    if (range === undefined) {
      const note = operands.length > 0 ? NONE_NAMED : NOTHING_PIPED;
      return { report: assembleReport({ ...results, notes: [{ about: "this push", note }] }) };
    }
    // Only advice depends on it; a clean push need not wait for the answer.
    const head = results.secrets.length > 0 ? await currentHead(signal) : undefined;
    return { report: assembleReport({ ...results, target: { ...target, head } }), config };
  },
};

/** As they are in the first commit that leaves; by hand, in the one that is checked out. */
function leavingFiles({ tips }: Range): RepositoryFiles {
  const [tip = ""] = tips === "branches" ? [] : tips;
  const isName = /^(?:[0-9a-f]{40,64}|refs\/[^\s:~^?*[\\]+)$/.test(tip);
  const installed = worktreeFiles(hookRoot(".", process.env));
  return commitFiles(hookContext("."), isName ? tip : "HEAD", installed);
}

const NONE_NAMED = "no commit leaves: git named none";
// git tells its hook the remote as well, so that this is a script that means what a person at a terminal does.
const NOTHING_PIPED =
  "nothing was looked at: standard input names no commit; at a terminal, this looks at all that no remote has";

/** What is piped in; undefined at a terminal, where waiting for a person to type it would make no sense. */
async function pipedInput(input: Readable, signal: AbortSignal): Promise<string | undefined> {
  if ("isTTY" in input && input.isTTY) return undefined;
  try {
    return await text(addAbortSignal(signal, input));
  } catch (thrown) {
    if (signal.aborted) throw new UserError("interrupted before git said what leaves");
    throw thrown;
  }
}

async function currentHead(signal: AbortSignal): Promise<string | undefined> {
  const repository = await openRepository(".", signal).catch(() => undefined);
  return repository?.head;
}

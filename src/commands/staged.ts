/** `gemsweep staged`: exactly what the next commit would add. */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { assembleReport } from "../findings/assemble-report.ts";
import type { Policy } from "../findings/policy.ts";
import { hookContext } from "../git/isolation.ts";
import { hookRoot } from "../git/root-above.ts";
import { CONFIG_FILE, IGNORE_FILE, type RepositoryFiles } from "../own-files.ts";
import { indexFiles } from "../git/stored-files.ts";
import { worktreeFiles } from "../sources/worktree-files.ts";
import { policyOf } from "./policy.ts";
import { loadRules } from "../rules/load.ts";
import { investigate } from "../scan.ts";
import { stagedSource } from "../sources/staged.ts";
import { checkFor } from "./check.ts";
import type { Command } from "./command.ts";

export const staged: Command = {
  help: `gemsweep staged

Finds Google Gemini credentials in what is about to be committed: the staged
content of changed files, whatever the files on disk hold by now. Made for a
pre-commit hook; run it anywhere in a repository.

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
  gemsweep staged
  gemsweep staged --quiet --fail-on high
  echo 'node_modules/.bin/gemsweep staged' > .git/hooks/pre-commit
  chmod +x .git/hooks/pre-commit
`,

  async run(invocation) {
    const { operands, signal, progress } = invocation;
    if (operands.length > 0)
      throw new UserError(
        "staged takes no path",
        `to look at files, use gemsweep scan ${operands.join(" ")}`,
      );
    const root = hookRoot(".", process.env);
    const files = stagedFiles(root);
    const config = isIn(root, CONFIG_FILE) ? await invocation.ownConfig(files) : invocation.config;
    const source = stagedSource(".");
    const rules = await loadRules(config.rules, config.excerpts);
    const target = { command: "staged", paths: [], head: undefined } as const;
    const check = await checkFor(invocation);
    const policy = async (): Promise<Policy> => policyOf(config, files);
    const sources = [source];
    const results = await investigate({ target, sources, rules, check, policy, signal, progress });
    // Only advice on how to unstage depends on it.
    const head = results.secrets.length > 0 ? source.head() : undefined;
    return { report: assembleReport({ ...results, target: { ...target, head } }), config };
  },
};

/** As they would be committed; where the working tree has no ignore file, nothing is ignored. */
function stagedFiles(root: string): RepositoryFiles {
  const index = indexFiles(hookContext("."), worktreeFiles(root));
  return {
    read: async (path) =>
      path === IGNORE_FILE && !isIn(root, path) ? undefined : await index.read(path),
  };
}

/** Asking the index takes a process, which a hook without such a file need not start. */
function isIn(root: string, file: string): boolean {
  return lstatSync(join(root, file), { throwIfNoEntry: false }) !== undefined;
}

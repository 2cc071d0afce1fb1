/** `gemsweep rules`: what is looked for, and whether the rules keep what they promise. */
import { UserError } from "../errors.ts";
import type { Rule } from "../match/rule.ts";
import { nearest } from "../command-line/nearest.ts";
import { checkRules } from "../rules/check.ts";
import { rootAbove } from "../git/root-above.ts";
import { loadRules } from "../rules/load.ts";
import { worktreeFiles } from "../sources/worktree-files.ts";
import type { Command, Outcome } from "./command.ts";

const TASKS = { list: listRules, check: check } as const;

export const rules: Command = {
  help: `gemsweep rules [list | check]

list (default) names every rule: its id, and what it finds. check holds each
rule to its own examples and counterexamples.

  --rules FILE   add the rules of a YAML file; repeatable
  --config FILE  read settings from this file, not .gemsweep.yaml
  --no-ignore    go without .gemsweep.yaml
  --help         show this

Exit code: 0 all is well, 1 check found a rule that fails, 2 a rule file could
not be read.

Examples:
  gemsweep rules
  gemsweep rules check --rules my-rules.yaml
`,

  async run({ operands, ownConfig }) {
    const [task = "list", ...more] = operands;
    if (more.length > 0 || (task !== "list" && task !== "check"))
      throw new UserError(
        `rules cannot ${operands.join(" ")}`,
        `the nearest is gemsweep rules ${nearest(task, Object.keys(TASKS))}`,
      );
    const config = await ownConfig(worktreeFiles(rootAbove(".")));
    return TASKS[task]((await loadRules(config.rules)).rules);
  },
};

function listRules(all: readonly Rule[]): Outcome {
  const width = Math.max(...all.map(({ id }) => id.length));
  const lines = all.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`);
  return { text: lines.join(""), exitCode: 0 };
}

function check(all: readonly Rule[]): Outcome {
  const problems = checkRules(all).map(({ ruleId, problem }) => `${ruleId}: ${problem}\n`);
  if (problems.length > 0) return { text: problems.join(""), exitCode: 1 };
  const examples = all.flatMap((rule) => [...rule.examples, ...rule.counterexamples]);
  return { text: `${all.length} rules keep their ${examples.length} examples.\n`, exitCode: 0 };
}

/** `gemsweep help`: what there is, on one screen. */
import { UserError } from "../errors.ts";
import { COMMANDS } from "../command-line/flags.ts";
import { nearest } from "../command-line/nearest.ts";
import { loadCommand } from "./all.ts";
import type { Command } from "./command.ts";

export const help: Command = {
  help: `gemsweep [COMMAND] [flags]

Finds every Google Gemini credential that a repository has ever held: in its
working tree, its whole git history, notebooks and built bundles. It says which
files and commits must be scrubbed. No key is ever shown in full, and nothing
is sent anywhere unless you ask for it (--verify).

  audit [PATH…]   a repository with its whole history (the default command)
  staged          exactly what is about to be committed, for a pre-commit hook
  push            the commits that are about to leave, for a pre-push hook
  ci              what a change brings, for a gate in CI
  scan PATH… | -  files, folders or standard input, without git
  fleet SOURCES…  many repositories: folders, addresses, lists of them
  verify          whether keys on standard input or in a report still work
  scrub [PATH]    removes what was found: a plan, a rewritten copy, clean files
  ignore          write down that a finding need not be acted on, and why
  baseline        the same for all findings of today
  init [NAME]     puts gemsweep into the hooks and the CI of a repository
  rules           what is looked for; rules check proves it
  help [COMMAND]  this, or one command's flags and examples

  --format FORMAT           what is printed: text, json, html, markdown, sarif …
  --output FILE             write the report to a file as well
  --fail-on SEVERITY        what makes the exit code 1 (default: medium);
                            with --verify also verdicts: live
  --verify                  ask Google which keys still work
  --version                 show the version

Exit code: 0 nothing found and everything looked at, 1 found something,
2 could not do the job or not look everywhere.

Examples:
  gemsweep
  gemsweep audit ../old-prototype --output report.json
  gemsweep staged --quiet
  git show HEAD | gemsweep scan -
  gemsweep audit --verify --fail-on live
`,

  async run({ operands }) {
    const name = operands.join(" ");
    if (name === "") return { text: help.help, exitCode: 0 };
    const command = COMMANDS.find((one) => one === name);
    if (!command)
      throw new UserError(
        `there is no command ${name}`,
        `the nearest is ${nearest(name, COMMANDS)}`,
      );
    return { text: (await loadCommand(command)).help, exitCode: 0 };
  },
};

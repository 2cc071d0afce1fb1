/** `gemsweep audit`: everything a repository holds or ever held. */
import { loadRules } from "../rules/load.ts";
import { runAudit } from "./audit-run.ts";
import { auditTarget } from "./audit-target.ts";
import { checkFor } from "./check.ts";
import type { Command } from "./command.ts";
import { ownFilesOf } from "./own-files.ts";

export const audit: Command = {
  help: `gemsweep audit [PATH…]

Finds every Google Gemini credential that a repository holds or ever held: in
its working tree (ignored files and dot files too), its index, and its whole
history with stashes, reflogs, dropped commits, messages, notes and names.

PATH is a folder in a repository, by default this one. Of a subfolder, the
working tree below it and the whole history are audited.

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
  --max-file-size SIZE      skip larger files of the working tree: 500k, 10M;
                            the report names them (default: no limit)
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
  gemsweep audit
  gemsweep audit ../old-prototype --output report.json
  gemsweep audit service-a service-b --fail-on high --quiet
`,

  async run(invocation) {
    const { operands, ownConfig, signal, progress } = invocation;
    const paths = operands.length > 0 ? operands : ["."];
    const targets = await Promise.all(paths.map(async (path) => auditTarget(path, signal)));
    const [only] = targets.length === 1 ? targets : [];

    const files = only && ownFilesOf(only.repository);
    const config = await ownConfig(files);
    const check = await checkFor(invocation);
    const target = { command: "audit", paths, head: only?.repository.head } as const;
    const rules = await loadRules(config.rules, config.excerpts);
    const report = await runAudit({
      targets,
      target,
      files,
      config,
      rules,
      check,
      signal,
      progress,
    });
    return { report, config };
  },
};

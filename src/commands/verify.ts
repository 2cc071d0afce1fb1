/** `gemsweep verify`: whether keys work, and what they reach. */
import { addAbortSignal } from "node:stream";
import { UserError } from "../errors.ts";
import { loadRules } from "../rules/load.ts";
import { scan } from "../scan.ts";
import { keysSource } from "../sources/keys.ts";
import { checkFor } from "./check.ts";
import type { Command } from "./command.ts";
import { verifyReport } from "./verify-report.ts";

export const verify: Command = {
  help: `gemsweep verify [REPORT.json [FOLDER]]

Asks Google whether keys work: those on standard input (in any text, or one a
line), or those of a JSON report. A report holds no keys; they are read again
from where it was made: this folder, or FOLDER.

One free request per key to generativelanguage.googleapis.com, no key in any
address. What a verdict means and what to do: docs/verify.md.

These go with --verify for audit, staged, push and scan, too:

  --verify=generate         also generate one token with each accepted key,
                            the only proof; what that costs is said before
  --verify=reach            also count what a thief would see: uploaded files,
                            cached contents, file search stores, tuned models
  --verify-model NAME       what generates (default: the cheapest it lists)
  --proxy URL               go through this proxy; or --use-env-proxy
  --audit-log FILE          append a line per request, without the key
  --verdict-cache FILE      keep final verdicts for the next run
  --gemini-endpoint URL     send the keys elsewhere, for tests

  --fail-on WHAT            severity, or verdicts: live, live,restricted …;
                            what cannot be checked counts as live
  --format FORMAT           what is printed; --output FILE writes it as well
  --rules FILE, --config FILE, --quiet, --no-color, --help  as for audit

Exit code: 0 nothing to act on, 1 a key to act on, 2 could not do the job or
not check all keys that a report names.

Examples:
  echo "$GEMINI_API_KEY" | gemsweep verify
  gemsweep verify --verify=generate,reach report.json ../old-prototype
`,

  async run(invocation) {
    const { operands, config, signal, progress, announce, input } = invocation;
    const check = await checkFor(invocation);
    const [file = "-", folder = ".", ...more] = operands;
    if (!check || more.length > 0 || (file === "-" && operands.length > 1))
      throw new UserError(
        "verify takes one report, and the folder it was made in",
        "gemsweep verify REPORT.json FOLDER; or keys on standard input: gemsweep verify",
      );
    if (file !== "-") return { report: await verifyReport(file, folder, check, invocation) };

    if ("isTTY" in input && input.isTTY) announce(WAITING);
    addAbortSignal(signal, input);
    const report = await scan({
      target: { command: "verify", paths: [], head: undefined },
      sources: [keysSource(input)],
      rules: await loadRules(config.rules, config.excerpts),
      check,
      signal,
      progress,
    });
    return { report };
  },
};

const WAITING = "type or paste keys, one a line, and end with Ctrl-D";

/** `gemsweep baseline`: writes down all findings of today, so that only new ones are reported from now on. */
import { UserError } from "../errors.ts";
import { openRepository } from "../git/repository.ts";
import { IGNORE_FILE } from "../own-files.ts";
import { isSecret } from "../report/places.ts";
import { counted } from "../report/words.ts";
import { audit } from "./audit.ts";
import type { Command } from "./command.ts";
import { addEntries } from "./ignore-entries.ts";

export const baseline: Command = {
  help: `gemsweep baseline [PATH] --reason TEXT

Audits the repository as gemsweep audit does, and writes what it finds into
${IGNORE_FILE} in its root, so that only new findings are reported
from now on. Commit that file. The keys have leaked even so: whoever reads the
repository has them, until they are rotated.

  --reason TEXT         why they need not be acted on now; required
  --by NAME             whose word that is (default: user.name of your git)
  --expires DAY         the last day that it counts, such as 2027-01-31
  --rules FILE          add the rules of a YAML file; repeatable
  --config FILE         read settings from this file, not .gemsweep.yaml
  --foreign-marks       heed comments of other scanners, as audit does
  --max-file-size SIZE  skip larger files: 500k, 10M (default: no limit)
  --jobs N              threads that search (default: at most 4)
  --quiet               no progress
  --help                show this

Exit code: 0 written, or nothing found; 2 could not do it, or not look
everywhere.

Examples:
  gemsweep baseline --reason "known since the review of May, to be rotated"
  gemsweep baseline --reason "prototype" --expires 2027-01-31
`,

  async run(invocation) {
    const { operands, config, signal } = invocation;
    const [path = ".", ...more] = operands;
    if (more.length > 0) throw new UserError("baseline takes one repository", "run it in each");
    const { worktreeRoot } = await openRepository(path, signal);
    if (worktreeRoot === undefined)
      throw new UserError(
        `${path} has no working tree to write into`,
        "make a baseline in a clone of it, and commit that",
      );
    const outcome = await audit.run({ ...invocation, operands: [path] });
    if (!("report" in outcome)) return outcome;

    const { findings, complete } = outcome.report;
    const fingerprints = findings.filter(isSecret).map(({ fingerprint }) => fingerprint);
    if (signal.aborted) throw new UserError("interrupted before everything was found");
    if (fingerprints.length > 0) await addEntries(worktreeRoot, fingerprints, config.decision);
    const many = counted(fingerprints.length, "finding");
    const text =
      fingerprints.length === 0
        ? "Nothing was found that is not ignored already.\n"
        : `${many} written into ${IGNORE_FILE}: commit it. They have leaked even so: rotate them.\n`;
    if (complete) return { text, exitCode: 0 };
    return { text: `${text}${NOT_EVERYWHERE}`, exitCode: 2 };
  },
};

const NOT_EVERYWHERE = "Not everything could be looked at: gemsweep audit says what.\n";

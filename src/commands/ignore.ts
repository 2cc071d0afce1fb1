/** `gemsweep ignore`: writes down that a finding is not to be reported, and why. */
import { UserError } from "../errors.ts";
import { checkFingerprint } from "../command-line/config-file-statements.ts";
import { rootAbove } from "../git/root-above.ts";
import { IGNORE_FILE } from "../own-files.ts";
import type { Command } from "./command.ts";
import { addEntries } from "./ignore-entries.ts";

export const ignore: Command = {
  help: `gemsweep ignore FINGERPRINT… --reason TEXT

Writes into ${IGNORE_FILE}, in the root of this repository, that a
finding is not to be reported any more, and why. Commit that file. Reports and
gemsweep audit --format json tell fingerprints; they name a value wherever it
stands, so that another value in its place is a new finding.

  --reason TEXT   why it need not be acted on; required
  --by NAME       whose word that is (default: user.name of your git)
  --expires DAY   the last day that it counts, such as 2027-01-31
  --path PATTERN  where alone it counts: test/fixtures, **/*.test.ts;
                  repeatable (default: everywhere)
  --help          show this

An entry that is there already is replaced. Comments in the file stay.

Exit code: 0 written, 2 could not do it.

Examples:
  gemsweep ignore "$FINGERPRINT" --reason "a key without rights"
  gemsweep ignore "$FINGERPRINT" --reason "sandbox" --expires 2027-01-31
`,

  async run({ operands, config }) {
    if (operands.length === 0)
      throw new UserError(
        "ignore needs the fingerprint of a finding",
        "gemsweep audit --format json tells it; gemsweep baseline takes all findings of today",
      );
    const fingerprints = operands.map((operand) => checkFingerprint(operand, "ignore"));
    await addEntries(rootAbove("."), fingerprints, config.decision);
    const many = fingerprints.length === 1 ? "1 entry" : `${fingerprints.length} entries`;
    return { text: `${many} written into ${IGNORE_FILE}: commit it\n`, exitCode: 0 };
  },
};

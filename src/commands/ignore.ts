/** `gemsweep ignore`: writes down that a finding is not to be reported, and why. */
import { UserError } from "../errors.ts";
import { rootAbove } from "../git/root-above.ts";
import { IGNORE_FILE } from "../own-files.ts";
import { audit } from "./audit.ts";
import type { Command, Invocation } from "./command.ts";
import { fullFingerprints } from "./full-fingerprints.ts";
import { changeEntries, entriesIn } from "./ignore-entries.ts";

export const ignore: Command = {
  help: `gemsweep ignore FINGERPRINT… --reason TEXT

Writes into ${IGNORE_FILE}, in the root of this repository, that a
finding is not to be reported any more, and why. Commit that file. Reports and
gemsweep audit --format json tell fingerprints; they name a value wherever it
stands, so that another value in its place is a new finding. The first four
characters and more will do, if no other begins so: this takes an audit.

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

  async run(invocation) {
    const { operands, config } = invocation;
    if (operands.length === 0)
      throw new UserError(
        "ignore needs the fingerprint of a finding",
        "gemsweep audit --format json tells it; gemsweep baseline takes all findings of today",
      );
    const root = rootAbove(".");
    const fingerprints = await fullFingerprints(operands, async () => [
      ...(await entriesIn(root)).keys(),
      ...(await foundIn(root, invocation)),
    ]);
    await changeEntries(root, { drop: [], add: fingerprints, decision: config.decision });
    const many = fingerprints.length === 1 ? "1 entry" : `${fingerprints.length} entries`;
    return { text: `${many} written into ${IGNORE_FILE}: commit it\n`, exitCode: 0 };
  },
};

async function foundIn(root: string, invocation: Invocation): Promise<readonly string[]> {
  const outcome = await audit.run({ ...invocation, operands: [root] });
  if (!("report" in outcome)) return [];
  if (invocation.signal.aborted) throw new UserError("interrupted before everything was found");
  const { findings, ignored } = outcome.report;
  return [...findings, ...ignored.map(({ finding }) => finding)].map(
    ({ fingerprint }) => fingerprint,
  );
}

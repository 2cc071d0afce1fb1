/** `gemsweep baseline`: writes down all findings of today, so that only new ones are reported from now on. */
import { UserError } from "../errors.ts";
import type { Finding, Report } from "../finding.ts";
import { isExpired } from "../findings/ignoring.ts";
import type { IgnoreEntry } from "../findings/policy.ts";
import { openRepository } from "../git/repository.ts";
import { IGNORE_FILE } from "../own-files.ts";
import { isSecret } from "../report/places.ts";
import { counted } from "../report/words.ts";
import { audit } from "./audit.ts";
import type { Command } from "./command.ts";
import { changeEntries, entriesIn } from "./ignore-entries.ts";
import { today } from "./policy.ts";

export const baseline: Command = {
  help: `gemsweep baseline [PATH] --reason TEXT | --prune

Audits the repository as gemsweep audit does, and writes what it finds into
${IGNORE_FILE} in its root, so that only new findings are reported
from now on. Commit that file. The keys have leaked even so: whoever reads the
repository has them, until they are rotated.

  --reason TEXT         why they need not be acted on now
  --prune               take out entries that expired, and those that nothing
                        was found for; adds none unless there is a --reason
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
  gemsweep baseline --prune
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

    if (signal.aborted) throw new UserError("interrupted before everything was found");
    const { report } = outcome;
    const { decision, prune } = config;
    const drop = prune ? staleEntries(await entriesIn(worktreeRoot), report) : [];
    const add = decision ? fingerprintsOf(report.findings.filter(isSecret)) : [];
    const isChanged = await changeEntries(worktreeRoot, { drop, add, decision });
    const text = [
      ...(prune ? [prunedText(drop, isChanged && add.length === 0)] : []),
      ...(decision ? [addedText(add)] : []),
    ].join("");
    if (report.complete) return { text, exitCode: 0 };
    return { text: `${text}${NOT_EVERYWHERE}`, exitCode: 2 };
  },
};

/** Entries that expired; where everything was looked at, also those that nothing was found for. */
function staleEntries(
  entries: ReadonlyMap<string, IgnoreEntry>,
  { findings, ignored, complete }: Report,
): readonly string[] {
  const found = new Set(fingerprintsOf([...findings, ...ignored.map(({ finding }) => finding)]));
  const day = today();
  return [...entries]
    .filter(([name, entry]) => isExpired(entry, day) || (complete && !found.has(name)))
    .map(([name]) => name);
}

function fingerprintsOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ fingerprint }) => fingerprint);
}

function prunedText(dropped: readonly string[], isJoined: boolean): string {
  if (dropped.length === 0 && isJoined)
    return `The entries of both sides of a conflict are in ${IGNORE_FILE}: commit it.\n`;
  if (dropped.length === 0) return "No entry has expired, and each is needed.\n";
  return `${counted(dropped.length, "entry", "entries")} taken out of ${IGNORE_FILE}: commit it.\n`;
}

function addedText(added: readonly string[]): string {
  if (added.length === 0) return "Nothing was found that is not ignored already.\n";
  return `${counted(added.length, "finding")} written into ${IGNORE_FILE}: commit it. They have leaked even so: rotate them.\n`;
}

const NOT_EVERYWHERE = "Not everything could be looked at: gemsweep audit says what.\n";

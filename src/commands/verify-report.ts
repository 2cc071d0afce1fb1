/** Checks the keys of an earlier report: it holds none, so that they are read again where it saw them. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { UserError } from "../errors.ts";
import type { Check, Checked, Finding, Report } from "../finding.ts";
import { fingerprintOf } from "../findings/fingerprint.ts";
import { byImportance } from "../findings/finding-order.ts";
import { judgedAnew } from "../findings/judged-anew.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { reasonOf } from "../reason.ts";
import { planOf } from "../remediate/plan.ts";
import { scrubListOf } from "../remediate/scrub-list.ts";
import { type EarlierFinding, type EarlierReport, parseJsonReport } from "../report/parse-json.ts";
import { ShapeError } from "../report/shape.ts";
import { loadRules } from "../rules/load.ts";
import { scan } from "../scan.ts";
import { againSource, folderBelow, type Ground } from "../sources/again.ts";
import type { Invocation } from "./command.ts";

/** The report in `file`, which was made in `folder`, with a verdict for each key that is still where it was. */
export async function verifyReport(
  file: string,
  folder: string,
  check: Check,
  { config, signal, progress }: Invocation,
): Promise<Report> {
  const earlier = await readReport(file);
  const { target, findings } = earlier;
  const sightings = findings.flatMap((finding) => finding.sightings);
  const ground = await groundOf(earlier, folder, signal);

  const wanted = new Set(findings.map(({ fingerprint }) => fingerprint));
  let checked: Checked | undefined;
  const again = await scan({
    target,
    sources: [againSource(sightings, ground)],
    rules: await loadRules(config.rules, config.excerpts),
    check: async (secrets) => {
      const known = secrets.filter(({ family, value }) => wanted.has(fingerprintOf(family, value)));
      checked = await check(known);
      return checked;
    },
    signal,
    progress,
  });
  return merged(earlier, again, checked);
}

/** Bytes; an audit with a hundred thousand findings has about half of it. */
const LARGEST_REPORT = 256 * 1024 ** 2;

async function readReport(file: string): Promise<EarlierReport> {
  try {
    // Does not wait for somebody to write into a pipe, which no Ctrl-C would end.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new UserError(`${file} is not a file`, MAKE_ONE);
      if (stats.size > LARGEST_REPORT)
        throw new UserError(`${file} is too large for a report`, MAKE_ONE);
      return parseJsonReport(await handle.readFile("utf8"));
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    if (thrown instanceof ShapeError)
      throw new UserError(`${file} is not a gemsweep report: ${thrown.message}`, MAKE_ONE);
    throw new UserError(
      `cannot read ${file}: ${reasonOf(thrown)}`,
      "name a JSON report, or give the keys on standard input",
    );
  }
}

const MAKE_ONE = "make one with gemsweep audit --output report.json";

/** Paths of one repository begin at its root, those of several and of plain files where the command was typed. */
async function groundOf(
  { target, findings }: EarlierReport,
  folder: string,
  signal: AbortSignal,
): Promise<Ground> {
  const { command, paths } = target;
  const usesGit = command !== "scan" && command !== "verify";
  if (!usesGit || findings.length === 0) return { folder, repositories: [] };
  const several = command === "audit" && paths.length > 1;
  const folders = several ? paths.flatMap((path) => folderBelow(folder, path) ?? []) : [folder];
  const repositories: Repository[] = [];
  // One after the other: a report can name thousands, and each takes several processes to open.
  for (const one of new Set(folders)) {
    const repository = await repositoryAt(one, signal);
    if (!repositories.some(({ gitDir }) => gitDir === repository.gitDir))
      repositories.push(repository);
  }
  const root = several ? undefined : repositories[0]?.worktreeRoot;
  return { folder: root ?? folder, repositories };
}

async function repositoryAt(folder: string, signal: AbortSignal): Promise<Repository> {
  try {
    return await openRepository(folder, signal);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    throw new UserError(
      `the report is of a repository, but ${thrown.message}`,
      "run it where the report was made, or name the repository: gemsweep verify REPORT.json FOLDER",
    );
  }
}

function merged(
  { findings: earlierFindings, ignored, ...earlier }: EarlierReport,
  again: Report,
  checked: Checked | undefined,
): Report {
  const seen = new Map(again.findings.map((finding) => [finding.fingerprint, finding]));
  const findings = earlierFindings
    .map((finding) => judgedNow(finding, seen.get(finding.fingerprint)))
    .sort(byImportance);
  const undone = checked?.skipped ?? [];
  const lost = earlierFindings.filter(({ fingerprint }) => !seen.has(fingerprint));
  const skipped = [...earlier.skipped, ...lost.map(lostKey), ...undone];
  const scrub = scrubListOf(findings);
  const { verification } = again;
  return {
    ...earlier,
    complete: earlier.complete && lost.length + undone.length === 0,
    verification: verification && {
      ...verification,
      unchecked: verification.unchecked + lost.length,
    },
    findings,
    ignored: ignored.map(({ by, finding }) => ({ by, finding: judgedNow(finding, undefined) })),
    scrub,
    plan: planOf({ findings, scrub, target: earlier.target }),
    skipped,
    notes: [...earlier.notes, ...(checked?.notes ?? [])],
  };
}

/** What is no more there was told to an earlier run, whatever was said then. */
function judgedNow(earlier: EarlierFinding, now: Finding | undefined): Finding {
  if (now === undefined)
    return judgedAnew({
      ...earlier,
      verdict: earlier.verdict && { ...earlier.verdict, cached: true },
    });
  const { preview, keyId, verdict } = now;
  return judgedAnew({ ...earlier, preview, keyId, verdict });
}

function lostKey({ preview, sightings }: EarlierFinding) {
  const stdin = sightings.every(({ source }) => source === "stdin");
  return { what: `key ${preview}`, why: stdin ? FROM_INPUT : NOT_THERE };
}

const FROM_INPUT = "came in on standard input, which cannot be read again: not checked";
const NOT_THERE = "is no more where the report saw it: not checked";

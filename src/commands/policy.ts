/** Puts together what has been decided about the findings of a run, from flags and from files. */
import type { Config } from "../config.ts";
import type { Note } from "../document.ts";
import { unusedEntries } from "../findings/ignoring.ts";
import type { Report } from "../finding.ts";
import type { Policy } from "../findings/policy.ts";
import { IGNORE_FILE, type RepositoryFiles } from "../own-files.ts";

/** What was decided. `files` are the repository's; `fromRoot` turns a path of the report into one of theirs. */
export async function policyOf(
  config: Config,
  files: RepositoryFiles | undefined,
  fromRoot: Policy["fromRoot"] = (path) => path,
): Promise<Policy> {
  const { statements, heeds, usesIgnoreFile, own } = config;
  const read =
    files && usesIgnoreFile && (await hasIgnoreFile(files))
      ? await (await import("../rules/ignore-file.ts")).readIgnoreFile(files)
      : NOTHING_READ;
  const judging = (own?.settings ?? []).map(({ name, values }) => [name, ...values].join(" "));
  return {
    ...statements,
    heeds,
    fromRoot,
    today: today(),
    ...read,
    notes: [
      ...read.notes,
      ...(own && judging.length > 0
        ? [{ about: own.file, note: `decides how findings are judged: ${judging.join(", ")}` }]
        : []),
    ],
  };
}

/** In UTC, as `2026-12-31`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Most repositories have none, for which YAML need not be loaded. What cannot be read is there. */
async function hasIgnoreFile(files: RepositoryFiles): Promise<boolean> {
  return files.read(IGNORE_FILE).then(
    (bytes) => bytes !== undefined,
    () => true,
  );
}

const NOTHING_READ = { ignoreFile: { file: "", entries: new Map() }, notes: [] } as const;

/** What is left to say of a policy after a run that looked everywhere. */
export function policyNotes(report: Report, policy: Policy): readonly Note[] {
  const { findings, ignored, complete } = report;
  return [
    // With findings they are in the report already.
    ...(findings.length + ignored.length === 0 ? policy.notes : []),
    ...(complete ? unusedEntries(findings, ignored, policy) : []),
  ];
}

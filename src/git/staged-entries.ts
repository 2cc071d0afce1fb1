/** Asks git what is about to be committed. */
import { SUBMODULE_MODE, forEachIndexEntry } from "./entries.ts";
import type { GitContext } from "./isolation.ts";
import { nulRecords } from "./nul-records.ts";
import { GitFailure, quickGit, quickResult } from "./run.ts";
import { isOwnershipRefusal } from "./safe-directory.ts";

/** A path of the index whose content HEAD does not have there. */
export interface StagedEntry {
  readonly path: string;
  readonly blob: string;
  /** Whether HEAD has nothing at this path. */
  readonly isNew: boolean;
}

/** Comparing with nothing, the whole index is about to be committed. */
const EMPTY_TREE = {
  sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
};

export async function stagedEntries(
  git: GitContext,
  signal: AbortSignal,
): Promise<readonly StagedEntry[]> {
  const { changes, failure } = await changesSince(git, "HEAD", signal);
  if (failure === undefined) return entriesOf(git, changes, signal);
  if (/not a git repository/i.test(failure.end.stderr) || isOwnershipRefusal(failure.end))
    throw failure;

  // Most likely there is no commit yet. If HEAD is damaged, too much is looked at, and nothing missed.
  const asked = await quickResult(git, ["rev-parse", "--show-object-format"], { signal });
  const format = asked.output.toString("latin1").trim() === "sha256" ? "sha256" : "sha1";
  const all = await changesSince(git, EMPTY_TREE[format], signal);
  if (all.failure !== undefined) throw all.failure;
  return entriesOf(git, all.changes, signal);
}

interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly mode: string;
  readonly status: string;
}

/** `--cached` compares two lists and opens no file, so that no filter or file system monitor is asked. */
async function changesSince(
  git: GitContext,
  treeish: string,
  signal: AbortSignal,
): Promise<{ changes: readonly Change[]; failure: GitFailure | undefined }> {
  const command = [
    "diff-index",
    "--cached",
    "--raw",
    "-r",
    "-z",
    "--no-renames",
    "--no-abbrev",
    treeish,
    "--",
  ];
  const process = quickGit(git, command, { signal });
  const changes: Change[] = [];
  let fields: readonly string[] | undefined;
  for await (const records of nulRecords(process.stdout))
    for (const record of records) {
      if (fields === undefined) {
        // :<mode> <mode> <id> <id> <status>
        fields = record.toString("latin1").slice(1).split(" ");
        continue;
      }
      const [, mode = "", before = "", after = "", status = ""] = fields;
      changes.push({ path: record.toString("utf8"), before, after, mode, status });
      fields = undefined;
    }
  const end = await process.ended;
  return { changes, failure: end.code === 0 ? undefined : new GitFailure("diff-index", end) };
}

async function entriesOf(
  git: GitContext,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<readonly StagedEntry[]> {
  const entries = changes
    .filter(
      ({ status, mode, before, after }) =>
        !"DU".includes(status) && mode !== SUBMODULE_MODE && before !== after,
    )
    .map(({ path, after, status }): StagedEntry => ({ path, blob: after, isNew: status === "A" }));
  if (!changes.some(({ status }) => status === "U")) return entries;

  const visit = ({ mode, oid, path }: { mode: string; oid: string; path: string }) => {
    if (mode !== SUBMODULE_MODE) entries.push({ path, blob: oid, isNew: false });
  };
  const end = await forEachIndexEntry(git, visit, { unmergedOnly: true, signal });
  if (end.code !== 0) throw new GitFailure("ls-files", end);
  return entries;
}

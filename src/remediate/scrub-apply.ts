/** Rewrites a fresh copy of a repository and proves what came of it. The original is only ever read. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UserError } from "../errors.ts";
import { maskOf } from "../findings/mask.ts";
import { commitMap, type FilterRepo, rewriteHistory } from "../git/filter-repo.ts";
import type { GitContext } from "../git/isolation.ts";
import { leftBehindOf, type LeftBehind } from "../git/left-behind.ts";
import { commitCount, dropTheRest, makeMirror, refsOf, renameHead, sizeOf } from "../git/mirror.ts";
import { moveNotes } from "../git/notes.ts";
import { openRepository } from "../git/repository.ts";
import { GitFailure } from "../git/run.ts";
import { firstChanged } from "../git/first-changed.ts";
import { callbackBody, callbackNames } from "./callbacks.ts";
import { expressionFile, replaced } from "./expressions.ts";
import type { ScrubPlan } from "./plan-files.ts";
import { keysInRefs, toScrub, type ToScrub } from "./scrub-findings.ts";
import {
  folderOutside,
  makeFolder,
  type NamedFolder,
  withPrivateFolder,
  writePrivate,
} from "./scrub-folder.ts";
import { stillPointedTo } from "./scrub-lfs.ts";
import { type ScrubInput, searchHistory } from "./scrub-investigation.ts";

/** What can be counted of a history. */
export interface Counts {
  readonly keys: number;
  readonly commits: number;
  readonly refs: number;
  /** KiB on disk. */
  readonly size: number;
}

/** What came of it. */
export interface Applied {
  readonly into: string;
  readonly before: Counts;
  readonly after: Counts;
  /** Commits with a new id, and commits that became empty and were dropped. */
  readonly rewritten: number;
  readonly dropped: number;
  /** Names of refs that are in the copy, with another object than before. */
  readonly changedRefs: readonly string[];
  /** Names of refs that are not in the copy, or by another name; without the keys in them. */
  readonly goneRefs: readonly string[];
  /** Changed commits whose parents did not change, by their old ids. */
  readonly firstChanged: readonly string[];
  /** What the copy still holds. */
  readonly left: ToScrub;
  readonly outOfReach: ScrubPlan["outOfReach"];
  /** SHA-256 of the Git LFS objects with a key to which nothing in the copy points any more. */
  readonly lfsDropped: readonly string[];
  readonly leftBehind: LeftBehind;
  /** Keys that no ref leads to, and that are therefore in the original alone. */
  readonly keysLeftBehind: number;
  /** Branches that lack commits of the server's branch of the same name. */
  readonly behind: readonly string[];
}

/** Stands in a copy that must not be used. */
const MARKER = "INCOMPLETE";

/** The folder for the copy. Throws {@link UserError} unless it is new or empty. */
export async function folderForCopy(input: ScrubInput, typed: string): Promise<NamedFolder> {
  const folder = await folderOutside(input.repository, typed, "--into");
  const { entries = [] } = folder;
  if (entries.includes(MARKER))
    throw new UserError(
      `${typed} holds a scrub that did not come to its end`,
      "delete that folder, or name another one, and run the command again",
    );
  if (entries.length > 0)
    throw new UserError(`${typed} is not empty`, "name a folder that does not exist yet");
  return folder;
}

/** Carries a plan out in `folder`. Whatever goes wrong, what is left there says that it is not complete. */
export async function applyScrub(
  input: ScrubInput,
  plan: ScrubPlan,
  filterRepo: FilterRepo,
  folder: NamedFolder,
  dropBlobs: boolean,
): Promise<Applied> {
  await makeFolder(folder);
  const mark = async (why: string): Promise<void> =>
    writeFile(
      join(folder.path, MARKER),
      `${why}\nDo not use or push this copy: delete the folder.\n`,
    );
  await mark("The scrub did not come to its end.");
  try {
    const applied = await rewriteCopy(input, plan, filterRepo, folder, dropBlobs);
    if (applied.after.keys > 0 || !applied.left.report.complete)
      await mark("This copy is not proven clean: see what gemsweep scrub and gemsweep audit say.");
    else await rm(join(folder.path, MARKER));
    return applied;
  } catch (thrown) {
    if (input.signal.aborted) throw new UserError("interrupted", remedyFor(folder));
    if (thrown instanceof GitFailure) throw new UserError(messageOf(thrown), remedyFor(folder));
    if (thrown instanceof UserError) {
      const hint = thrown.remedy === undefined ? "" : ` (${thrown.remedy})`;
      throw new UserError(thrown.message + hint, remedyFor(folder));
    }
    throw thrown;
  }
}

function remedyFor({ shown }: NamedFolder): string {
  return `the repository is as it was; ${shown} is marked ${MARKER}: delete it before you try again`;
}

async function rewriteCopy(
  input: ScrubInput,
  plan: ScrubPlan,
  filterRepo: FilterRepo,
  folder: NamedFolder,
  dropBlobs: boolean,
): Promise<Applied> {
  const { repository, signal, failOn, stage } = input;
  stage("copying the repository");
  const { git, behind } = await makeMirror(repository, folder.path, signal);
  const count = async (keys: number): Promise<Counts> => ({
    keys,
    commits: await commitCount(git, signal),
    refs: (await refsOf(git, signal)).size,
    size: await sizeOf(git, signal),
  });
  const before = await count(keysInRefs(plan));
  const oldRefs = await refsOf(git, signal);

  stage("rewriting the copy");
  await rewrite(input, git, plan, filterRepo, dropBlobs, before.commits);
  stage("packing the copy");
  const map = await commitMap(folder.path);
  await moveNotes(git, map, signal);
  await dropTheRest(git, signal);
  await cleanNames(git, plan, signal);

  stage("searching the copy");
  const copy = { ...input, repository: await openRepository(folder.path, signal) };
  const left = toScrub(await searchHistory(copy), failOn);
  const lfsLeft = await stillPointedTo(copy.repository, plan.lfs, signal);
  const keysLeft = new Set([
    ...left.keys.map(({ finding }) => finding.fingerprint),
    ...lfsLeft.flatMap(({ keys }) => keys),
  ]);
  const newRefs = await refsOf(git, signal);
  const changed = [...map].filter(([old, renewed]) => old !== renewed);
  return {
    into: folder.shown,
    before,
    after: await count(keysLeft.size),
    rewritten: changed.filter(([, renewed]) => renewed !== undefined).length,
    dropped: changed.filter(([, renewed]) => renewed === undefined).length,
    changedRefs: [...oldRefs.keys()].filter(
      (name) => newRefs.has(name) && newRefs.get(name) !== oldRefs.get(name),
    ),
    goneRefs: [...oldRefs.keys()]
      .filter((name) => !newRefs.has(name))
      .map(maskOf(plan.found.secrets)),
    firstChanged: await firstChanged(
      repository,
      changed.map(([old]) => old),
      signal,
    ),
    left,
    outOfReach: plan.outOfReach,
    lfsDropped: plan.lfs
      .map(({ object }) => object)
      .filter((object) => !lfsLeft.some((file) => file.object === object)),
    leftBehind: await leftBehindOf(repository, plan.found.report.coverage.commits, signal),
    keysLeftBehind: plan.found.keys.length - before.keys,
    behind,
  };
}

async function rewrite(
  { repository, signal, progress }: ScrubInput,
  git: GitContext,
  { expressions, places, outOfReach }: ScrubPlan,
  filterRepo: FilterRepo,
  dropBlobs: boolean,
  commits: number,
): Promise<void> {
  await withPrivateFolder(repository, async (folder) => {
    const file = join(folder, "expressions.txt");
    await writePrivate(file, expressionFile(expressions), false);
    const dropFile = join(folder, "drop-blobs.txt");
    const drops = dropBlobs && outOfReach.length > 0;
    const ids = outOfReach.map(({ blob }) => `${blob}\n`).join("");
    if (drops) await writePrivate(dropFile, Buffer.from(ids), false);
    const names = [...places].flatMap((place) => callbackNames[place]);
    const rewriting = {
      expressionFile: file,
      callbacks: new Map(names.map((name) => [name, callbackBody(name)])),
      dropFile: drops ? dropFile : undefined,
    };
    await rewriteHistory(git, filterRepo, rewriting, signal, (done) =>
      progress("commits", done, commits),
    );
  });
}

/** git-filter-repo writes down what refs were called, and leaves HEAD as it is; a key may have been part of that. */
async function cleanNames(
  git: GitContext,
  { expressions, places }: ScrubPlan,
  signal: AbortSignal,
): Promise<void> {
  if (!places.has("ref")) return;
  await renameHead(git, (name) => replaced(name, expressions), signal);
  for (const name of ["ref-map", "changed-refs"]) {
    const file = join(git.cwd, "filter-repo", name);
    const text = await readFile(file, "latin1").catch(() => undefined);
    if (text !== undefined) await writeFile(file, replaced(text, expressions), "latin1");
  }
}

/** The stories of the two ways to scrub a history: write a plan, or carry it out in a copy. */
import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { ExitCode } from "../exit-code.ts";
import { maskKeyShapes } from "../findings/key-shapes.ts";
import { findFilterRepo } from "../git/filter-repo.ts";
import { refuseIncomplete, remoteOf } from "../git/whole.ts";
import { renderCleaned } from "../report/text-cleaned.ts";
import { renderApplied } from "../report/text-scrub-copy.ts";
import { renderNothing, renderPlan } from "../report/text-scrub-plan.ts";
import { planFiles } from "./plan-files.ts";
import { applyScrub, folderForCopy } from "./scrub-apply.ts";
import { folderOutside, makeFolder, writePrivate } from "./scrub-folder.ts";
import { scrubWorktree, type WorktreeOptions } from "./scrub-worktree.ts";
import { planScrub, type ScrubInput, searchHistory } from "./scrub-investigation.ts";
import { keysInRefs, type ToScrub } from "./scrub-findings.ts";

/** What to print, and how to end. */
export interface Told {
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Writes all that a rewrite needs into a folder outside the repository. */
export async function runPlan(input: ScrubInput, typed: string, overwrite: boolean): Promise<Told> {
  const folder = await folderOutside(input.repository, typed, "--plan");
  const plan = await planScrub(input, await searchHistory(input));
  if (keysInRefs(plan) === 0) return nothingToDo(input, plan.found);

  const files = planFiles(plan);
  const taken = (folder.entries ?? []).filter((name) => files.has(name));
  if (taken.length > 0 && !overwrite)
    throw new UserError(
      `${typed} holds a plan already (${taken.join(", ")})`,
      "name another folder, or replace those files with --overwrite",
    );
  await makeFolder(folder);
  for (const [name, content] of files)
    await writePrivate(join(folder.path, name), content, overwrite);
  return { text: renderPlan(plan, input.path, typed), exitCode: 1 };
}

/** Rewrites a copy. `filterRepo` is a path, or undefined for the program on PATH. */
export async function runApply(
  input: ScrubInput,
  {
    into,
    dropBlobs,
    filterRepo,
  }: { into: string; dropBlobs: boolean; filterRepo: string | undefined },
): Promise<Told> {
  refuseIncomplete(input.repository);
  const program = await findFilterRepo(filterRepo, input.signal);
  const folder = await folderForCopy(input, into);
  const plan = await planScrub(input, await searchHistory(input));
  if (keysInRefs(plan) === 0) return nothingToDo(input, plan.found);

  const applied = await applyScrub(input, plan, program, folder, dropBlobs);
  const remote = await remoteOf(input.repository, input.signal);
  return {
    text: renderApplied(applied, remote && maskKeyShapes(remote) === remote ? remote : undefined),
    exitCode: applied.after.keys > 0 ? 1 : applied.left.report.complete ? 0 : 2,
  };
}

/** Edits the current files, or shows how. */
export async function runWorktree(input: ScrubInput, options: WorktreeOptions): Promise<Told> {
  const cleaned = await scrubWorktree(input, options);
  const isLeft = cleaned.left.length > 0 || (options.dryRun && cleaned.edited.length > 0);
  return {
    text: renderCleaned(cleaned, options.dryRun),
    exitCode: isLeft ? 1 : cleaned.found.report.complete ? 0 : 2,
  };
}

function nothingToDo({ path }: ScrubInput, found: ToScrub): Told {
  return {
    text: renderNothing(path, found),
    exitCode: found.keys.length > 0 ? 1 : found.report.complete ? 0 : 2,
  };
}

/** Finds what the history speaks of but the repository does not hold. */
import { createInterface } from "node:readline";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Skipped } from "../document.ts";
import { openIndex } from "./pack/index-file.ts";
import { listing } from "./pack/listing.ts";
import { packedCount } from "./pack/scan.ts";
import { objectDirectories } from "./pack/store.ts";
import { missingParts } from "./missing-parts.ts";
import { peeled } from "./peel.ts";
import type { Ref } from "./refs.ts";
import type { Repository } from "./repository.ts";
import { lastLine, startGit } from "./run.ts";

/** What an audit cannot see because it was cut off: history, and packs. */
export async function cutOffParts(repository: Repository): Promise<readonly Skipped[]> {
  return [...(await cutOffHistory(repository)), ...packsWithoutIndex(repository)];
}

async function cutOffHistory({ commonDir, shallow }: Repository): Promise<readonly Skipped[]> {
  if (!shallow) return [];
  const boundary = (await readFile(join(commonDir, "shallow"), "latin1").catch(() => "")).match(
    /^[0-9a-f]{40,64}$/gm,
  );
  const [first, ...others] = boundary ?? [];
  if (first === undefined) return [];
  const what = `history before commit ${first}${others.length > 0 ? ` and ${others.length} more` : ""}`;
  return [{ what, why: "shallow clone; fetch with `git fetch --unshallow`" }];
}

/** git passes over packs without an index, and over what an index leaves out; no ref need miss what they hold. */
function packsWithoutIndex({ commonDir, objectFormat }: Repository): readonly Skipped[] {
  const own = join(commonDir, "objects");
  // git says which of the stores that this one borrows from are not there.
  return orNothing(() => objectDirectories(own), [own]).flatMap((store) => {
    const folder = join(store, "pack");
    const names = new Set(orNothing(() => listing(folder), []));
    const packs = [...names].filter((name) => name.endsWith(".pack"));
    return packs.flatMap((name) => {
      const index = name.replace(/\.pack$/, ".idx");
      const what = relative(commonDir, join(folder, name));
      if (!names.has(index)) return [{ what, why: "its index is missing; see `git index-pack`" }];
      return isOfOther(join(folder, index), join(folder, name), objectFormat)
        ? [{ what, why: "its index counts other objects than it holds; see `git index-pack`" }]
        : [];
    });
  });
}

/** Whether an index was not made from this pack. What cannot be read is named where its objects are read. */
function isOfOther(index: string, pack: string, format: Repository["objectFormat"]): boolean {
  return orNothing(() => {
    const { count, close } = openIndex(index, format === "sha256" ? 32 : 20);
    close();
    return (packedCount(pack) ?? count) !== count;
  }, false);
}

function orNothing<T>(read: () => T, nothing: T): T {
  try {
    return read();
  } catch {
    return nothing;
  }
}

/** What an audit cannot see because it is not there: objects never fetched, and objects lost. */
export async function missingObjects(
  repository: Repository,
  refs: readonly Ref[],
  signal: AbortSignal,
): Promise<readonly Skipped[]> {
  const tips = new Set(refs.map(({ tip }) => tip));
  const { ends, missing: lost } = await peeled(repository.git, [...tips], signal);
  const skipped: Skipped[] = refs
    .filter(({ tip }) => lost.has(tip))
    .map(({ name, tip }) => ({ what: name, why: `it names ${tip}, which is missing` }));

  const present = ends.filter((oid) => !lost.has(oid));
  const walked = await walk(repository, present, signal);
  const missing = [...ends.filter((oid) => lost.has(oid) && !tips.has(oid)), ...walked.missing];
  if (repository.partial && missing.length > 0) skipped.push(neverFetched(missing.length));
  else skipped.push(...missingParts(missing, "missing from the repository"));
  if (walked.problem !== undefined) skipped.push(walked.problem);
  return skipped;
}

/** What an audit cannot see because a partial clone has not fetched so many objects. */
export function neverFetched(objects: number): Skipped {
  const why =
    "partial clone; fetch them with `git fetch --refetch --no-filter`, or audit a full clone";
  return { what: count(objects, "object"), why };
}

/** Follows all refs, reflogs and indexes down to every blob, which git does without opening the blobs. */
async function walk(
  { git }: Repository,
  tips: readonly string[],
  signal: AbortSignal,
): Promise<{ missing: readonly string[]; problem: Skipped | undefined }> {
  const args = ["rev-list", "--objects", "--reflog", "--missing=print", "--quiet", "--stdin"];
  const process = startGit(git, args, { input: [tips.map((tip) => `${tip}\n`).join("")], signal });
  const missing: string[] = [];
  for await (const line of createInterface({ input: process.stdout }))
    if (line.startsWith("?")) missing.push(line.slice(1));
  const end = await process.ended;
  if (end.code === 0) return { missing, problem: undefined };
  for (const [, oid = ""] of end.stderr.matchAll(/^error: Could not read ([0-9a-f]+)$/gm))
    missing.push(oid);
  const why = `git could not follow it to its end: ${lastLine(end.stderr)}`;
  return { missing, problem: { what: "part of the history", why } };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

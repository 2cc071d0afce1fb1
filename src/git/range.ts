/** Finds out which objects some revisions lead to and others do not. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Skipped } from "../document.ts";
import { UserError } from "../errors.ts";
import type { GitContext } from "./isolation.ts";
import { missingOf } from "./missing-of.ts";
import { missingParts } from "./missing-parts.ts";
import { gitOutput, gitResult, lastLine, startGit } from "./run.ts";
import { remoteTips } from "./tracking-refs.ts";

/** What is to be looked at: everything that leaves, less what the other side already has. */
export interface Range {
  /** Revisions that leave with their history, or HEAD and all local branches. */
  readonly tips: readonly string[] | "branches";
  /** Revisions that the other side has. Those that are not known here leave nothing out. */
  readonly bases: readonly string[];
  /** Remotes whose remote-tracking refs tell more of what the other side has. */
  readonly remotes: readonly string[] | "all";
  /** Names of refs that are made or changed at the other side. */
  readonly names: readonly string[];
}

/** A range as objects. */
export interface RangeObjects {
  readonly objectFormat: "sha1" | "sha256";
  /** Objects that leave by themselves, with all that they lead to. */
  readonly tips: readonly string[];
  /** Ids of all objects of the range, one a line. */
  readonly ids: Buffer;
  readonly skipped: readonly Skipped[];
}

/** Lists the range without opening a blob. Throws {@link GitFailure} where git refuses to look at the repository. */
export async function rangeObjects(
  git: GitContext,
  range: Range,
  signal: AbortSignal,
): Promise<RangeObjects> {
  const asked = ["rev-parse", "--show-object-format", "--git-path", "shallow"];
  const [format = "", shallow = ""] = (await gitOutput(git, asked, { signal }))
    .toString("utf8")
    .split("\n");
  const objectFormat = format === "sha256" ? "sha256" : "sha1";

  const [tips, bases, remote] = await Promise.all([
    tipsOf(git, range.tips, objectFormat, signal),
    resolved(git, range.bases, objectFormat, signal),
    range.remotes.length === 0 ? [] : remoteTips(git, range.remotes, signal),
  ]);
  const had = [...bases.values()].filter((oid) => oid !== undefined).concat(remote);
  const missing = await missingOf(git, [...new Set([...tips, ...had])], signal);

  const lost = tips
    .filter((tip) => missing.has(tip))
    .map((tip) => ({ what: `object ${tip}`, why: "is part of it, but is missing or damaged" }));
  const there = (oid: string): boolean => !missing.has(oid);
  const { ids, skipped } = await listed(git, tips.filter(there), had.filter(there), signal);
  const cutOff = await cutOffHistory(resolve(git.cwd, shallow), ids);
  return { objectFormat, tips, ids, skipped: [...lost, ...skipped, ...cutOff] };
}

async function tipsOf(
  git: GitContext,
  tips: Range["tips"],
  objectFormat: "sha1" | "sha256",
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (tips === "branches") {
    const [head, branches] = await Promise.all([
      gitResult(git, ["rev-parse", "--verify", "--quiet", "HEAD"], { signal }),
      gitOutput(git, ["for-each-ref", "--format=%(objectname)", "refs/heads/"], { signal }),
    ]);
    return distinct(`${head.output.toString("latin1")}${branches.toString("latin1")}`.split("\n"));
  }
  const found = await resolved(git, tips, objectFormat, signal);
  for (const [revision, oid] of found)
    if (oid === undefined) throw new UserError(`git does not know ${revision}`);
  return distinct([...found.values()].map((oid) => oid ?? ""));
}

/** The object of each revision; undefined for what git cannot find. A full id is taken at its word. */
async function resolved(
  git: GitContext,
  revisions: readonly string[],
  objectFormat: "sha1" | "sha256",
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  for (const revision of new Set(revisions))
    found.set(revision, await objectOf(git, revision, objectFormat, signal));
  return found;
}

const ID_DIGITS = { sha1: 40, sha256: 64 };

async function objectOf(
  git: GitContext,
  revision: string,
  objectFormat: "sha1" | "sha256",
  signal: AbortSignal,
): Promise<string | undefined> {
  if (/^[0-9a-f]+$/.test(revision) && revision.length >= ID_DIGITS.sha1)
    return revision.length === ID_DIGITS[objectFormat] ? revision : undefined;
  if (revision.startsWith("-")) throw new UserError(`${revision} is not a revision`);
  const asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", revision];
  const { output, end } = await gitResult(git, asked, { signal });
  return end.code === 0 ? output.toString("latin1").trim() : undefined;
}

async function listed(
  git: GitContext,
  tips: readonly string[],
  bases: readonly string[],
  signal: AbortSignal,
): Promise<{ ids: Buffer; skipped: readonly Skipped[] }> {
  if (tips.length === 0) return { ids: Buffer.alloc(0), skipped: [] };
  const args = ["rev-list", "--objects", "--no-object-names", "--missing=print", "--stdin"];
  const input = [...tips, ...bases.map((base) => `^${base}`)].map((line) => `${line}\n`);
  const process = startGit(git, args, { input: [input.join("")], signal });
  const pieces: Buffer[] = [];
  for await (const piece of process.stdout as AsyncIterable<Buffer>) pieces.push(piece);
  const { code, stderr } = await process.ended;

  const { present, missing } = sorted(Buffer.concat(pieces));
  const skipped = [...missingParts(missing, MISSING_HERE)];
  if (code !== 0)
    skipped.push({
      what: "part of it",
      why: `git could not follow the history to its end: ${lastLine(stderr)}`,
    });
  return { ids: present, skipped };
}

const MISSING_HERE =
  "is part of it, but is missing here; a partial clone fetches it with `git fetch --refetch --no-filter`";

const MISSING = "?";

/** A line for each object, and one that begins with a question mark for each that is missing. */
function sorted(lines: Buffer): { present: Buffer; missing: readonly string[] } {
  // What is after the last line end was cut off.
  const whole = lines.subarray(0, lines.lastIndexOf("\n") + 1);
  if (!whole.includes(MISSING)) return { present: whole, missing: [] };
  const ids = whole.toString("latin1").split("\n").slice(0, -1);
  const present = ids.filter((id) => !id.startsWith(MISSING));
  const missing = ids.filter((id) => id.startsWith(MISSING)).map((id) => id.slice(1));
  return { present: Buffer.from(present.map((id) => `${id}\n`).join("")), missing };
}

/** Where a shallow clone was cut and the range reaches that far, nobody can tell what comes before. */
async function cutOffHistory(shallow: string, ids: Buffer): Promise<readonly Skipped[]> {
  const content = await readFile(shallow, "latin1").catch(() => "");
  const why = "shallow clone; fetch with `git fetch --unshallow`";
  return (content.match(/^[0-9a-f]{40,64}$/gm) ?? [])
    .filter((commit) => ids.includes(`${commit}\n`))
    .map((commit) => ({ what: `history before commit ${commit}`, why }));
}

function distinct(oids: readonly string[]): readonly string[] {
  return [...new Set(oids)].filter((oid) => oid !== "");
}

/** Finds out which secrets of a change were there before it. */
import type { Threads } from "../crew/crew.ts";
import type { Secret, Target } from "../finding.ts";
import type { Arrivals } from "../findings/arrivals.ts";
import { type Change, commitsOf } from "../git/change.ts";
import { contentOf } from "../git/hits.ts";
import { reachedFrom, treesOf } from "../git/held.ts";
import type { Repository } from "../git/repository.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import { investigate } from "../scan.ts";
import type { Sieve, Source } from "../sources/source.ts";
import { listedSource, storedSource } from "../sources/stored.ts";

/** How the other side is searched. */
export interface Searching {
  readonly rules: RuleSet;
  readonly threads: Threads;
  readonly signal: AbortSignal;
  readonly progress: Sieve["progress"];
}

/**
 * A secret was there before when the files of the other side hold it; what no file of the change holds, when the other
 * side's history does. So what was removed from the files and is put back is new. Only what was found is looked for.
 */
export async function arrivalsOf(
  secrets: readonly Secret[],
  repository: Repository,
  change: Change,
  searching: Searching,
): Promise<Arrivals> {
  const { bases } = change;
  if (secrets.length === 0 || bases.length === 0) return ALL_NEW;
  const { signal } = searching;
  const treeBefore = await treesOf(repository, bases, signal);
  const inFilesBefore = await searched(listedSource(repository, [...treeBefore.keys()]), searching);
  const paths = new Map(
    [...inFilesBefore].map(([key, { hits }]) => [
      key,
      new Set(hits.flatMap(({ origin }) => [...(treeBefore.get(contentOf(origin) ?? "") ?? [])])),
    ]),
  );

  const treeNow = await treesOf(repository, commitsOf(change), signal);
  const pathsNow = new Set([...treeNow.values()].flatMap((names) => [...names]));
  const inFilesNow = ({ hits }: Secret): boolean =>
    hits.some(({ origin }) =>
      origin.source === "worktree"
        ? pathsNow.has(origin.path)
        : treeNow.has(contentOf(origin) ?? ""),
    );
  const others = secrets.filter((one) => !paths.has(keyOf(one)) && !inFilesNow(one));
  const before = await inHistory(others, repository, bases, searching);
  return {
    arrivalOf: (secret) =>
      paths.has(keyOf(secret)) || before.has(keyOf(secret)) ? "before" : "new",
    pathsBefore: (secret) => paths.get(keyOf(secret)) ?? NONE,
    pathsNow,
  };
}

const NONE: ReadonlySet<string> = new Set();
const ALL_NEW: Arrivals = { arrivalOf: () => "new", pathsBefore: () => NONE, pathsNow: NONE };

/** Those that some object holds which the commits lead to. */
async function inHistory(
  secrets: readonly Secret[],
  repository: Repository,
  commits: readonly string[],
  searching: Searching,
): Promise<ReadonlySet<string>> {
  if (secrets.length === 0) return NONE;
  const stored = await searched(storedSource(repository), searching);
  const objects = new Map(
    secrets.map((secret) => {
      const hits = stored.get(keyOf(secret))?.hits ?? [];
      return [keyOf(secret), hits.flatMap(({ origin }) => objectOf(origin) ?? [])];
    }),
  );
  const asked = new Set([...objects.values()].flat());
  const reached = await reachedFrom(repository, commits, asked, searching.signal);
  return new Set(
    [...objects].flatMap(([key, oids]) => (oids.some((oid) => reached.has(oid)) ? key : [])),
  );
}

function objectOf(origin: Secret["hits"][number]["origin"]): string | undefined {
  return origin.source === "message" ? origin.object : contentOf(origin);
}

const NO_TARGET: Target = { command: "ci", paths: [], head: undefined };

async function searched(
  source: Source,
  searching: Searching,
): Promise<ReadonlyMap<string, Secret>> {
  const { secrets } = await investigate({ target: NO_TARGET, sources: [source], ...searching });
  return new Map(secrets.map((secret) => [keyOf(secret), secret]));
}

function keyOf({ family, value }: Secret): string {
  return `${family}\0${value}`;
}

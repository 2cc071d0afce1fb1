/** The objects that some revisions lead to and others do not: what a push takes along. */
import { contentOf, pathBeside } from "../git/beside.ts";
import { readListed, tallyInto } from "../git/cat-file-reader.ts";
import { hookContext } from "../git/isolation.ts";
import type { GitContext } from "../git/isolation.ts";
import { rangeObjects } from "../git/range.ts";
import type { Range, RangeObjects } from "../git/range.ts";
import { traceRange } from "../git/range-trace.ts";
import type { RangeTrace } from "../git/range-trace.ts";
import { GitFailure } from "../git/run.ts";
import { trustedContext } from "../git/trusted-context.ts";
import { refuseWaitingFiles } from "../git/waiting-files.ts";
import { objectDocument } from "./object-document.ts";
import type { Sieve, Source, SourceItem } from "./source.ts";

/** What was listed and read of a range, for the questions that only hits are worth. */
interface Read {
  readonly git: GitContext;
  readonly tips: readonly string[];
  readonly commits: string[];
}

/** What a range turned out to be. */
export interface RangeSource extends Source {
  /** How many objects it has; 0 until documents are read. */
  objects(): number;
}

/** A range of the repository that `cwd` is in; inside a hook, of the one that git runs it for, unless `git` is given. */
export function rangeSource(
  cwd: string,
  range: Range,
  git: GitContext = hookContext(cwd),
): RangeSource {
  let count = 0;
  let read: Read | undefined;
  let latest: RangeTrace | undefined;
  return {
    objects: () => count,
    async *documents(sieve) {
      const { git: used, objects } = await list(git, range, sieve.signal);
      count = lineCount(objects.ids);
      read = { git: used, tips: objects.tips, commits: [] };
      yield* documents(read, range, objects, sieve);
    },
    async trace(secrets, { signal }) {
      if (read === undefined || secrets.length === 0) return NOTHING_TRACED;
      return (latest = await traceRange(read.git, read, secrets, signal));
    },
    async beside({ path, blob }, name) {
      const file = path === undefined ? undefined : pathBeside(path, name);
      if (read === undefined || path === undefined || file === undefined) return undefined;
      for (const commit of latest?.commitsWith(blob ?? "", path) ?? []) {
        const bytes = await contentOf(read.git, `${commit}:${file}`);
        if (bytes !== undefined) return bytes;
      }
      return undefined;
    },
  };
}

/** Of ids, which are all of the same length. */
function lineCount(ids: Buffer): number {
  return ids.length === 0 ? 0 : ids.length / (ids.indexOf("\n") + 1);
}

const NOTHING_TRACED = { placesOf: () => [], historyOf: () => undefined, skipped: [] };

async function list(
  git: GitContext,
  range: Range,
  signal: AbortSignal,
): Promise<{ git: GitContext; objects: RangeObjects }> {
  refuseWaitingFiles(git);
  try {
    return { git, objects: await rangeObjects(git, range, signal) };
  } catch (thrown) {
    if (!(thrown instanceof GitFailure)) throw thrown;
    const trusted = await trustedContext(git, thrown, "what leaves");
    return { git: trusted, objects: await rangeObjects(trusted, range, signal) };
  }
}

async function* documents(
  { git, commits }: Read,
  { names }: Range,
  { ids, objectFormat, skipped }: RangeObjects,
  sieve: Sieve,
): AsyncGenerator<SourceItem> {
  for (const item of skipped) yield { skipped: item };

  const bytes = Buffer.from(names.join("\n"));
  const origin = { source: "name", kind: "ref", tree: undefined } as const;
  if (sieve.mayMatch(bytes))
    yield { document: { origin, bytes, start: { line: 1, column: 1 }, whole: true } };

  const tally = tallyInto(sieve, lineCount(ids), (commit) => commits.push(commit));
  for await (const item of readListed(git, ids, sieve, tally))
    yield "skipped" in item ? item : { document: objectDocument(item.object, objectFormat) };
  tally.report();
}

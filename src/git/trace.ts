/** Finds out what history says about secrets: who brought and removed them, where, and what still leads to them. */
import { byKeys, sortedUnique } from "../findings/compare.ts";
import type { Skipped } from "../document.ts";
import type { Secret, SecretHistory } from "../finding.ts";
import type { Place, Trace } from "../sources/source.ts";
import { appearances, folderName } from "./appearances.ts";
import type { Appearances } from "./appearances.ts";
import { visitChanges } from "./changes.ts";
import type { ChangeOptions } from "./changes.ts";
import { changesOf } from "./commit-changes.ts";
import { TREE_MODE, forEachIndexEntry, forEachTreeEntry, indexContexts } from "./entries.ts";
import { contentOf, hitsOf } from "./hits.ts";
import type { Hits } from "./hits.ts";
import { listObjects, readLinks } from "./object-list.ts";
import { authorships } from "./porcelain.ts";
import { chainsOf, looseTrees, refsHolding } from "./ref-contents.ts";
import type { Chain } from "./ref-contents.ts";
import { listRefs } from "./refs.ts";
import type { Ref } from "./refs.ts";
import type { Repository } from "./repository.ts";

export interface HistoryTrace extends Trace {
  /** Some commits that have the blob at the path. */
  commitsWith(blob: string, path: string): readonly string[];
}

export async function traceSecrets(
  repository: Repository,
  secrets: readonly Secret[],
  signal: AbortSignal,
  jobs: number,
): Promise<HistoryTrace> {
  const hits = hitsOf(secrets);
  const asked = new Set([...hits.contents, ...hits.messages]);
  const [list, { refs }] = await Promise.all([
    listObjects(repository.git, asked, signal),
    listRefs(repository, signal),
  ]);

  const found = appearances(hits);
  // First, so that HEAD is among the commits remembered for a name.
  const atHead = await secretsAtHead(repository, hits, found, signal);
  const skipped = await visitCommits(repository, list.commits, hits, found, { signal, jobs });
  const chains = await chainsOf(repository, refs, list.tags, signal);
  const loose = await looseTrees(repository, chains, hits, found, signal);
  const staged = await stagedPaths(repository, hits, signal);
  found.finish();
  for (const secret of hits.inContent(found.rootTreeOf(repository.head) ?? "")) atHead.add(secret);

  const ours = secrets.filter((secret) => isIn(secret, list.present, refs));
  const commits = new Set(
    ours.flatMap((secret) => [
      ...found.of(secret).introduced.keys(),
      ...found.of(secret).removed.keys(),
    ]),
  );
  const authors = await authorships(repository.git, [...commits], signal);

  const histories = new Map<string, SecretHistory>();
  for (const secret of ours) {
    const { introduced, removed } = found.of(secret);
    const holding = refsHolding(secret, hits, found, chains, loose);
    histories.set(keyOf(secret), {
      introducedBy: changesOf(introduced, authors),
      removedBy: changesOf(removed, authors),
      refs: sortedUnique(holding),
      atHead: atHead.has(secret),
      pushed: pushedOf(holding, refs, repository),
      unreachable: holding.length === 0,
    });
  }

  const isNote = noteTest(found, chains);
  return {
    placesOf: (object) => placesOf(object, found, staged, isNote),
    historyOf: (secret) => histories.get(keyOf(secret)),
    commitsWith: (blob, path) =>
      found.namesOf(blob).find((name) => name.path === path)?.commits ?? [],
    skipped,
  };
}

/** Secrets are made anew between the stages of a run; what they are is their family and value. */
function keyOf({ family, value }: Secret): string {
  return `${family}\0${value}`;
}

/** An audit of several repositories asks each of them about the secrets of all. */
function isIn(secret: Secret, present: ReadonlySet<string>, refs: readonly Ref[]): boolean {
  return secret.hits.some(({ origin }) => {
    if (origin.source === "message") return present.has(origin.object);
    if (origin.source === "name" && origin.kind === "ref")
      return refs.some(({ name }) => name.includes(secret.value));
    const content = contentOf(origin);
    return content !== undefined && present.has(content);
  });
}

async function visitCommits(
  { git }: Repository,
  commits: readonly string[],
  hits: Hits,
  found: Appearances,
  running: Pick<ChangeOptions, "signal" | "jobs">,
): Promise<readonly Skipped[]> {
  const { signal } = running;
  const options = { objects: hits.contents, trees: hits.names, ...running };
  const givenUp = await visitChanges(git, commits, found, options);
  const { unreadableCommits } = found;

  // Their own words are known even so, and whatever is left of their trees.
  const links = await readLinks(git, [...unreadableCommits, ...givenUp], signal);
  for (const [commit, linked] of links) {
    const named = (as: string) => linked.filter((link) => link.as === as).map(({ oid }) => oid);
    found.commit(commit, named("tree")[0] ?? "", named("parent"));
  }
  for (const commit of unreadableCommits)
    await forEachTreeEntry(
      git,
      commit,
      ({ mode, oid, path }) => {
        if (hits.contents.has(oid))
          found.named(oid, mode === TREE_MODE ? folderName(path) : path, commit);
      },
      signal,
    );

  const why =
    "git cannot read its files or those of its parent, so what it brought or removed is unknown";
  const skipped = unreadableCommits.map((commit) => ({ what: `changes of commit ${commit}`, why }));
  if (givenUp.length === 0) return skipped;
  return [
    ...skipped,
    { what: `changes of ${givenUp.length} more commits`, why: "too many commits are damaged" },
  ];
}

/** Secrets in the tree of HEAD, but for names in its root, which no tree lists. */
async function secretsAtHead(
  { git, head }: Repository,
  hits: Hits,
  found: Appearances,
  signal: AbortSignal,
): Promise<Set<Secret>> {
  const shown = new Set<Secret>();
  if (head === undefined || hits.contents.size === 0) return shown;
  await forEachTreeEntry(
    git,
    head,
    ({ mode, oid, path }) => {
      if (!hits.contents.has(oid)) return;
      for (const secret of hits.inContent(oid)) shown.add(secret);
      found.named(oid, mode === TREE_MODE ? folderName(path) : path, head);
    },
    signal,
  );
  return shown;
}

type PathsOf = ReadonlyMap<string, ReadonlySet<string>>;

async function stagedPaths(
  repository: Repository,
  hits: Hits,
  signal: AbortSignal,
): Promise<PathsOf> {
  const paths = new Map<string, Set<string>>();
  for (const git of await indexContexts(repository))
    await forEachIndexEntry(
      git,
      ({ oid, path }) => {
        if (hits.contents.has(oid)) paths.set(oid, (paths.get(oid) ?? new Set()).add(path));
      },
      { signal },
    );
  return paths;
}

/** Refs that show what a server has: remote-tracking ones, and those that only a forge makes, for pull requests. */
const ON_SERVER = /^refs\/(?:remotes|pull|pull-requests|merge-requests|changes)\//;

function pushedOf(
  holding: readonly string[],
  refs: readonly Ref[],
  { worktreeRoot }: Repository,
): boolean | undefined {
  if (holding.some((name) => ON_SERVER.test(name))) return true;
  // A bare repository may itself be what others fetch from, so that nothing in it proves the opposite.
  if (worktreeRoot === undefined) return undefined;
  return refs.some(({ name }) => name.startsWith("refs/remotes/")) ? false : undefined;
}

/** A notes tree names its files after the objects that the notes are on. */
function noteTest(
  found: Appearances,
  chains: readonly Chain[],
): (path: string, commits: readonly string[]) => boolean {
  const tips = chains
    .filter(({ ref }) => /^(HEAD$|refs\/(heads|tags)\/)/.test(ref))
    .flatMap(({ objects }) => objects);
  const inOrdinaryHistory = found.graph.ancestorsOf(tips);
  return (path, commits) =>
    /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(path.replaceAll("/", "")) &&
    !commits.some(inOrdinaryHistory);
}

function placesOf(
  object: string,
  found: Appearances,
  staged: PathsOf,
  isNote: (path: string, commits: readonly string[]) => boolean,
): readonly Place[] {
  const committed = found
    .namesOf(object)
    .map(({ path, commits }): Place =>
      isNote(path, commits)
        ? { source: "message", noteOn: path.replaceAll("/", "") }
        : { source: "history", path },
    );
  const inIndex = [...(staged.get(object) ?? [])].map((path): Place => ({ source: "index", path }));
  return [...committed, ...inIndex].sort(
    byKeys(
      ({ source }) => source,
      (place) => ("path" in place ? place.path : place.noteOn),
    ),
  );
}

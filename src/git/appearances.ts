/** Gathers, commit by commit, where secrets appear and disappear. */
import type { Secret } from "../finding.ts";
import type { CommitVisitor } from "./changes.ts";
import { commitGraph } from "./commit-graph.ts";
import type { CommitGraph } from "./commit-graph.ts";
import type { Hits } from "./hits.ts";

/** What is known of one secret. Commits have the paths at which it appeared or disappeared. */
export interface Appearance {
  readonly introduced: Map<string, Set<string>>;
  readonly removed: Map<string, Set<string>>;
  /** Commits with which some object that holds the secret first came into their history, whether new or renamed. */
  readonly carriers: Set<string>;
}

/** A committed name of an object, and some commits in which it has that name. */
export interface Committed {
  readonly path: string;
  readonly commits: string[];
}

export interface Appearances extends CommitVisitor {
  readonly graph: CommitGraph;
  readonly unreadableCommits: readonly string[];
  of(secret: Secret): Appearance;
  namesOf(object: string): readonly Committed[];
  rootTreeOf(commit: string | undefined): string | undefined;
  /** Records that an object has a name in a commit (or in no commit, but in a tree that a ref names). */
  named(object: string, path: string, commit: string | undefined): void;
  /** To be called when all commits have been visited. */
  finish(): void;
}

/** What a reader calls the folder that a tree is. */
export function folderName(path: string): string {
  return path === "" ? "./" : `${path}/`;
}

/** Commits to remember for each name; more are not needed to find what lies beside it. */
const WITNESSES = 8;

export function appearances(hits: Hits): Appearances {
  const graph = commitGraph();
  const bySecret = new Map<Secret, Appearance>();
  const names = new Map<string, Map<string, Committed>>();
  const rootTrees = new Map<string, string>();
  const unreadableCommits: string[] = [];
  const told: string[] = [];
  let current = "";

  function of(secret: Secret): Appearance {
    const known = bySecret.get(secret) ?? {
      introduced: new Map(),
      removed: new Map(),
      carriers: new Set(),
    };
    bySecret.set(secret, known);
    return known;
  }

  function named(object: string, path: string, commit: string | undefined): void {
    const byPath = names.get(object) ?? new Map<string, Committed>();
    names.set(object, byPath);
    const name = byPath.get(path) ?? { path, commits: [] };
    byPath.set(path, name);
    if (commit === undefined) return;
    if (name.commits.length < WITNESSES) name.commits.push(commit);
    for (const secret of hits.inContent(object)) of(secret).carriers.add(commit);
  }

  /** A secret is new where no parent had it, and gone where every parent did. */
  function compare(commit: string, path: string, before: readonly string[], after: string): void {
    if (hits.contents.has(after)) named(after, path, commit);
    const held = before.map((oid) => hits.inContent(oid));
    const holds = hits.inContent(after);
    for (const secret of holds)
      if (!held.some((secrets) => secrets.has(secret)))
        addPath(of(secret).introduced, commit, path);
    for (const secret of held[0] ?? [])
      if (!holds.has(secret) && held.every((secrets) => secrets.has(secret)))
        addPath(of(secret).removed, commit, path);
  }

  /** A commit's root is in no tree's list, so that its names are compared when all commits are known. */
  function compareRoots(): void {
    if (rootTrees.size === 0) return;
    for (const commit of graph.commits()) {
      const parents = graph.parentsOf(commit);
      const after = rootTrees.get(commit) ?? "";
      const before = parents.map((parent) => rootTrees.get(parent) ?? "");
      if (before.some((tree) => tree !== after) || (before.length === 0 && after !== ""))
        compare(commit, folderName(""), before, after);
    }
  }

  return {
    graph,
    unreadableCommits,
    of,
    named,
    rootTreeOf: (commit) => rootTrees.get(commit ?? ""),
    namesOf: (object) => [...(names.get(object)?.values() ?? [])],
    commit: (oid, tree, parents) => {
      current = oid;
      graph.add(oid, parents);
      if (hits.contents.has(tree)) rootTrees.set(oid, tree);
      if (hits.messages.has(oid)) told.push(oid);
      for (const secret of hits.inMessage(oid)) of(secret).carriers.add(oid);
    },
    change: ({ path, isTree, before, after }) =>
      compare(current, isTree ? folderName(path) : path, before, after),
    unreadable: (oid) => unreadableCommits.push(oid),
    finish: () => {
      compareRoots();
      for (const { introduced, removed } of bySecret.values()) dropMoves(introduced, removed);
      // A commit may tell a secret in its message while it removes it from a file.
      for (const commit of told)
        for (const secret of hits.inMessage(commit)) {
          const { introduced } = of(secret);
          introduced.set(commit, introduced.get(commit) ?? new Set());
        }
    },
  };
}

/** A commit that takes a secret from one path to another (a rename) has neither brought it nor removed it. */
function dropMoves(introduced: Map<string, Set<string>>, removed: Map<string, Set<string>>): void {
  for (const commit of introduced.keys()) if (removed.delete(commit)) introduced.delete(commit);
}

function addPath(changes: Map<string, Set<string>>, commit: string, path: string): void {
  const paths = changes.get(commit) ?? new Set();
  changes.set(commit, paths.add(path));
}

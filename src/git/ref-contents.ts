/** Which refs lead to which secrets. */
import type { Secret } from "../finding.ts";
import type { Appearances } from "./appearances.ts";
import { folderName } from "./appearances.ts";
import { TREE_MODE, forEachTreeEntry } from "./entries.ts";
import type { Hits } from "./hits.ts";
import { readLinks } from "./object-list.ts";
import type { Ref } from "./refs.ts";
import type { Repository } from "./repository.ts";

/** A ref with the objects it leads to one after the other: tags, and at last what they are of. */
export interface Chain {
  readonly ref: string;
  readonly objects: readonly string[];
}

/** Follows refs through annotated tags, of which a tag can be of another tag. */
export async function chainsOf(
  repository: Repository,
  refs: readonly Ref[],
  tags: readonly string[],
  signal: AbortSignal,
): Promise<readonly Chain[]> {
  const links = await readLinks(repository.git, tags, signal);
  const targetOf = (tag: string) => links.get(tag)?.find(({ as }) => as === "object")?.oid;
  return refs.map(({ name, tip }) => {
    const objects = new Set<string>();
    // A forged tag can name itself: nobody checks that content and id belong together.
    for (let at: string | undefined = tip; at !== undefined && !objects.has(at); at = targetOf(at))
      objects.add(at);
    return { ref: name, objects: [...objects] };
  });
}

/** Names what is in trees that refs lead to without a commit; returns for each such ref the objects in it. */
export async function looseTrees(
  repository: Repository,
  chains: readonly Chain[],
  hits: Hits,
  found: Appearances,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const commits = new Set(found.graph.commits());
  const contents = new Map<string, Set<string>>();
  for (const { ref, objects } of chains) {
    const last = objects.at(-1);
    if (last === undefined || commits.has(last)) continue;
    const inside = new Set<string>();
    if (hits.contents.has(last)) inside.add(last);
    // Of a blob or a tag git says that it is no tree, and that is all.
    await forEachTreeEntry(
      repository.git,
      last,
      ({ mode, oid, path }) => {
        if (!hits.contents.has(oid)) return;
        inside.add(oid);
        found.named(oid, mode === TREE_MODE ? folderName(path) : path, undefined);
      },
      signal,
    );
    contents.set(ref, inside);
  }
  return contents;
}

/** For each secret the refs that lead to it, in the order of the chains. */
export function refsHolding(
  secret: Secret,
  hits: Hits,
  found: Appearances,
  chains: readonly Chain[],
  loose: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const inHistory = found.graph.descendantsOf(found.of(secret).carriers);
  const holds = ({ ref, objects }: Chain) =>
    objects.some((oid) => hits.inMessage(oid).has(secret) || inHistory(oid)) ||
    [...(loose.get(ref) ?? [])].some((oid) => hits.inContent(oid).has(secret)) ||
    (secretIsInRefName(secret) && ref.includes(secret.value));
  return chains.filter(holds).map(({ ref }) => ref);
}

function secretIsInRefName(secret: Secret): boolean {
  return secret.hits.some(({ origin }) => origin.source === "name" && origin.kind === "ref");
}

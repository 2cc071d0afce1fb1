/** Follows annotated tags to what they are of. */
import type { GitContext } from "./isolation.ts";
import { typesOf } from "./missing-of.ts";
import { readLinks } from "./object-list.ts";

/** What objects lead to through tags. */
export interface Peeled {
  /** Those that are no tags, and tags that lead nowhere. */
  readonly ends: readonly string[];
  /** The objects met on the way that the store lacks. */
  readonly missing: ReadonlySet<string>;
}

/** Peels objects. Tags that are forged into a circle lead nowhere; git itself would follow them for ever. */
export async function peeled(
  git: GitContext,
  oids: readonly string[],
  signal: AbortSignal,
): Promise<Peeled> {
  const seen = new Set(oids);
  const ends: string[] = [];
  const missing = new Set<string>();
  for (let round: readonly string[] = [...seen]; round.length > 0;) {
    // The types first: most refs name commits, whose contents are of no use here.
    const types = await typesOf(git, round, signal);
    const links = await readLinks(
      git,
      round.filter((oid) => types.get(oid) === "tag"),
      signal,
    );
    const next = new Set<string>();
    for (const oid of round) {
      if (!types.has(oid)) missing.add(oid);
      const target = links.get(oid)?.find(({ as }) => as === "object")?.oid;
      if (target === undefined) ends.push(oid);
      else if (!seen.has(target)) next.add(target);
    }
    for (const oid of next) seen.add(oid);
    round = [...next];
  }
  return { ends, missing };
}

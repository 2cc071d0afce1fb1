/** Follows annotated tags to what they are of. */
import type { GitContext } from "./isolation.ts";
import { readLinks } from "./object-list.ts";

/**
 * What the objects lead to through tags, and those that are no tags. Tags that are forged into a circle lead nowhere;
 * git itself would follow them for ever.
 */
export async function peeled(
  git: GitContext,
  oids: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const seen = new Set(oids);
  const ends: string[] = [];
  for (let round: readonly string[] = [...seen]; round.length > 0;) {
    const links = await readLinks(git, round, signal);
    const next = new Set<string>();
    for (const oid of round) {
      const target = links.get(oid)?.find(({ as }) => as === "object")?.oid;
      if (target === undefined) ends.push(oid);
      else if (!seen.has(target)) next.add(target);
    }
    for (const oid of next) seen.add(oid);
    round = [...next];
  }
  return ends;
}

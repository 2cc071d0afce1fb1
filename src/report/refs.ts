/** How people call refs. */
import { byKeys } from "../findings/compare.ts";
import { visible } from "./visible.ts";

const KINDS: readonly { readonly prefix: string; readonly kind: string }[] = [
  { prefix: "refs/heads/", kind: "" },
  { prefix: "refs/remotes/", kind: "" },
  { prefix: "refs/tags/", kind: "tag " },
  { prefix: "refs/notes/", kind: "notes " },
  { prefix: "refs/", kind: "" },
];

/** `main`, `origin/main`, `tag v1`, `stash`: branches first, then what others can see. */
export function refNames(refs: readonly string[]): string[] {
  return refs
    .map((ref) => ({ ref, rank: KINDS.findIndex(({ prefix }) => ref.startsWith(prefix)) }))
    .sort(
      byKeys(
        ({ rank }) => (rank < 0 ? KINDS.length : rank),
        ({ ref }) => ref,
      ),
    )
    .map(({ ref, rank }) => {
      const { prefix, kind } = KINDS[rank] ?? { prefix: "", kind: "" };
      return kind + visible(ref.slice(prefix.length), 80);
    });
}

/** The words for where in history a credential is. */
import type { SecretHistory } from "../finding.ts";
import { refNames } from "./refs.ts";
import { few } from "./words.ts";

const MAX_REFS = 6;

/** Of what the index holds and no commit ever did. */
export const STAGED_ONLY = "no commit yet: it is only staged";

/** The refs whose history holds it. */
export function reachedFrom({ refs, atHead, unreachable }: SecretHistory): string {
  if (unreachable)
    return "no branch or tag: only in this clone's object store (reflog, stash or dropped commits)";
  const names = refNames(refs);
  const reached = names.length > 0 ? `the history of ${few(names, MAX_REFS)}` : "no branch or tag";
  return atHead ? `${reached}; the checked-out commit still shows it` : reached;
}

/** Whether others may have it. */
export function pushedWords(pushed: boolean | undefined): string {
  if (pushed === undefined) return "not known, for want of remote-tracking branches: assume it was";
  return pushed
    ? "yes, a remote has it: treat it as known to others"
    : "not as far as this clone knows";
}

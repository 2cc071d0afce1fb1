/** Finds out what a push takes along: git tells its hook on standard input, pre-commit in the environment. */
import { UserError } from "../errors.ts";
import type { Range } from "../git/range.ts";

/** Where it may be told what leaves. */
export interface Told {
  /** What git gives its pre-push hook: the remote's name (or its address when it has none), and its address. */
  readonly operands: readonly string[];
  /** Standard input, or undefined where a person sits at it. */
  readonly input: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What leaves; undefined when nothing does. Throws {@link UserError}. */
export function pushRange({ operands, input, environment }: Told): Range | undefined {
  const [, , ...more] = operands;
  const remotes = operands.slice(0, 1);
  if (more.length > 0)
    throw new UserError("push takes a remote and its address, as git gives them to its hook");

  if (input !== undefined && input !== "") return rangeOf(linesOf(input), remotes);
  if (environment["PRE_COMMIT"] !== undefined) return preCommitRange(environment);
  if (input === "") return undefined;
  return { ...UNPUSHED, remotes: remotes.length > 0 ? remotes : "all" };
}

const UNPUSHED: Range = { tips: "branches", bases: [], remotes: "all", names: [] };

/** One ref of a push: `<local ref> <local id> <remote ref> <remote id>`. */
interface PushedRef {
  readonly localId: string;
  readonly remoteRef: string;
  readonly remoteId: string;
}

/** The first field may be an expression, which may hold spaces. */
const LINE = /^.+ ([0-9a-f]{40}|[0-9a-f]{64}) (\S+) ([0-9a-f]{40}|[0-9a-f]{64})$/;

function linesOf(input: string): readonly PushedRef[] {
  return input
    .replace(/\n$/, "")
    .split("\n")
    .map((line, index) => {
      const [, localId, remoteRef, remoteId] = LINE.exec(line) ?? [];
      if (localId === undefined || remoteRef === undefined || remoteId === undefined)
        throw new UserError(
          `line ${index + 1} of standard input is not what git tells a pre-push hook`,
          "expected: <local ref> <object id> <remote ref> <object id>",
        );
      return { localId, remoteRef, remoteId };
    });
}

function rangeOf(refs: readonly PushedRef[], remotes: readonly string[]): Range | undefined {
  const leaving = refs.filter(({ localId }) => !isNothing(localId));
  if (leaving.length === 0) return undefined;
  return {
    tips: leaving.map(({ localId }) => localId),
    // What is deleted or overwritten is at the remote until then.
    bases: refs.map(({ remoteId }) => remoteId).filter((id) => !isNothing(id)),
    remotes,
    names: leaving.map(({ remoteRef }) => remoteRef),
  };
}

/** git's way to say that there is no object: a ref that is made or deleted. */
function isNothing(id: string): boolean {
  return /^0+$/.test(id);
}

/** When a root commit leaves, pre-commit tells no range, but the branch. */
function preCommitRange(environment: Told["environment"]): Range {
  const tip = environment["PRE_COMMIT_TO_REF"] ?? environment["PRE_COMMIT_LOCAL_BRANCH"];
  const base = environment["PRE_COMMIT_FROM_REF"];
  const name = environment["PRE_COMMIT_REMOTE_BRANCH"];
  const remote = environment["PRE_COMMIT_REMOTE_NAME"];
  // `pre-commit run` by hand.
  if (tip === undefined) return UNPUSHED;
  return {
    tips: [tip],
    bases: base === undefined || isNothing(base) ? [] : [base],
    remotes: remote === undefined ? [] : [remote],
    names: name === undefined ? [] : [name],
  };
}

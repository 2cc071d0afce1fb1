/** Finds out in which folder git looks for hooks, without running any. */
import { type GitContext, withEnvironment } from "./isolation.ts";
import type { Repository } from "./repository.ts";
import { gitResult } from "./run.ts";

/** What `core.hooksPath` says. */
export interface HooksPath {
  /** As git reads it: `~` is spelt out, and a relative one begins where the hook runs. */
  readonly value: string;
  /** Whether only this repository says so. */
  readonly isOwn: boolean;
}

/** The setting that counts; undefined when there is none. `git config` only reads, whatever a repository says. */
export async function hooksPathOf({ git }: Repository): Promise<HooksPath | undefined> {
  const args = ["config", "--show-scope", "-z", "--type=path", "--get-all", "core.hooksPath"];
  const { output } = await gitResult(withUsersFiles(git), args);
  const fields = output.toString("utf8").split("\0");
  const all = fields.flatMap((scope, at) =>
    // Of the command line is what keeps hooks from running here.
    at % 2 === 0 && at + 1 < fields.length && scope !== "command"
      ? [{ scope, value: fields[at + 1] ?? "" }]
      : [],
  );
  const last = all.at(-1);
  return last && { value: last.value, isOwn: last.scope === "local" || last.scope === "worktree" };
}

/** Hooks are the one thing for which the user's own configuration and the system's have to count. */
function withUsersFiles(git: GitContext): GitContext {
  const { GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM, GIT_CONFIG_NOSYSTEM } = process.env;
  return withEnvironment(git, { GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM, GIT_CONFIG_NOSYSTEM });
}

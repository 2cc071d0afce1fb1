/** Questions to git whose answers are small, asked through simple-git under the same isolation as everything else. */
import type { SimpleGitOptions } from "simple-git";
import { ISOLATION_OPTIONS } from "./isolation.ts";
import type { GitContext } from "./isolation.ts";

/** Who wrote a commit and when: the author date, ISO 8601 with offset. */
export interface Authorship {
  readonly author: string;
  readonly date: string;
}

/** Ids in one command line, which some systems limit to 32 KiB. */
const AT_ONCE = 400;

const LOG = [
  "log",
  "--no-walk=unsorted",
  "--no-patch",
  "--no-mailmap",
  "--no-decorate",
  "--format=%H%x00%an%x00%aI",
];

/** Author and date of commits; those git cannot read are left out. */
export async function authorships(
  git: GitContext,
  commits: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Authorship>> {
  const found = new Map<string, Authorship>();
  const porcelain = await openPorcelain(git, signal);
  for (let from = 0; from < commits.length; from += AT_ONCE) {
    const some = commits.slice(from, from + AT_ONCE);
    const log = await porcelain.raw([...LOG, ...some]).catch((thrown: unknown) => {
      signal.throwIfAborted();
      if (thrown instanceof Error) return "";
      throw thrown;
    });
    for (const line of log.split("\n")) {
      const [commit = "", author = "", date = ""] = line.split("\0");
      // Newer gits write Z for UTC.
      if (commit !== "") found.set(commit, { author, date: date.replace(/Z$/, "+00:00") });
    }
  }
  return found;
}

/** simple-git is loaded here and not above, because a hook that never asks should not wait for it. */
export async function openPorcelain(
  git: GitContext,
  signal: AbortSignal,
  { unsafe, config = [], ...options }: Partial<SimpleGitOptions> = {},
) {
  const { simpleGit } = await import("simple-git");
  return simpleGit({
    baseDir: git.cwd,
    config: [...ISOLATION_OPTIONS, ...config],
    abort: signal,
    ...options,
    // What simple-git takes for an attack is here what shuts the repository's own settings out.
    allowEnvironment: Object.keys(git.env).filter((name) => name.startsWith("GIT_")),
    unsafe: {
      allowUnsafeConfigPaths: true,
      allowUnsafeDiffExternal: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafePack: true,
      allowUnsafeProtocolOverride: true,
      ...unsafe,
    },
  }).env(git.env);
}

/** Puts the notes of a rewritten history back on its commits: git-filter-repo leaves them on the old ones. */
import { withEnvironment } from "./isolation.ts";
import type { GitContext } from "./isolation.ts";
import { refsOf } from "./mirror.ts";
import { gitOutput } from "./run.ts";

/** Moves every note on a commit that has another id now; `renewed` maps old ids to new ones. */
export async function moveNotes(
  git: GitContext,
  renewed: ReadonlyMap<string, string | undefined>,
  signal: AbortSignal,
): Promise<void> {
  const signed = withEnvironment(git, {
    GIT_AUTHOR_NAME: "gemsweep",
    GIT_AUTHOR_EMAIL: "gemsweep@localhost",
    GIT_COMMITTER_NAME: "gemsweep",
    GIT_COMMITTER_EMAIL: "gemsweep@localhost",
  });
  for (const ref of (await refsOf(git, signal)).keys()) {
    if (!ref.startsWith("refs/notes/")) continue;
    const notes = async (words: readonly string[], input?: string) =>
      gitOutput(signed, ["notes", `--ref=${ref}`, ...words], {
        signal,
        ...(input !== undefined && { input: [input] }),
      });
    const moved = (await notes(["list"]))
      .toString("latin1")
      .split("\n")
      .flatMap((line) => {
        const [, commit = ""] = line.split(" ");
        const to = renewed.get(commit);
        return to === undefined || to === commit ? [] : [{ commit, to }];
      });
    if (moved.length === 0) continue;
    await notes(["copy", "--stdin"], moved.map(({ commit, to }) => `${commit} ${to}\n`).join(""));
    await notes(
      ["remove", "--ignore-missing", "--stdin"],
      moved.map(({ commit }) => `${commit}\n`).join(""),
    );
  }
}

/** What a hook makes of a git that refuses to answer. */
import { UserError } from "../errors.ts";
import { withEnvironment } from "./isolation.ts";
import type { GitContext } from "./isolation.ts";
import { GitFailure, gitOutput, lastLine, requireGit } from "./run.ts";
import { isOwnershipRefusal, ownershipError, withUsersTrust } from "./safe-directory.ts";

/**
 * Throws what a refusal means for people, or returns a context in which git does not refuse. `asked` is what git was
 * to tell, such as "what is staged".
 */
export async function trustedContext(
  git: GitContext,
  refusal: GitFailure,
  asked: string,
): Promise<GitContext> {
  if (isOwnershipRefusal(refusal.end)) return withFixedRepository(git);
  if (/not a git repository/i.test(refusal.end.stderr))
    throw new UserError(`${git.cwd} is not in a git repository`, "run this where you commit");
  await requireGit(git);
  throw new UserError(`git cannot tell ${asked}: ${lastLine(refusal.end.stderr)}`);
}

/** git asks nobody's trust for a repository that is named outright, so the user's own word is asked before. */
async function withFixedRepository(git: GitContext): Promise<GitContext> {
  const questions = ["--absolute-git-dir", "--show-toplevel"];
  const answer = (question: string) =>
    withUsersTrust(git, async (trusted) => gitOutput(trusted, ["rev-parse", question])).then(
      (output) => output.toString("utf8").replace(/\n$/, ""),
    );
  try {
    const [gitDir, workTree] = await Promise.all(questions.map(answer));
    return withEnvironment(git, { GIT_DIR: gitDir, GIT_WORK_TREE: workTree });
  } catch (thrown) {
    if (thrown instanceof GitFailure && isOwnershipRefusal(thrown.end))
      throw ownershipError(git.cwd);
    throw thrown;
  }
}

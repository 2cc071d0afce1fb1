/** Reads the files by which a repository speaks of itself from where git stores them. */
import { UserError } from "../errors.ts";
import { LARGEST_OWN_FILE, type RepositoryFiles } from "../own-files.ts";
import type { GitContext } from "./isolation.ts";
import { GitFailure, lastLine, quickResult } from "./run.ts";
import { isOwnershipRefusal } from "./safe-directory.ts";
import { trustedContext } from "./trusted-context.ts";

/** Files of the index: what the next commit would have. `installed` has those of packages, which nobody commits. */
export function indexFiles(git: GitContext, installed: RepositoryFiles): RepositoryFiles {
  return storedFiles(git, ":0", installed);
}

/** Files of a commit: an id, or the full name of a ref. */
export function commitFiles(
  git: GitContext,
  commit: string,
  installed?: RepositoryFiles,
): RepositoryFiles {
  return storedFiles(git, commit, installed);
}

function storedFiles(
  git: GitContext,
  state: string,
  installed: RepositoryFiles | undefined,
): RepositoryFiles {
  return {
    async read(path) {
      if (/(^|\/)node_modules\//.test(path)) return installed?.read(path);
      const name = `${state}:${path}`;
      const size = await asked(git, ["cat-file", "-s", name]);
      if (size === undefined) return undefined;
      if (Number(size.output.toString("latin1")) > LARGEST_OWN_FILE)
        throw new UserError(
          `${path} is not read: it is larger than ${LARGEST_OWN_FILE / 1024 ** 2} MiB`,
        );
      const content = await quickResult(size.git, ["cat-file", "blob", name]);
      if (content.end.code === 0) return content.output;
      throw new UserError(`${path} is not read: git says ${lastLine(content.end.stderr)}`);
    },
  };
}

/** What git prints, and where it was willing to; undefined when there is nothing of that name. */
async function asked(
  git: GitContext,
  args: readonly string[],
): Promise<{ readonly git: GitContext; readonly output: Buffer } | undefined> {
  const { output, end } = await quickResult(git, args);
  if (end.code === 0) return { git, output };
  if (!isOwnershipRefusal(end)) return undefined;
  const refusal = new GitFailure("cat-file", end);
  return asked(await trustedContext(git, refusal, "what the repository says of itself"), args);
}

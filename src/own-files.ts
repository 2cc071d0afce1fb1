/** The files by which a repository speaks of itself. They are as hostile as all the rest of it. */
import { UserError } from "./errors.ts";

/** Its settings, in its root. */
export const CONFIG_FILE = ".gemsweep.yaml";

/** What it wants to be ignored, in its root. */
export const IGNORE_FILE = ".gemsweep-ignore.yaml";

/** Bytes: some fifteen thousand entries of an ignore file, and a second of reading YAML. */
export const LARGEST_OWN_FILE = 2 * 1024 ** 2;

/** How to go on without what a repository says of itself. */
const WITHOUT_OWN_FILES = "go on without it: --no-ignore";

/** Does something with what a repository says of itself; where that is refused, the error says how to go on. */
export async function orWithout<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    throw new UserError(
      thrown.message,
      `${thrown.remedy ?? "put it right"}${thrown.remedy ? "; or" : ", or"} ${WITHOUT_OWN_FILES}`,
    );
  }
}

/** Files of one state of a repository: its working tree, its index, or a commit. */
export interface RepositoryFiles {
  /**
   * The content of a file by its path from the root, with forward slashes; undefined when there is none. Throws
   * UserError for what cannot be read, is too large, or leads outside.
   */
  read(path: string): Promise<Buffer | undefined>;
}

/** Reads the files by which a repository speaks of itself from its working tree. */
import { lstatSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { UserError } from "../errors.ts";
import { LARGEST_OWN_FILE, type RepositoryFiles } from "../own-files.ts";
import { reasonOf } from "../reason.ts";
import { smallFiles } from "./disk.ts";

/** The files below a folder as they are on disk. */
export function worktreeFiles(root: string): RepositoryFiles {
  return {
    async read(path) {
      try {
        const location = join(root, path);
        if (!lstatSync(location, { throwIfNoEntry: false })) return undefined;
        if (!isBelow(realpathSync(dirname(location)), realpathSync(root)))
          throw refusal(path, "it is behind a link that leads out of the repository");
        const content = smallFiles(LARGEST_OWN_FILE).read(location, {
          maxFileSize: LARGEST_OWN_FILE,
        });
        if (typeof content !== "string") return Buffer.from(content);
        throw refusal(path, content === "not a file" ? "it is no regular file" : TOO_LARGE);
      } catch (thrown) {
        if (thrown instanceof UserError) throw thrown;
        const isLink = (thrown as NodeJS.ErrnoException).code === "ELOOP";
        throw refusal(path, isLink ? "it is a symbolic link" : reasonOf(thrown));
      }
    },
  };
}

const TOO_LARGE = `it is larger than ${LARGEST_OWN_FILE / 1024 ** 2} MiB`;

function refusal(path: string, why: string): UserError {
  return new UserError(`${path} is not read: ${why}`);
}

function isBelow(folder: string, root: string): boolean {
  return `${folder}${sep}`.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

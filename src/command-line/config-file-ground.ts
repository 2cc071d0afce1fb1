/** Where config files and what they name are read from: wherever the user says, or within a repository alone. */
import { readFile, stat } from "node:fs/promises";
import { dirname, join, posix, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import type { RepositoryFiles } from "../own-files.ts";

/** What a config file may reach. */
export interface Ground {
  /** Whether the file is the repository's own, which decides nothing beyond the repository. */
  readonly isOwn: boolean;
  /** The file that `named` means in `from`. Throws {@link UserError} when it is out of reach; `where` is what names it. */
  fileNamed(named: string, from: string, where: string): string;
  /** The file of a package that `from` can see. Throws {@link UserError} when there is none. */
  packageFile(name: string, from: string, where: string): Promise<string>;
  /** Throws {@link UserError}; `where` is what named it. */
  read(file: string, where: string): Promise<Buffer>;
}

/** For a file that the user named. */
export const ANYWHERE: Ground = {
  isOwn: false,
  fileNamed: (named, from) => (named.startsWith("/") ? named : join(dirname(from), named)),
  async packageFile(name, from, where) {
    for (let folder = resolve(dirname(from)); ; folder = dirname(folder)) {
      const file = join(folder, "node_modules", name);
      if ((await stat(file).catch(() => undefined))?.isFile()) return file;
      if (dirname(folder) === folder) throw noPackage(where);
    }
  },
  read: async (file, where) =>
    readFile(file).catch((thrown: unknown) => {
      throw new UserError(`cannot read ${where}: ${reasonOf(thrown)}`);
    }),
};

/** For the repository's own file. */
export function within(files: RepositoryFiles): Ground {
  return {
    isOwn: true,
    fileNamed(named, from, where) {
      const file = posix.join(posix.dirname(from), named);
      // What is absolute on some system, or no path on any.
      const isOdd = /^\/|[\\\0]/.test(named);
      if (!isOdd && !/^\.\.(\/|$)/.test(file)) return file;
      throw new UserError(
        `${where}: it is outside of the repository`,
        "a repository's own settings reach no further than it; name the file with --config instead",
      );
    },
    async packageFile(name, from, where) {
      for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
        const file = posix.join(folder, "node_modules", name);
        if ((await files.read(file)) !== undefined) return file;
        if (folder === ".") throw noPackage(where);
      }
    },
    async read(file, where) {
      const bytes = await files.read(file);
      if (bytes !== undefined) return bytes;
      throw new UserError(`cannot read ${where}: it is not in the repository`);
    },
  };
}

function noPackage(where: string): UserError {
  return new UserError(
    `${where}: there is none in node_modules`,
    "install the package; a file is named with ./ before it",
  );
}

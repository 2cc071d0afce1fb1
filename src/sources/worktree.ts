/** The working tree: every file there is, ignored ones and dot files included. */
import { resolve } from "node:path";
import { besideFile } from "./beside.ts";
import { type ReadOptions, readPlaces } from "./read.ts";
import type { Source } from "./source.ts";

export interface WorktreeOptions extends ReadOptions {
  /** The folder that alone is read, relative to the root, with forward slashes; empty for everything. */
  readonly below: string;
}

/** Everything below `root` but `.git`. Paths of documents are relative to `root`. */
export function worktreeSource(root: string, options: WorktreeOptions): Source {
  return {
    documents(sieve) {
      const { below } = options;
      const place = { kind: "folder", location: resolve(root, below), shown: below } as const;
      return readPlaces([place], options, sieve);
    },
    beside: async ({ source, path }, name) =>
      source === "worktree" && path !== undefined ? besideFile(root, path, name) : undefined,
  };
}

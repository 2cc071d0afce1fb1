/** The working tree: every file there is, ignored ones and dot files included. */
import { join } from "node:path";
import { besideFile } from "./beside.ts";
import { type ReadOptions, readEntries } from "./read.ts";
import type { Source } from "./source.ts";
import { walk } from "./walk.ts";

export interface WorktreeOptions extends ReadOptions {
  /** The folder that alone is read, relative to the root, with forward slashes; empty for everything. */
  readonly below: string;
}

/** Everything below `root` but `.git`. Paths of documents are relative to `root`. */
export function worktreeSource(root: string, options: WorktreeOptions): Source {
  return {
    async *documents(sieve) {
      const { entries, skipped, notes } = walk(join(root, options.below), options.below);
      for (const note of notes) yield { note };
      for (const skip of skipped) yield { skipped: skip };
      yield* readEntries(entries, options, sieve);
    },
    beside: async ({ source, path }, name) =>
      source === "worktree" && path !== undefined ? besideFile(root, path, name) : undefined,
  };
}

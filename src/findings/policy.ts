/** What people have decided about findings: in files of the repository, in comments and by flags. */
import type { Note } from "../document.ts";
import type { Sighting, Usage } from "../finding.ts";
import type { PathTest } from "./path-pattern.ts";

/** A pattern of paths as somebody wrote it, in which file, and what it means. */
export interface PathPattern {
  readonly pattern: string;
  readonly file: string;
  readonly test: PathTest;
  /** What alone it is about; undefined for all that has a path. */
  readonly source?: Sighting["source"];
}

/** An entry of an ignore file. */
export interface IgnoreEntry {
  readonly reason: string;
  readonly who: string | undefined;
  /** The last day it counts, as `2026-12-31`; undefined for ever. */
  readonly expires: string | undefined;
  /** Where alone it counts; empty for everywhere. */
  readonly paths: readonly PathPattern[];
}

/** What an ignore file says. */
export interface IgnoreFile {
  readonly file: string;
  /** By fingerprint. */
  readonly entries: ReadonlyMap<string, IgnoreEntry>;
}

/** What a config file says of findings. */
export interface Statements {
  readonly include: readonly PathPattern[];
  readonly exclude: readonly PathPattern[];
  /** What keys are that their owner publishes on purpose, by fingerprint. */
  readonly publicKeys: ReadonlyMap<string, string>;
  /** What keys in some files are used for where the words around them do not tell. */
  readonly usageHints: readonly (PathPattern & { readonly usage: Usage })[];
}

/** All that was decided. */
export interface Policy extends Statements {
  readonly ignoreFile: IgnoreFile;
  readonly heeds: "no comments" | "our comments" | "all comments";
  /** The day of the run, as `2026-12-31`. */
  readonly today: string;
  /** A path of the report as seen from the repository's root; undefined outside of it. */
  readonly fromRoot: (path: string) => string | undefined;
  /** What is to be said about the files themselves. */
  readonly notes: readonly Note[];
}

/** Nothing was decided by anybody. */
export const NO_STATEMENTS: Statements = {
  include: [],
  exclude: [],
  publicKeys: new Map(),
  usageHints: [],
};

/** Nothing is ignored. */
export const NO_POLICY: Policy = {
  ...NO_STATEMENTS,
  ignoreFile: { file: "", entries: new Map() },
  heeds: "no comments",
  today: "",
  fromRoot: (path) => path,
  notes: [],
};

/** The usage that hints give to what stands in a file. */
export function hintedUsage(sighting: Sighting, { usageHints, fromRoot }: Policy) {
  if (usageHints.length === 0) return undefined;
  return firstFitting(usageHints, filePathOf(sighting, fromRoot))?.usage;
}

/** The first pattern that fits a path; none does where there is no path. */
export function firstFitting<Pattern extends PathPattern>(
  patterns: readonly Pattern[],
  path: string | undefined,
): Pattern | undefined {
  return path === undefined ? undefined : patterns.find(({ test }) => test(path));
}

/** The file of a sighting, or the folder where a name stands, from the root; undefined for what is in no file. */
export function filePathOf(
  { source, path }: Sighting,
  fromRoot: Policy["fromRoot"],
): string | undefined {
  switch (source) {
    case "worktree":
    case "index":
    case "history":
    case "name":
      return path === undefined ? undefined : fromRoot(path);
    case "message":
    case "gitdir":
    case "stdin":
      return undefined;
  }
}

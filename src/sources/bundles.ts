/** Finds what was built: folders that build tools are known to write, and those that somebody names. */
import { realpathSync, statSync } from "node:fs";
import { relative, sep } from "node:path";
import fastGlob from "fast-glob";
import { UserError } from "../errors.ts";
import { reasonOf } from "../reason.ts";

/** Folders that build tools write: webpack, Vite, Next, Nuxt, SvelteKit, Astro, Storybook, Expo, Flutter … */
const BUILT =
  "{dist,build,out,public,.next,.nuxt,.output,.svelte-kit,.vercel,.netlify,.astro,_site,www,storybook-static,web-build}";

/** Deeper ones are parts of other packages. */
const DEEPEST = 4;

/** Where built files are, seen from the root of the working tree, with forward slashes. Sorted. */
export interface Built {
  readonly folders: readonly string[];
  /** Links that are called like such a folder; they are not followed. */
  readonly links: readonly string[];
}

/** The folders below a root that are called as build tools call theirs; none of them inside of another. */
export function builtBelow(root: string): Built {
  const entries = fastGlob.sync(`**/${BUILT}`, {
    cwd: root,
    dot: true,
    deep: DEEPEST,
    onlyFiles: false,
    objectMode: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: ["**/node_modules/**", "**/.git/**"],
  });
  const named = (isWanted: (entry: (typeof entries)[number]) => boolean): string[] =>
    entries
      .filter(isWanted)
      .map(({ path }) => path)
      .sort();
  const folders = named(({ dirent }) => dirent.isDirectory());
  return {
    folders: folders.filter((path) => !folders.some((other) => path.startsWith(`${other}/`))),
    links: named(({ dirent }) => dirent.isSymbolicLink()),
  };
}

/** What somebody named as built. */
export interface NamedBundle {
  /** As it is shown: from the root for what is below it, otherwise as it was typed. */
  readonly shown: string;
  /** Whether it is a part of the working tree, which is read anyway. */
  readonly isInTree: boolean;
}

/** Where a typed path leads, links followed. Throws {@link UserError} when it leads nowhere. */
export function namedBundle(typed: string, root: string | undefined): NamedBundle {
  try {
    statSync(typed);
    const from = root === undefined ? undefined : realpathSync(root);
    const below = from === undefined ? ".." : relative(from, realpathSync(typed));
    const parts = below.split(sep);
    const isInTree = parts[0] !== ".." && !parts.includes(".git") && !/^[A-Za-z]:/.test(below);
    return { shown: isInTree ? parts.join("/") || "." : typed, isInTree };
  } catch (thrown) {
    throw new UserError(
      `cannot open --bundles ${typed}: ${reasonOf(thrown)}`,
      "run the build before, or leave it out",
    );
  }
}

/** What to do about a blob that replacing text does not clean. */
import type { OutOfReach } from "./scrub-survey.ts";

const REASON: Record<OutOfReach["why"], string> = {
  archive: "the key is packed inside it",
  "utf-16": "it is UTF-16 text, which git-filter-repo takes for binary",
  binary: "it is binary, and git-filter-repo replaces nothing in it",
  lfs: "it is a pointer to a Git LFS object that holds the key",
  other: "the key is written in a way that no replacement of text undoes",
};

const BUILT =
  /\.(?:pyc|pyo|class|o|a|so|dll|exe|dylib|wasm|jar|war|apk|aab|ipa|aar|whl|egg|nupkg)$/i;
const DATABASE = /\.(?:db|sqlite3?|mdb|realm|pkl|pickle|npy|npz|parquet)$/i;

/** Why, and what to do, in one sentence each. */
export function adviceFor(why: OutOfReach["why"], paths: readonly string[]): string {
  return `${REASON[why]}; ${remedyFor(why, paths)}`;
}

function remedyFor(why: OutOfReach["why"], paths: readonly string[]): string {
  if (why === "lfs")
    return "commit a clean file, drop the pointer from history, and have the host delete the object";
  if (paths.length === 0) return "nothing names it: drop it from history";
  if (paths.every((path) => BUILT.test(path)))
    return "rebuild it without the key, ignore it in git, and drop it from history";
  if (paths.every((path) => DATABASE.test(path)))
    return "remove the key with the program that wrote it, and drop the old version from history";
  if (why === "utf-16")
    return "save it as UTF-8 without the key, and drop the old version from history";
  return "make it anew without the key, and drop the old version from history";
}

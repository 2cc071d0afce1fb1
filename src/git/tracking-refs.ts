/** What this clone knows of what a remote already has. */
import type { GitContext } from "./isolation.ts";
import { gitResult } from "./run.ts";

/** A remote as the repository's own configuration has it. */
interface Remote {
  readonly fetch: string[];
  readonly url: string[];
  readonly pushurl: string[];
}

interface TrackingRef {
  readonly name: string;
  readonly tip: string;
}

/**
 * Tips of the remote-tracking refs of some remotes, or of all. A ref counts if nothing but fetching from the remote
 * writes it, whatever its name: `team/sub/main` may be of a remote `team/sub` as well as of `team`.
 */
export async function remoteTips(
  git: GitContext,
  names: readonly string[] | "all",
  signal: AbortSignal,
): Promise<readonly string[]> {
  const [refs, remotes] = await Promise.all([trackingRefs(git, signal), remotesOf(git, signal)]);
  if (names === "all") return refs.map(({ tip }) => tip);
  return names.flatMap((name) => {
    const own = remotes.get(name);
    if (own === undefined || !pushesWhereItFetches(own)) return [];
    const others = [...remotes.values()].filter((remote) => remote !== own);
    return refs
      .filter((ref) => writes(own, ref.name) && !others.some((other) => writes(other, ref.name)))
      .map(({ tip }) => tip);
  });
}

/** Symbolic refs are left out: they stand for another ref, which may be a local one. */
async function trackingRefs(git: GitContext, signal: AbortSignal): Promise<readonly TrackingRef[]> {
  const format = "--format=%(objectname) %(symref) %(refname)";
  const { output } = await gitResult(git, ["for-each-ref", format, "refs/remotes/"], { signal });
  return output
    .toString("utf8")
    .split("\n")
    .flatMap((line) => {
      const [tip = "", symbolic, name] = line.split(" ");
      return symbolic === "" && name !== undefined ? [{ name, tip }] : [];
    });
}

async function remotesOf(
  git: GitContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Remote>> {
  const asked = ["config", "-z", "--get-regexp", "^remote\\..*\\.(fetch|url|pushurl)$"];
  const { output } = await gitResult(git, asked, { signal });
  const remotes = new Map<string, Remote>();
  for (const entry of output.toString("utf8").split("\0")) {
    const [, name, key, value = ""] =
      /^remote\.(.*?)\.(fetch|url|pushurl)(?:\n(.*))?$/s.exec(entry) ?? [];
    if (name === undefined) continue;
    const remote = remotes.get(name) ?? { fetch: [], url: [], pushurl: [] };
    remotes.set(name, remote);
    if (key === "fetch" || key === "url" || key === "pushurl") remote[key].push(value);
  }
  return remotes;
}

/** `+refs/heads/*:refs/remotes/origin/*` writes what begins and ends like its second half. */
function writes({ fetch }: Remote, name: string): boolean {
  return fetch.some((refspec) => {
    const [, target = ""] = refspec.split(":");
    const [before = "", after] = target.split("*");
    if (after === undefined) return name === target;
    return (
      name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after)
    );
  });
}

/** A fork to push to, or a second address, need not have what is fetched from the first. */
function pushesWhereItFetches({ url, pushurl }: Remote): boolean {
  const targets = pushurl.length > 0 ? pushurl : url;
  const [source = ""] = url;
  return targets.every((target) => placeOf(target) === placeOf(source));
}

/** `host/path` of an address, so that https and ssh lead to the same place. */
function placeOf(address: string): string {
  return address
    .replace(/^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\//, "$1/")
    .replace(/^(?:[^@/:]+@)?([^/:]{2,}):(?!\/\/)\/?/, "$1/")
    .replace(/\/*(?:\.git)?\/*$/, "");
}

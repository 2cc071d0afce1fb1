/** What is told to people about a queue and its workers. */

import type { QueueAddress } from "./address.ts";

export const DEFAULT_PREFIX = "gemsweep";

/** What a worker has to be told to get the jobs of a run. */
interface Joining {
  readonly address: Pick<QueueAddress, "shown" | "password">;
  readonly prefix: string;
  readonly shared: boolean;
  /** Of gemsweep. */
  readonly version: string;
}

/** How workers join, and whether any is there. `versions` are those of the workers of today. */
export function joinText(
  count: number,
  { address, prefix, shared, version }: Joining,
  versions: readonly string[],
): string {
  const how = [
    "gemsweep fleet worker",
    // What has a password is not for a command line.
    ...(address.password === undefined ? [`--queue ${address.shown}`] : []),
    ...(prefix === DEFAULT_PREFIX ? [] : [`--prefix ${prefix}`]),
    ...(shared ? ["--shared"] : []),
    ...(address.password === undefined ? [] : ["with the same GEMSWEEP_QUEUE in its environment"]),
  ].join(" ");
  const there = versions.filter((one) => one === version).length;
  const who =
    there === 0
      ? "no worker is there yet"
      : `${there} ${there === 1 ? "worker is" : "workers are"} there`;
  return `${count} ${count === 1 ? "repository waits" : "repositories wait"} in the queue; ${who}; one joins with: ${how}`;
}

/** All workers are gone, or never came. */
export const ALONE = "no worker is there; the run goes on when one joins";

/** Why the others that are there take nothing; undefined when they are none. */
export function otherVersionsText(
  who: "workers" | "runs",
  version: string,
  versions: readonly string[],
): string | undefined {
  const others = [...new Set(versions)].filter(
    (one) => one !== version && /^[\w.+-]{1,40}$/.test(one),
  );
  if (others.length === 0) return undefined;
  const theirs = `gemsweep ${others.sort().join(", ")}`;
  return who === "workers"
    ? `workers of ${theirs} are there, which get no job of gemsweep ${version}: install the same version everywhere`
    : `runs of ${theirs} wait for workers of their own version; this is gemsweep ${version}: install the same version everywhere`;
}

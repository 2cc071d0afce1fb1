/** Reads a few named objects. */
import type { RuleSet } from "../rules/rule-set.ts";
import type { Search } from "../search.ts";
import { readListed, tallyInto } from "./cat-file-reader.ts";
import type { StoredObject } from "./object-reader.ts";
import type { Repository } from "./repository.ts";
import { startGit } from "./run.ts";

/** The objects with these ids that git has, each whole or, if very large, in windows. */
export async function* readObjects(
  { git }: Repository,
  oids: readonly string[],
  { search, ruleSet }: { readonly search: Search; readonly ruleSet: RuleSet },
  signal: AbortSignal,
): AsyncGenerator<StoredObject> {
  const coverage = { files: 0, blobs: 0, commits: 0, bytes: 0, notebooks: 0, bundles: 0 };
  const sieve = { ...search, mayMatch: () => true, ruleSet, coverage, signal, progress: () => {} };
  const ids = Buffer.from(oids.map((oid) => `${oid}\n`).join(""));
  for await (const item of readListed(git, ids, sieve, tallyInto(sieve, undefined)))
    if ("object" in item) yield item.object;
}

/** Those of the objects that some ref leads to, with a path that they have; empty for one without. */
export async function reachable(
  { git }: Repository,
  oids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (oids.size === 0) return found;
  const list = ["rev-list", "--objects", "--missing=allow-any", "--glob=refs/*"];
  const { stdout, ended } = startGit(git, list, { signal });
  let rest = "";
  for await (const piece of stdout as AsyncIterable<Buffer>) {
    const lines = (rest + piece.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [oid = ""] = line.split(" ", 1);
      if (oids.has(oid))
        found.set(oid, Buffer.from(line.slice(oid.length + 1), "latin1").toString("utf8"));
    }
  }
  await ended;
  return found;
}

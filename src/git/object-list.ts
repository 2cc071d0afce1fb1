/** Asks what kinds of objects the store holds, without opening them. */
import { createInterface } from "node:readline";
import { readBatch } from "./batch.ts";
import type { GitContext } from "./isolation.ts";
import type { ObjectType, StoredObject } from "./object-reader.ts";
import { startGit } from "./run.ts";

export interface ObjectList {
  /** All commits and tags of the store, reachable or not. */
  readonly commits: readonly string[];
  readonly tags: readonly string[];
  /** Those of the objects asked for that the store holds. */
  readonly present: ReadonlySet<string>;
}

export async function listObjects(
  git: GitContext,
  asked: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ObjectList> {
  const args = [
    "cat-file",
    "--batch-all-objects",
    "--batch-check=%(objecttype) %(objectname)",
    "--unordered",
    "--buffer",
  ];
  const process = startGit(git, args, { signal });
  const commits: string[] = [];
  const tags: string[] = [];
  const present = new Set<string>();
  for await (const line of createInterface({ input: process.stdout })) {
    const [type = "", oid = ""] = line.split(" ");
    if (type === "commit") commits.push(oid);
    if (type === "tag") tags.push(oid);
    if (asked.has(oid)) present.add(oid);
  }
  await process.ended;
  return { commits, tags, present };
}

/** Another object that a commit or tag names, as its `tree`, `parent` or `object`. */
export interface Link {
  readonly as: string;
  readonly oid: string;
}

/** What commits and tags name in their first lines. Damaged ones are left out. */
export async function readLinks(
  git: GitContext,
  oids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Link[]>> {
  const links = new Map<string, readonly Link[]>();
  let next = 0;
  const done = () => {
    next += 1;
  };
  while (next < oids.length) {
    const input = [`${oids.slice(next).join("\n")}\n`];
    const process = startGit(git, ["cat-file", "--batch", "--buffer"], { input, signal });
    for await (const item of readBatch(process.stdout, { wants: () => true, done }))
      // Of a very large one the first part has them all.
      if ("object" in item && !links.has(item.object.oid))
        links.set(item.object.oid, linksIn(item.object));
    const { code } = await process.ended;
    // git died of the object that comes next.
    if (code !== 0) next += 1;
  }
  return links;
}

function linksIn({ type, bytes }: StoredObject): readonly Link[] {
  const pattern = LINKS[type];
  if (pattern === undefined) return [];
  const [header = ""] = bytes.toString("latin1").split("\n\n", 1);
  return [...header.matchAll(pattern)].map(([, as = "", oid = ""]) => ({ as, oid }));
}

const LINKS: Partial<Record<ObjectType, RegExp>> = {
  commit: /^(tree|parent) ([0-9a-f]{40}(?:[0-9a-f]{24})?)$/gm,
  tag: /^(object) ([0-9a-f]{40}(?:[0-9a-f]{24})?)$/gm,
};

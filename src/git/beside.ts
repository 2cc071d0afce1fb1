/** Reads the file beside another one, in the same commit or the same index. */
import { posix } from "node:path";
import type { Sighting } from "../finding.ts";
import { WHOLE_LIMIT } from "../sources/windows.ts";
import { indexContexts } from "./entries.ts";
import type { GitContext } from "./isolation.ts";
import type { Repository } from "./repository.ts";
import { startGit } from "./run.ts";
import type { HistoryTrace } from "./trace.ts";

/** The bytes of the first file called `name` beside the sighting, in the commits that hold its blob. */
export async function fileBeside(
  repository: Repository,
  trace: HistoryTrace | undefined,
  { source, path, blob }: Sighting,
  name: string,
): Promise<Buffer | undefined> {
  const file = path === undefined ? undefined : pathBeside(path, name);
  if (path === undefined || blob === undefined || file === undefined) return undefined;
  if (source === "index") {
    for (const git of await indexContexts(repository)) {
      const bytes = await contentOf(git, `:0:${file}`);
      if (bytes !== undefined) return bytes;
    }
    return undefined;
  }
  if (source !== "history") return undefined;
  for (const commit of trace?.commitsWith(blob, path) ?? []) {
    const bytes = await contentOf(repository.git, `${commit}:${file}`);
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

/** The path of `name` as seen from the file at `path`; undefined where it leads out of the repository. */
export function pathBeside(path: string, name: string): string | undefined {
  const beside = posix.join(posix.dirname(path), name);
  const isOutside = beside === ".." || beside.startsWith("../") || name.startsWith("/");
  return isOutside || name.includes("\0") ? undefined : beside;
}

/** What git calls `name` (`<commit>:<path>`), if it is a blob that can be held in memory. */
export async function contentOf(git: GitContext, name: string): Promise<Buffer | undefined> {
  const process = startGit(git, ["cat-file", "blob", name]);
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of process.stdout as AsyncIterable<Buffer>) {
    pieces.push(piece);
    size += piece.length;
    if (size <= WHOLE_LIMIT) continue;
    process.stop();
    return undefined;
  }
  return (await process.ended).code === 0 ? Buffer.concat(pieces) : undefined;
}

/** What Git LFS keeps beside a history, which holds only pointers to it: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { Repository } from "./repository.ts";

const IN_GIT_DIR = /(?:^|\/)lfs\/objects\/[0-9a-f]{2}\/[0-9a-f]{2}\/([0-9a-f]{64})$/;

/** The SHA-256 by which LFS knows a file in the git directory; undefined for other files there. */
export function lfsObjectAt(path: string): string | undefined {
  return IN_GIT_DIR.exec(path)?.[1];
}

/** The id that the blob of a pointer to the object has in this repository; undefined for an object that is not here. */
export async function pointerTo(
  { commonDir, objectFormat }: Repository,
  object: string,
): Promise<string | undefined> {
  const file = join(commonDir, "lfs/objects", object.slice(0, 2), object.slice(2, 4), object);
  const stats = await lstat(file).catch(() => undefined);
  if (!stats?.isFile()) return undefined;
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${object}\nsize ${stats.size}\n`;
  return createHash(objectFormat).update(`blob ${pointer.length}\0${pointer}`).digest("hex");
}

/** Keys in Git LFS objects, to which a history holds only pointers. */
import type { Secret } from "../finding.ts";
import { lfsObjectAt, pointerTo } from "../git/lfs.ts";
import { reachable } from "../git/read-objects.ts";
import type { Repository } from "../git/repository.ts";
import { nameOf } from "./scrub-findings.ts";

/** An LFS object with keys that some ref leads to. */
export interface LfsFile {
  /** SHA-256 of its content, by which servers know it. */
  readonly object: string;
  /** The blob of the pointer to it. */
  readonly pointer: string;
  readonly path: string;
  /** Fingerprints of the keys in it. */
  readonly keys: readonly string[];
}

/** The LFS objects that are here, hold one of these secrets, and are pointed to. */
export async function lfsFiles(
  repository: Repository,
  secrets: readonly Secret[],
  signal: AbortSignal,
): Promise<readonly LfsFile[]> {
  const keysIn = new Map<string, Set<string>>();
  for (const secret of secrets)
    for (const { origin } of secret.hits) {
      const object = origin.source === "gitdir" ? lfsObjectAt(origin.path) : undefined;
      if (object === undefined) continue;
      keysIn.set(object, (keysIn.get(object) ?? new Set()).add(nameOf(secret)));
    }
  const files: Omit<LfsFile, "path">[] = [];
  for (const [object, keys] of keysIn) {
    const pointer = await pointerTo(repository, object);
    if (pointer !== undefined) files.push({ object, pointer, keys: [...keys] });
  }
  return await stillPointedTo(repository, files, signal);
}

/** Those of the files to which some ref of a repository leads, with their paths there. */
export async function stillPointedTo<File extends Pick<LfsFile, "pointer">>(
  repository: Repository,
  files: readonly File[],
  signal: AbortSignal,
): Promise<readonly (File & Pick<LfsFile, "path">)[]> {
  const pointers = new Set(files.map(({ pointer }) => pointer));
  const paths = await reachable(repository, pointers, signal);
  return files.flatMap((file) => {
    const path = paths.get(file.pointer);
    return path === undefined ? [] : [{ ...file, path }];
  });
}

/** What one path of an audit stands for: a repository, and the part of its working tree to read. */
import { realpathSync } from "node:fs";
import { posix, relative, sep } from "node:path";
import { UserError } from "../errors.ts";
import { openRepository, type Repository } from "../git/repository.ts";

export interface AuditTarget {
  /** As typed. */
  readonly path: string;
  readonly repository: Repository;
  /** The repository's root as seen from where the path was typed. */
  readonly shownRoot: string;
  /** The folder below the root that was named, with forward slashes; empty for the root itself. */
  readonly below: string;
}

/** Opens the repository that a typed path is in. Throws {@link UserError}. */
export async function auditTarget(path: string, signal: AbortSignal): Promise<AuditTarget> {
  if (path === "-") throw new UserError("audit reads no standard input", "use gemsweep scan -");
  const repository = await openRepository(path, signal);
  const typed = path.replaceAll(sep, "/");
  if (repository.worktreeRoot === undefined)
    return { path, repository, shownRoot: typed, below: "" };

  const below = relative(repository.worktreeRoot, realpathSync(path)).replaceAll(sep, "/");
  const up = below === "" ? "." : below.replaceAll(/[^/]+/g, "..");
  return { path, repository, shownRoot: posix.join(typed, up), below };
}

/** Honours the user's own `safe.directory` although the rest of their configuration is not read. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { withEnvironment } from "./isolation.ts";
import type { GitContext } from "./isolation.ts";
import type { GitEnd } from "./run.ts";
import { quoted, usersValues } from "./users-config.ts";

/** git 2.35.2 said "unsafe repository", all later ones "dubious ownership". */
export function isOwnershipRefusal(end: GitEnd): boolean {
  return end.code === 128 && /dubious ownership|unsafe repository/.test(end.stderr);
}

/**
 * Runs `work` where git reads nothing of the user's configuration but their `safe.directory` entries. The context
 * is only good until `work` is done: the file that holds the entries goes away with it.
 */
export async function withUsersTrust<T>(
  git: GitContext,
  work: (git: GitContext) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "gemsweep-"));
  try {
    const configuration = join(folder, "gitconfig");
    await writeFile(configuration, trustOnly(await usersValues(folder, "safe.directory")), {
      mode: 0o600,
    });
    return await work(withEnvironment(git, { GIT_CONFIG_GLOBAL: configuration }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function ownershipError(folder: string): UserError {
  return new UserError(
    `git does not trust ${folder}: it belongs to another user`,
    "if you trust it, run `git config --global --add safe.directory <its absolute path>` and try again",
  );
}

function trustOnly(entries: readonly string[]): string {
  const lines = entries.map((entry) => `\tdirectory = ${quoted(entry)}\n`);
  return `[safe]\n${lines.join("")}`;
}

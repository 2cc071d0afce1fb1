/** Writes into the ignore file of a repository. */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Decision } from "../command-line/decision.ts";
import { UserError } from "../errors.ts";
import { userName } from "../git/users-config.ts";
import { IGNORE_FILE } from "../own-files.ts";
import { reasonOf } from "../reason.ts";
import { replaceFile } from "../replace-file.ts";
import { withEntries } from "../rules/ignore-file.ts";
import { yamlText } from "../rules/yaml-file.ts";
import { worktreeFiles } from "../sources/worktree-files.ts";

/** Adds an entry for each fingerprint to the ignore file in a root. Throws {@link UserError}. */
export async function addEntries(
  root: string,
  fingerprints: readonly string[],
  decision: Decision | undefined,
): Promise<void> {
  if (decision === undefined) throw new Error("nothing was decided");
  const bytes = await worktreeFiles(root).read(IGNORE_FILE);
  const text = bytes === undefined ? "" : yamlText(bytes, IGNORE_FILE);
  const file = join(root, IGNORE_FILE);
  const who = decision.who ?? (await userName());
  const written = withEntries(text, IGNORE_FILE, fingerprints, { ...decision, who });
  try {
    const mode = lstatSync(file, { throwIfNoEntry: false })?.mode ?? 0o666;
    await replaceFile(file, written, mode & 0o777);
  } catch (thrown) {
    throw new UserError(`cannot write ${IGNORE_FILE}: ${reasonOf(thrown)}`);
  }
}

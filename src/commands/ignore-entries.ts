/** Writes into the ignore file of a repository. */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Decision } from "../command-line/decision.ts";
import { UserError } from "../errors.ts";
import { userName } from "../git/users-config.ts";
import { IGNORE_FILE } from "../own-files.ts";
import { reasonOf } from "../reason.ts";
import { replaceFile } from "../replace-file.ts";
import type { IgnoreEntry } from "../findings/policy.ts";
import { parseIgnores, withBothSides, withEntries, withoutEntries } from "../rules/ignore-file.ts";
import { yamlText } from "../rules/yaml-file.ts";
import { worktreeFiles } from "../sources/worktree-files.ts";

/** What is to become of the ignore file in a root. */
export interface IgnoreChange {
  readonly drop: readonly string[];
  readonly add: readonly string[];
  /** Why; undefined when nothing is added. */
  readonly decision: Decision | undefined;
}

/** The entries of the ignore file in a root, of both sides of a merge conflict. Throws {@link UserError}. */
export async function entriesIn(root: string): Promise<ReadonlyMap<string, IgnoreEntry>> {
  return parseIgnores(withBothSides(await textIn(root), IGNORE_FILE), IGNORE_FILE);
}

/** Writes the ignore file anew, if that makes it another; tells whether it does. Throws {@link UserError}. */
export async function changeEntries(
  root: string,
  { drop, add, decision }: IgnoreChange,
): Promise<boolean> {
  const before = await textIn(root);
  let text = withBothSides(before, IGNORE_FILE);
  if (drop.length > 0) text = withoutEntries(text, IGNORE_FILE, drop);
  if (decision !== undefined && add.length > 0) {
    const who = decision.who ?? (await userName());
    text = withEntries(text, IGNORE_FILE, add, { ...decision, who });
  }
  if (text === before) return false;
  const file = join(root, IGNORE_FILE);
  try {
    const mode = lstatSync(file, { throwIfNoEntry: false })?.mode ?? 0o666;
    await replaceFile(file, text, mode & 0o777);
    return true;
  } catch (thrown) {
    throw new UserError(`cannot write ${IGNORE_FILE}: ${reasonOf(thrown)}`);
  }
}

async function textIn(root: string): Promise<string> {
  const bytes = await worktreeFiles(root).read(IGNORE_FILE);
  return bytes === undefined ? "" : yamlText(bytes, IGNORE_FILE);
}

/** Installs hooks in the folder where git looks for them, whatever was there before. */
import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../errors.ts";
import { type HooksPath, hooksPathOf } from "../git/hooks-path.ts";
import { PROGRAM_FILE } from "../installed.ts";
import { LARGEST_OWN_FILE } from "../own-files.ts";
import type { Change, Proposal } from "./change.ts";
import { gitHook, type Installed, isOurs, shellPath } from "./git-hook-text.ts";
import { type Ground, isBelow, keptName } from "./ground.ts";
import { callsGemsweep, type HookName } from "./shell-hooks.ts";

/** Both hooks. Throws {@link UserError} where they would not be this repository's alone, or somebody else writes them. */
export async function gitHooks(ground: Ground): Promise<Proposal> {
  const folder = await hooksFolder(ground);
  // Others run what is in the working tree, where this machine's paths say nothing.
  const isShared = isBelow(folder, ground.root) && !isBelow(folder, ground.repository.commonDir);
  const installed = isShared ? undefined : installedHere();
  const changes = (["pre-commit", "pre-push"] as const).flatMap((hook) =>
    hookChange(ground, folder, hook, installed),
  );
  return {
    changes,
    next: isShared ? ["commit them: this repository keeps its hooks among its files"] : [],
  };
}

async function hooksFolder(ground: Ground): Promise<string> {
  const { repository, root } = ground;
  const setting = await hooksPathOf(repository);
  const named = setting ? resolve(root, checked(setting)) : join(repository.commonDir, "hooks");
  if (/(^|[\\/])\.husky([\\/]_)?[\\/]?$/.test(named)) throw managed("husky");
  const folder = realFolder(named);
  if (isBelow(folder, root) || isBelow(folder, repository.commonDir)) return folder;
  throw new UserError(
    `the folder of hooks, ${folder}, is outside of this repository, and others may use it`,
    BY_HAND,
  );
}

const BY_HAND =
  'let its pre-commit call `gemsweep staged` and its pre-push `gemsweep push "$@"`; or give this repository hooks of its own: git config --local core.hooksPath .githooks';

function checked({ value, isOwn }: HooksPath): string {
  if (value === "" || value === "/dev/null" || value === "NUL")
    throw new UserError("core.hooksPath turns hooks off", "git config --unset core.hooksPath");
  // A relative one is a folder of each repository all the same.
  if (!isOwn && isAbsolute(value))
    throw new UserError(
      `all of your repositories use the hooks in ${value} (core.hooksPath)`,
      BY_HAND,
    );
  return value;
}

/** Without symbolic links; of one that is not there yet, what is above it. */
function realFolder(folder: string): string {
  const status = statSync(folder, { throwIfNoEntry: false });
  if (status?.isDirectory()) return realpathSync(folder);
  if (status !== undefined || lstatSync(folder, { throwIfNoEntry: false }) !== undefined)
    throw new UserError(`the folder of hooks, ${folder}, is no folder`);
  const above = dirname(folder);
  return above === folder ? folder : join(realFolder(above), folder.slice(above.length));
}

function managed(by: "husky" | "lefthook" | "pre-commit"): UserError {
  return new UserError(`the hooks of this repository are ${by}'s`, `gemsweep init ${by}`);
}

function hookChange(
  ground: Ground,
  folder: string,
  hook: HookName,
  installed: Installed | undefined,
): readonly Change[] {
  const file = join(folder, hook);
  const after = gitHook(hook, installed);
  const shown = shownPath(ground, file);
  const wanted = { file, shown, after, executable: true } as const;
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return [{ ...wanted, before: undefined }];
  if (!status.isFile() && !status.isSymbolicLink())
    throw new UserError(`${shown} is no file`, "move it away");

  const isText = status.isFile() && status.size <= LARGEST_OWN_FILE;
  const before = isText ? readFileSync(file, "utf8") : "";
  if (before.includes("https://pre-commit.com")) throw managed("pre-commit");
  if (/\blefthook\b/.test(before)) throw managed("lefthook");
  if (isOurs(before)) {
    const isDone = before === after && (status.mode & 0o100) !== 0;
    return isDone ? [] : [{ ...wanted, before }];
  }
  // git passes over one that is not executable.
  const runs = process.platform === "win32" || (status.mode & 0o100) !== 0;
  if (runs && callsGemsweep(before, hook)) return [];
  const keptAs = join(folder, keptName(file));
  if (lstatSync(keptAs, { throwIfNoEntry: false }) !== undefined)
    throw new UserError(
      `${shownPath(ground, keptAs)} is in the way: it is where the hook that is there now would go`,
      "move it away",
    );
  return [{ ...wanted, before: undefined, keptAs }];
}

function shownPath({ root }: Ground, file: string): string {
  return isBelow(file, root) ? file.slice(root.length + 1).replaceAll("\\", "/") : file;
}

function installedHere(): Installed {
  const program = realpathSync(fileURLToPath(PROGRAM_FILE));
  const stays = !/[\\/](?:_npx|dlx-[^\\/]*|dlx)[\\/]/.test(program);
  const { platform, execPath } = process;
  return {
    node: shellPath(execPath, platform),
    // It is handed to node, which knows drives by letters.
    program: stays ? program.replaceAll("\\", platform === "win32" ? "/" : "\\") : undefined,
  };
}

/** What a repository uses already, and so is proposed. */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { gitResult } from "../git/run.ts";
import type { Ground } from "./ground.ts";
import type { Kind } from "./kinds.ts";
import { LEFTHOOK_CONFIGS, OTHER_LEFTHOOK_CONFIGS } from "./lefthook-config.ts";
import { needs } from "./project.ts";

/** One for hooks, and one for CI where it can be told. */
export async function detected(ground: Ground): Promise<readonly Kind[]> {
  const has = (path: string): boolean =>
    lstatSync(join(ground.root, path), { throwIfNoEntry: false }) !== undefined;
  const uses = async (name: string): Promise<boolean> => needs(ground, name).catch(() => false);
  const hooks: Kind = has(".pre-commit-config.yaml")
    ? "pre-commit"
    : has(".husky") || (await uses("husky"))
      ? "husky"
      : [...LEFTHOOK_CONFIGS, ...OTHER_LEFTHOOK_CONFIGS].some(has) || (await uses("lefthook"))
        ? "lefthook"
        : "git";
  const remotes = await gitResult(ground.repository.git, [
    "config",
    "-z",
    "--get-regexp",
    "^remote\\..*\\.url$",
  ]);
  const addresses = remotes.output.toString("utf8");
  if (has(".github") || /[@/]github\.com[:/]/.test(addresses)) return [hooks, "github"];
  if (has(".gitlab-ci.yml") || /[@/]gitlab\.[^/]*[:/]/.test(addresses)) return [hooks, "gitlab"];
  return [hooks];
}

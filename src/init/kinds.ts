/** What can be installed, and how. */
import { ByHand, type Proposal } from "./change.ts";
import { gitHooks } from "./git-hooks.ts";
import { GITHUB_WORKFLOW, githubWorkflow, runsGemsweep } from "./github-workflow.ts";
import { GITLAB_PIPELINE, newGitlabPipeline, withGitlabJob } from "./gitlab-pipeline.ts";
import type { Ground } from "./ground.ts";
import { husky } from "./husky.ts";
import {
  LEFTHOOK_CONFIGS,
  newLefthookConfig,
  OTHER_LEFTHOOK_CONFIGS,
  withLefthookCommands,
} from "./lefthook-config.ts";
import { dependency } from "./project.ts";
import {
  installation,
  newPreCommitConfig,
  PRE_COMMIT_CONFIG,
  withPreCommitHooks,
} from "./pre-commit-config.ts";
import { Unfit } from "./yaml-insertion.ts";

export const KINDS = ["pre-commit", "husky", "lefthook", "git", "github", "gitlab"] as const;
export type Kind = (typeof KINDS)[number];

/** Works out what one kind needs. Throws UserError and {@link ByHand}. */
export const PROPOSALS: Record<Kind, (ground: Ground) => Promise<Proposal>> = {
  "pre-commit": async (ground) => {
    const { version } = ground;
    const make = (text: string): string => withPreCommitHooks(text, version);
    const proposal = await inYaml(ground, PRE_COMMIT_CONFIG, newPreCommitConfig(version), make);
    const [change] = proposal.changes;
    return { ...proposal, next: change ? [installation(change.after)] : [] };
  },
  husky,
  lefthook: async (ground) => {
    const { program } = ground;
    for (const file of OTHER_LEFTHOOK_CONFIGS)
      if ((await ground.read(file)) !== undefined)
        throw new ByHand(file, "only YAML is written here", newLefthookConfig(program));
    const file = (await firstThere(ground, LEFTHOOK_CONFIGS)) ?? LEFTHOOK_CONFIGS[0];
    const make = (text: string): string => withLefthookCommands(text, program);
    const proposal = await inYaml(ground, file, newLefthookConfig(program), make);
    return { ...proposal, next: [...(await dependency(ground, "gemsweep")), "lefthook install"] };
  },
  git: gitHooks,
  github: async (ground) => {
    const after = githubWorkflow(ground.version);
    const before = await ground.read(GITHUB_WORKFLOW);
    if (before !== undefined && runsGemsweep(before)) return { changes: [], next: [] };
    if (before !== undefined)
      throw new ByHand(GITHUB_WORKFLOW, "it is not the workflow of gemsweep", after);
    return {
      changes: [ground.change(GITHUB_WORKFLOW, before, after)],
      next: [`commit ${GITHUB_WORKFLOW}, and require its check for protected branches`],
    };
  },
  gitlab: async (ground) => {
    const { version } = ground;
    const make = (text: string): string => withGitlabJob(text, version);
    const proposal = await inYaml(ground, GITLAB_PIPELINE, newGitlabPipeline(version), make);
    return { ...proposal, next: [`commit ${GITLAB_PIPELINE}`] };
  },
};

/** A new file, or the lines that one that is there lacks. */
async function inYaml(
  ground: Ground,
  file: string,
  fresh: string,
  make: (text: string) => string,
): Promise<Proposal> {
  const before = await ground.read(file);
  try {
    const after = before?.trim() ? make(before) : fresh;
    return { changes: after === before ? [] : [ground.change(file, before, after)], next: [] };
  } catch (thrown) {
    if (thrown instanceof Unfit) throw new ByHand(file, thrown.message, fresh);
    throw thrown;
  }
}

async function firstThere(ground: Ground, files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if ((await ground.read(file)) !== undefined) return file;
  return undefined;
}

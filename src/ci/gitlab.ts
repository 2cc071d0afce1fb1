/** GitLab CI. */
import {
  type Base,
  commitId,
  type Environment,
  type Provider,
  refNamed,
  revisionOr,
  sinceDefaultBranch,
  type ToldChange,
  trackingRef,
} from "./provider.ts";

/** https://docs.gitlab.com/ci/variables/predefined_variables/ */
export const gitlab: Provider = {
  name: "GitLab",
  isRunning: (environment) => environment["GITLAB_CI"] === "true",
  wholeHistory: "give the job the whole history: `GIT_DEPTH: 0` among its variables",
  change: (environment) =>
    environment["CI_MERGE_REQUEST_IID"] ? mergeRequest(environment) : branch(environment),
};

/** Of a merged result, the source branch and the target are the parents of what is checked out. */
function mergeRequest(environment: Environment): ToldChange {
  const base =
    commitId(environment["CI_MERGE_REQUEST_DIFF_BASE_SHA"]) ??
    trackingRef(environment["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"]);
  return {
    from: "GitLab merge request",
    base: revisionOr(base, { is: "untold", why: "what the merge request is to join" }),
    head:
      commitId(environment["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"]) ??
      commitId(environment["CI_COMMIT_SHA"]),
    names: refNamed("heads", environment["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"]),
    isRequest: true,
  };
}

function branch(environment: Environment): ToldChange {
  const { CI_COMMIT_BRANCH: name, CI_COMMIT_TAG: tag, CI_DEFAULT_BRANCH: main } = environment;
  const pushed = environment["CI_PIPELINE_SOURCE"] === "push";
  const before = commitId(environment["CI_COMMIT_BEFORE_SHA"]);
  const ofDefault: Base = pushed
    ? { is: "nothing", why: "nothing is known of what was there before the push" }
    : { is: "head", why: "the pipeline is for no change" };
  const sinceDefault = sinceDefaultBranch(name, main, ofDefault);
  return {
    from: `GitLab ${tag ? "tag" : "branch"}`,
    base:
      before === undefined
        ? sinceDefault
        : { is: "revision", revision: before, ifGone: sinceDefault },
    head: commitId(environment["CI_COMMIT_SHA"]),
    names: tag ? refNamed("tags", tag) : refNamed("heads", name),
  };
}

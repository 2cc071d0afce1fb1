/** Services that say little more than where a change is to go. */
import {
  type Base,
  commitId,
  type Environment,
  type Provider,
  refNamed,
  revisionOr,
  trackingRef,
} from "./provider.ts";

const UNTOLD: Base = { is: "untold", why: "what was there before a push" };

/** https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/ */
export const bitbucket: Provider = {
  name: "Bitbucket",
  isRunning: (environment) => environment["BITBUCKET_BUILD_NUMBER"] !== undefined,
  wholeHistory: "give the pipeline the whole history: `clone: depth: full`",
  change(environment) {
    const isPullRequest = environment["BITBUCKET_PR_ID"] !== undefined;
    const base =
      commitId(environment["BITBUCKET_PR_DESTINATION_COMMIT"]) ??
      trackingRef(environment["BITBUCKET_PR_DESTINATION_BRANCH"]);
    const tag = environment["BITBUCKET_TAG"];
    return {
      from: `Bitbucket ${isPullRequest ? "pull request" : tag ? "tag" : "branch"}`,
      base: isPullRequest ? revisionOr(base, UNTOLD) : UNTOLD,
      head: commitId(environment["BITBUCKET_COMMIT"]),
      names: tag ? refNamed("tags", tag) : refNamed("heads", environment["BITBUCKET_BRANCH"]),
      isRequest: isPullRequest,
    };
  },
};

/** https://learn.microsoft.com/azure/devops/pipelines/build/variables */
export const azure: Provider = {
  name: "Azure",
  isRunning: (environment) => /^true$/i.test(environment["TF_BUILD"] ?? ""),
  wholeHistory: "give the checkout step the whole history: `fetchDepth: 0`",
  change(environment) {
    const target = environment["SYSTEM_PULLREQUEST_TARGETBRANCH"];
    const source = environment["SYSTEM_PULLREQUEST_SOURCEBRANCH"];
    return {
      from: `Azure ${target ? "pull request" : "branch"}`,
      base: target ? revisionOr(trackingRef(target), UNTOLD) : UNTOLD,
      head:
        commitId(environment["SYSTEM_PULLREQUEST_SOURCECOMMITID"]) ??
        commitId(environment["BUILD_SOURCEVERSION"]),
      names: refNamed("heads", source ?? environment["BUILD_SOURCEBRANCH"]),
      isRequest: Boolean(target),
    };
  },
};

/** https://www.jenkins.io/doc/book/pipeline/multibranch/ and the variables of its git plugin. */
export const jenkins: Provider = {
  name: "Jenkins",
  isRunning: (environment) =>
    environment["JENKINS_URL"] !== undefined || environment["JENKINS_HOME"] !== undefined,
  wholeHistory:
    "clone the whole history: no “shallow clone” among the advanced clone behaviours, or `git fetch --unshallow`",
  change(environment) {
    const target = environment["CHANGE_TARGET"];
    const before = commitId(environment["GIT_PREVIOUS_SUCCESSFUL_COMMIT"]);
    return {
      from: `Jenkins ${target ? "change request" : "branch"}`,
      base: revisionOr(target ? trackingRef(target) : before, UNTOLD),
      head: commitId(environment["GIT_COMMIT"]),
      names: refNamed("heads", environment["CHANGE_BRANCH"] ?? environment["BRANCH_NAME"]),
      isRequest: Boolean(target),
    };
  },
};

/** https://circleci.com/docs/reference/variables/; the revision before a push is a value of the pipeline, not a variable. */
export const circleci: Provider = {
  name: "CircleCI",
  isRunning: (environment) => environment["CIRCLECI"] === "true",
  wholeHistory: "give the checkout step the whole history: `method: full`",
  change: (environment) => ({
    from: `CircleCI ${environment["CIRCLE_TAG"] ? "tag" : "branch"}`,
    base: UNTOLD,
    head: commitId(environment["CIRCLE_SHA1"]),
    names: changedName(environment),
  }),
};

function changedName({ CIRCLE_TAG: tag, CIRCLE_BRANCH: branch }: Environment): readonly string[] {
  return tag ? refNamed("tags", tag) : refNamed("heads", branch);
}

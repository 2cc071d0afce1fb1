/** What each service says of a change, from its variables and its event alone. */
import { describe, expect, test } from "vitest";
import type { Environment, ToldChange } from "../../src/ci/provider.ts";
import { PROVIDERS, providerOf } from "../../src/ci/providers.ts";

const NONE = "0".repeat(40);
const [BASE, HEAD, MERGE] = ["a".repeat(40), "b".repeat(40), "c".repeat(40)];
const MAIN = "refs/remotes/origin/main";

function told(environment: Environment, event?: unknown): ToldChange | undefined {
  return providerOf(environment)?.change(environment, event);
}

const repository = { default_branch: "main" };
const pullRequest = {
  pull_request: { base: { sha: BASE, ref: "main" }, head: { sha: HEAD, ref: "feature" } },
};

const revision = (name: string) => ({ is: "revision", revision: name });

describe("GitHub", () => {
  const on = (name: string, more: Environment = {}) => ({
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: name,
    GITHUB_SHA: MERGE,
    ...more,
  });
  const push = (given: object) => ({
    ref: "refs/heads/feature",
    before: BASE,
    after: HEAD,
    repository,
    ...given,
  });

  test.for<[string, Environment, unknown, object]>([
    [
      "a pull request",
      on("pull_request"),
      pullRequest,
      { base: revision(BASE), head: HEAD, names: ["refs/heads/feature"] },
    ],
    [
      "one that runs with the rights of its target",
      on("pull_request_target"),
      pullRequest,
      { from: "GitHub pull_request_target", base: revision(BASE), head: HEAD },
    ],
    ["a review of one", on("pull_request_review"), pullRequest, { base: revision(BASE) }],
    [
      "a pull request without ids",
      on("pull_request", { GITHUB_BASE_REF: "main" }),
      {},
      { base: revision(MAIN), head: undefined },
    ],
    [
      "a merge queue",
      on("merge_group"),
      {
        merge_group: { base_sha: BASE, head_sha: HEAD, head_ref: "refs/heads/gh-readonly-queue/x" },
      },
      { base: revision(BASE), head: HEAD, names: ["refs/heads/gh-readonly-queue/x"] },
    ],
    [
      "a push, which may have replaced what was there",
      on("push"),
      push({ forced: true }),
      { base: { ...revision(BASE), ifGone: revision(MAIN) }, head: HEAD },
    ],
    ["the push of a new branch", on("push"), push({ before: NONE }), { base: revision(MAIN) }],
    [
      "the push of a tag",
      on("push"),
      push({ ref: "refs/tags/v1", before: NONE }),
      { base: revision(MAIN), names: ["refs/tags/v1"] },
    ],
    [
      "the first push of all",
      on("push"),
      push({ ref: "refs/heads/main", before: NONE }),
      { base: { is: "nothing" }, names: ["refs/heads/main"] },
    ],
    [
      "the replaced default branch",
      on("push"),
      push({ ref: "refs/heads/main" }),
      { base: { ...revision(BASE), ifGone: { is: "nothing" } } },
    ],
    [
      "a deletion",
      on("push"),
      push({ deleted: true, after: NONE }),
      { base: { is: "head" }, head: undefined, names: [] },
    ],
    [
      "a schedule",
      on("schedule"),
      { schedule: "0 0 * * *" },
      { base: { is: "head" }, head: MERGE },
    ],
    [
      "a run by hand on a branch",
      on("workflow_dispatch", { GITHUB_REF: "refs/heads/feature" }),
      { repository },
      { base: revision(MAIN), head: MERGE },
    ],
    [
      "a run by hand on the default branch",
      on("workflow_dispatch", { GITHUB_REF: "refs/heads/main" }),
      { repository },
      { base: { is: "head" } },
    ],
    ["an event that says nothing", on("release"), {}, { base: { is: "untold" } }],
    ["no event", on("push"), undefined, { base: { is: "untold" } }],
  ])("%s", ([, environment, event, expected]) => {
    expect(told(environment, event)).toMatchObject(expected);
  });

  test("names what an event calls commits only where they can be", () => {
    const hostile = [
      "--upload-pack=touch x",
      "HEAD",
      "main",
      "$(id)",
      "a".repeat(65),
      "",
      "abc",
      7,
    ];
    for (const sha of hostile) {
      const change = told(on("pull_request"), {
        pull_request: {
          base: { sha, ref: "--output=x" },
          head: { sha, ref: "::set-output name=a::b" },
        },
      });
      expect(change).toMatchObject({
        base: revision("refs/remotes/origin/--output=x"),
        head: undefined,
        names: ["refs/heads/::set-output name=a::b"],
      });
    }
  });

  test.for(["a..b", "a b", "a\nb", "~", "a:b", "x@{1}", "", "/", "\0"])(
    "%j is no branch to compare with",
    (branch) => {
      const event = { pull_request: { base: { sha: 1, ref: branch }, head: {} } };
      expect(told(on("pull_request"), event)?.base.is).toBe("untold");
    },
  );

  test("follows own fields of objects only", () => {
    const event = { pull_request: Object.create({ base: { sha: BASE } }) as object };
    expect(told(on("pull_request"), event)?.base.is).toBe("untold");
  });
});

describe("GitLab", () => {
  const on = (more: Environment) => ({
    GITLAB_CI: "true",
    CI_COMMIT_SHA: HEAD,
    CI_DEFAULT_BRANCH: "main",
    CI_COMMIT_BEFORE_SHA: NONE,
    ...more,
  });
  const request = {
    CI_MERGE_REQUEST_IID: "7",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: BASE,
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "feature",
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
  };

  test.for<[string, Environment, object]>([
    [
      "a merge request",
      on(request),
      { base: revision(BASE), head: HEAD, names: ["refs/heads/feature"] },
    ],
    [
      "a merged result",
      on({ ...request, CI_COMMIT_SHA: MERGE, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: HEAD }),
      { base: revision(BASE), head: HEAD },
    ],
    [
      "a merge request without a diff",
      on({ ...request, CI_MERGE_REQUEST_DIFF_BASE_SHA: "" }),
      { base: revision(MAIN) },
    ],
    [
      "a push",
      on({ CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "feature", CI_COMMIT_BEFORE_SHA: BASE }),
      { base: { ...revision(BASE), ifGone: revision(MAIN) }, head: HEAD },
    ],
    [
      "the push of a new branch",
      on({ CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "feature" }),
      { base: revision(MAIN), names: ["refs/heads/feature"] },
    ],
    [
      "the first push of all",
      on({ CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "main" }),
      { base: { is: "nothing" } },
    ],
    [
      "a tag",
      on({ CI_PIPELINE_SOURCE: "push", CI_COMMIT_TAG: "v1" }),
      { base: revision(MAIN), names: ["refs/tags/v1"] },
    ],
    [
      "a schedule",
      on({ CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_BRANCH: "main" }),
      { base: { is: "head" }, head: HEAD },
    ],
    [
      "a schedule on a branch",
      on({ CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_BRANCH: "feature" }),
      { base: revision(MAIN) },
    ],
  ])("%s", ([, environment, expected]) => {
    expect(told(environment)).toMatchObject(expected);
  });
});

describe("others", () => {
  test.for<[string, Environment, object]>([
    [
      "a pull request on Bitbucket",
      {
        BITBUCKET_BUILD_NUMBER: "1",
        BITBUCKET_PR_ID: "2",
        BITBUCKET_COMMIT: HEAD,
        BITBUCKET_PR_DESTINATION_COMMIT: "aaaaaaaaaaaa",
        BITBUCKET_BRANCH: "feature",
      },
      { base: revision("aaaaaaaaaaaa"), head: HEAD, names: ["refs/heads/feature"] },
    ],
    [
      "a branch on Bitbucket",
      { BITBUCKET_BUILD_NUMBER: "1", BITBUCKET_COMMIT: HEAD },
      { base: { is: "untold" } },
    ],
    [
      "a pull request on Azure",
      {
        TF_BUILD: "True",
        SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/main",
        SYSTEM_PULLREQUEST_SOURCEBRANCH: "refs/heads/feature",
        SYSTEM_PULLREQUEST_SOURCECOMMITID: HEAD,
        BUILD_SOURCEVERSION: MERGE,
      },
      { base: revision(MAIN), head: HEAD, names: ["refs/heads/feature"] },
    ],
    [
      "a branch on Azure",
      { TF_BUILD: "True", BUILD_SOURCEVERSION: HEAD },
      { base: { is: "untold" }, head: HEAD },
    ],
    [
      "a change request on Jenkins",
      { JENKINS_URL: "https://ci", CHANGE_TARGET: "main", GIT_COMMIT: HEAD, BRANCH_NAME: "PR-1" },
      { base: revision(MAIN), head: HEAD },
    ],
    [
      "a branch on Jenkins, since the last build that went well",
      { JENKINS_URL: "https://ci", GIT_PREVIOUS_SUCCESSFUL_COMMIT: BASE, GIT_COMMIT: HEAD },
      { base: revision(BASE), head: HEAD },
    ],
    [
      "CircleCI",
      { CIRCLECI: "true", CIRCLE_SHA1: HEAD, CIRCLE_BRANCH: "feature" },
      { base: { is: "untold" }, head: HEAD, names: ["refs/heads/feature"] },
    ],
  ])("%s", ([, environment, expected]) => {
    expect(told(environment)).toMatchObject(expected);
  });

  test("nobody", () => {
    expect(providerOf({})).toBeUndefined();
    expect(providerOf({ CI: "true", GITHUB_ACTIONS: "false" })).toBeUndefined();
  });

  test("each says how to clone the whole history", () => {
    expect(PROVIDERS.map(({ name, wholeHistory }) => `${name}: ${wholeHistory}`))
      .toMatchInlineSnapshot(`
      [
        "GitHub: give actions/checkout the whole history: \`fetch-depth: 0\`",
        "GitLab: give the job the whole history: \`GIT_DEPTH: 0\` among its variables",
        "Bitbucket: give the pipeline the whole history: \`clone: depth: full\`",
        "Azure: give the checkout step the whole history: \`fetchDepth: 0\`",
        "CircleCI: give the checkout step the whole history: \`method: full\`",
        "Jenkins: clone the whole history: no “shallow clone” among the advanced clone behaviours, or \`git fetch --unshallow\`",
      ]
    `);
  });
});

/** GitHub Actions, and what speaks its language: Gitea, Forgejo. */
import { jsonAt } from "./event.ts";
import {
  type Base,
  commitId,
  type Environment,
  type Provider,
  refNamed,
  revisionOr,
  sinceDefaultBranch,
  textAt,
  type ToldChange,
  trackingRef,
} from "./provider.ts";

/** https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows */
export const github: Provider = {
  name: "GitHub",
  isRunning: (environment) => environment["GITHUB_ACTIONS"] === "true",
  eventFile: (environment) => environment["GITHUB_EVENT_PATH"],
  wholeHistory: "give actions/checkout the whole history: `fetch-depth: 0`",
  change(environment, event) {
    const name = /^\w{1,50}$/.exec(environment["GITHUB_EVENT_NAME"] ?? "")?.[0] ?? "unknown event";
    const from = `GitHub ${name}`;
    if (jsonAt(event, ["pull_request"]) !== undefined || environment["GITHUB_BASE_REF"])
      return { from, ...pullRequest(environment, event) };
    if (name === "merge_group") return { from, ...mergeGroup(event) };
    if (name === "push") return { from, ...push(event) };
    return { from, ...other(environment, event) };
  },
};

type Change = Omit<ToldChange, "from">;

/** Also for pull_request_target and reviews. */
function pullRequest(environment: Environment, event: unknown): Change {
  const target = textAt(event, "pull_request", "base", "ref") ?? environment["GITHUB_BASE_REF"];
  const base = commitId(textAt(event, "pull_request", "base", "sha")) ?? trackingRef(target);
  return {
    base: revisionOr(base, { is: "untold", why: "what the pull request is to join" }),
    head: commitId(textAt(event, "pull_request", "head", "sha")),
    names: refNamed("heads", textAt(event, "pull_request", "head", "ref")),
    isRequest: true,
  };
}

function mergeGroup(event: unknown): Change {
  const base = commitId(textAt(event, "merge_group", "base_sha"));
  return {
    base: revisionOr(base, { is: "untold", why: "what the merge group is to join" }),
    head: commitId(textAt(event, "merge_group", "head_sha")),
    names: refNamed("heads", textAt(event, "merge_group", "head_ref")),
  };
}

function push(event: unknown): Change {
  const ref = textAt(event, "ref");
  const names = refNamed("heads", ref);
  const after = textAt(event, "after");
  if (jsonAt(event, ["deleted"]) === true || /^0+$/.test(after ?? ""))
    return { base: { is: "head", why: "the push deletes a ref" }, head: undefined, names: [] };

  const defaultBranch = textAt(event, "repository", "default_branch");
  const sinceDefault = (why: string): Base =>
    sinceDefaultBranch(ref, defaultBranch, { is: "nothing", why });
  const before = commitId(textAt(event, "before"));
  return {
    base:
      before === undefined
        ? sinceDefault("the push made the branch")
        : {
            is: "revision",
            revision: before,
            ifGone: sinceDefault(
              "the push replaced what was there, and the clone does not have it",
            ),
          },
    head: commitId(after),
    names,
  };
}

/** Schedules, runs by hand and whatever else tells no earlier state. */
function other(environment: Environment, event: unknown): Change {
  const ref = environment["GITHUB_REF"];
  const nothingNew: Base = { is: "head", why: "the run is for no change" };
  const base =
    environment["GITHUB_EVENT_NAME"] === "schedule"
      ? nothingNew
      : sinceDefaultBranch(ref, textAt(event, "repository", "default_branch"), nothingNew);
  return { base, head: commitId(environment["GITHUB_SHA"]), names: [] };
}

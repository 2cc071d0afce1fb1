/** Gates of changes as CI services make them, in real repositories. */
import { mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { runCli } from "../support/cli.ts";
import { at, repository, type TestRepository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

const code = (key: string): string => `genai.configure(api_key="${key}")\n`;
const NONE = "0".repeat(40);

interface Judged {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs; by default in the repository. */
  readonly cwd?: string;
}

interface Report {
  readonly target: { readonly change: Readonly<Record<string, unknown>> };
  readonly findings: readonly {
    readonly arrival: string;
    readonly preview: string;
    readonly sightings: readonly { source: string; path?: string; isNew?: true }[];
  }[];
  readonly ignored: readonly object[];
  readonly notes: readonly { readonly about: string; readonly note: string }[];
}

function judge({ root }: TestRepository, { args = [], env, cwd = root }: Judged) {
  const run = runCli({ cwd, args: ["ci", "--format", "json", ...args], ...(env && { env }) });
  const report = run.stdout === "" ? undefined : (JSON.parse(run.stdout) as Report);
  return { ...run, report };
}

/** `new a.py`, `before b.py`: each finding with its first place. */
function told(report: Report | undefined): readonly string[] {
  return (report?.findings ?? []).map(
    ({ arrival, sightings: [first] }) => `${arrival} ${first?.path ?? first?.source}`,
  );
}

/** The variables of GitHub, with an event in a file. */
function github(name: string, event: unknown): Readonly<Record<string, string>> {
  const file = join(temporaryFolder(), "event.json");
  writeFileSync(file, JSON.stringify(event));
  return { GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: file };
}

function pullRequest(
  base: string,
  head: string,
  ref = "feature",
): Readonly<Record<string, string>> {
  return github("pull_request", {
    pull_request: { base: { sha: base, ref: "main" }, head: { sha: head, ref } },
  });
}

/** A repository with one commit, which has a key of its own, and a branch for the change. */
function started(): TestRepository & { readonly base: string } {
  const repo = repository();
  const base = repo.commit({ "old.py": code(googleApiKey()) });
  repo.git("checkout", "-qb", "feature");
  return { ...repo, base };
}

/** A run for a comment, which is for the last commit of the default branch. */
function comment(head: string): Readonly<Record<string, string>> {
  return {
    ...github("issue_comment", { repository: { default_branch: "main" } }),
    GITHUB_REF: "refs/heads/main",
    GITHUB_SHA: head,
  };
}

/** Puts a commit on `main`, merges it into the change, and returns it. */
function mainMergedInto(git: TestRepository["git"]): string {
  git("checkout", "-q", "main");
  git("commit", "-q", "--allow-empty", "-m", "more");
  git("checkout", "-q", "feature");
  git("merge", "-q", "-m", "merge", "main");
  return git("rev-parse", "main");
}

type Setup = (repo: ReturnType<typeof started>, key: string) => Judged;

const CHANGES: readonly [what: string, setUp: Setup, exitCode: number, told: readonly string[]][] =
  [
    [
      "nothing new",
      ({ commit, base }) => {
        commit({ "a.txt": "1" });
        return { args: ["--base", base] };
      },
      0,
      ["before old.py"],
    ],
    [
      "everything, when asked for",
      ({ commit, base }) => {
        commit({ "a.txt": "1" });
        return { args: ["--base", base, "--all"] };
      },
      1,
      ["before old.py"],
    ],
    [
      "a key that is removed again before the end",
      ({ commit, base }, key) => {
        commit({ "a.py": code(key) });
        commit({ "a.py": "1" });
        return { args: ["--base", base] };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "a squashed change",
      ({ commit, git, base }, key) => {
        commit({ "a.py": code(key) });
        commit({ "b.py": "1" });
        git("checkout", "-q", "main");
        git("merge", "-q", "--squash", "feature");
        git("commit", "-qm", "squashed");
        return { args: ["--base", base] };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "a renamed and edited file with an old key",
      ({ root, commit, git, base }) => {
        renameSync(join(root, "old.py"), join(root, "moved.py"));
        git("add", "-A");
        commit({}, "rename");
        git("tag", "edited", commit({ "moved.py": `${git("show", "HEAD:moved.py")}\n# more\n` }));
        return { args: ["--base", base] };
      },
      0,
      ["before moved.py"],
    ],
    [
      "a key of a branch that was merged into the change",
      ({ commit, git, base }, key) => {
        git("checkout", "-qb", "side");
        commit({ "side.py": code(key) });
        commit({ "side.py": "1" });
        git("checkout", "-q", "feature");
        commit({ "a.txt": "1" });
        git("merge", "-q", "-m", "merge", "side");
        return { args: ["--base", base] };
      },
      1,
      ["new side.py", "before old.py"],
    ],
    [
      "a pull request that GitHub merged for the run with what came meanwhile",
      ({ commit, git, base }, key) => {
        const head = commit({ "a.txt": "1" });
        git("checkout", "-q", "main");
        commit({ "late.py": code(key) });
        git("checkout", "-q", "--detach");
        git("merge", "-q", "-m", "merge", head);
        return { env: pullRequest(base, head) };
      },
      0,
      ["before late.py", "before old.py"],
    ],
    [
      "the same with a key in the pull request",
      ({ commit, git, base }, key) => {
        commit({ "a.py": code(key) });
        const head = commit({ "a.py": "1" });
        git("checkout", "-q", "--detach", "main");
        git("merge", "-q", "--no-ff", "-m", "merge", head);
        return { env: pullRequest(base, head) };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "a merged result of GitLab",
      ({ commit, git, base }, key) => {
        const head = commit({ "a.txt": "1" });
        git("checkout", "-q", "main");
        commit({ "late.py": code(key) });
        git("checkout", "-q", "--detach");
        git("merge", "-q", "-m", "merge", head);
        return {
          env: {
            GITLAB_CI: "true",
            CI_MERGE_REQUEST_IID: "1",
            CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
            CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: head,
            CI_COMMIT_SHA: git("rev-parse", "HEAD"),
          },
        };
      },
      0,
      ["before late.py", "before old.py"],
    ],
    [
      "a key that the base removed, put back",
      ({ commit, git }, key) => {
        commit({ "a.py": code(key) });
        const base = commit({ "a.py": "1" });
        git("checkout", "-qb", "change");
        commit({ "b.py": code(key) });
        return { args: ["--base", base] };
      },
      1,
      ["new b.py", "before old.py"],
    ],
    [
      "a key of the base's history in a commit that the change removes again",
      ({ commit }, key) => {
        commit({ "a.py": code(key) });
        const base = commit({ "a.py": "1" });
        commit({ "b.py": code(key) });
        commit({ "b.py": "2" });
        return { args: ["--base", base] };
      },
      0,
      ["before b.py", "before old.py"],
    ],
    [
      "a key in what was built, though git ignores it",
      ({ commit, write, base }, key) => {
        commit({ ".gitignore": "dist\n" });
        write({ "web/dist/app.js": `const key="${key}"` });
        return { args: ["--base", base] };
      },
      1,
      ["new web/dist/app.js", "before old.py"],
    ],
    [
      "a key in what was built that history has had",
      ({ commit, write }, key) => {
        commit({ "a.py": code(key), ".gitignore": "dist\n" });
        const base = commit({ "a.py": "1" });
        write({ "dist/app.js": `const key="${key}"` });
        return { args: ["--base", base] };
      },
      0,
      ["before dist/app.js", "before old.py"],
    ],
    [
      "what was built elsewhere",
      ({ base }, key) => {
        const elsewhere = temporaryFolder({ "app.js": `const key="${key}"` });
        return { args: ["--base", base, "--bundles", elsewhere] };
      },
      1,
      ["new app.js", "before old.py"],
    ],
    [
      "the first push of all",
      ({ git }) => ({
        env: github("push", {
          ref: "refs/heads/main",
          before: NONE,
          after: git("rev-parse", "main"),
          repository: { default_branch: "main" },
        }),
      }),
      1,
      ["new old.py"],
    ],
    [
      "the push of a new branch",
      ({ commit, git, base }) => {
        git("update-ref", "refs/remotes/origin/main", base);
        return {
          env: github("push", {
            ref: "refs/heads/feature",
            before: NONE,
            after: commit({ "a.txt": "1" }),
            repository: { default_branch: "main" },
          }),
        };
      },
      0,
      ["before old.py"],
    ],
    [
      "a forced push whose base is gone, compared with the default branch",
      ({ commit, git, base }, key) => {
        git("update-ref", "refs/remotes/origin/main", base);
        commit({ "a.py": code(key) });
        return {
          env: github("push", {
            ref: "refs/heads/feature",
            before: "d".repeat(40),
            after: commit({ "b.txt": "1" }),
            forced: true,
            repository: { default_branch: "main" },
          }),
        };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "a tag with a message",
      ({ git, base }, key) => {
        git("update-ref", "refs/remotes/origin/main", base);
        git("tag", "-a", "v1", "-m", code(key));
        return {
          env: github("push", {
            ref: "refs/tags/v1",
            before: NONE,
            after: git("rev-parse", "v1"),
            repository: { default_branch: "main" },
          }),
        };
      },
      1,
      ["new tag", "before old.py"],
    ],
    [
      "a deleted branch",
      () => ({
        env: github("push", {
          ref: "refs/heads/x",
          before: "d".repeat(40),
          after: NONE,
          deleted: true,
        }),
      }),
      0,
      ["before old.py"],
    ],
    [
      "a branch that is called like a key",
      ({ git, commit, base }, key) => {
        const head = commit({ "a.txt": "1" });
        git("branch", "-m", "feature", "x");
        return { env: pullRequest(base, head, key) };
      },
      1,
      ["new name", "before old.py"],
    ],
    [
      "branches that look like options and commands",
      ({ commit, git, base }, key) => {
        const head = commit({ "a.py": code(key) });
        git("update-ref", "refs/remotes/origin/--upload-pack=x", base);
        const event = {
          pull_request: {
            base: { sha: "--all", ref: "--upload-pack=x" },
            head: { sha: head, ref: "::set-output name=a::b" },
          },
        };
        return { env: github("pull_request", event) };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "a short id, whatever branch is called like it",
      ({ commit, git, base }, key) => {
        const head = commit({ "a.py": code(key) });
        git("branch", base.slice(0, 12), head);
        return {
          env: {
            BITBUCKET_BUILD_NUMBER: "1",
            BITBUCKET_PR_ID: "1",
            BITBUCKET_COMMIT: head,
            BITBUCKET_PR_DESTINATION_COMMIT: base.slice(0, 12),
          },
        };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "a key that is removed again from what looks installed",
      ({ commit, base }, key) => {
        commit({ "node_modules/a.py": code(key) });
        commit({ "node_modules/a.py": undefined });
        return { args: ["--base", base] };
      },
      1,
      ["new node_modules/a.py", "before old.py"],
    ],
    [
      "what is checked out for a comment, though it merged the default branch",
      ({ commit, git }, key) => {
        commit({ "a.py": code(key) });
        commit({ "a.py": "1" });
        return { env: comment(mainMergedInto(git)) };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "the files of what is checked out for a comment",
      ({ commit, git }, key) => {
        commit({ "a.py": code(key) });
        return { env: comment(mainMergedInto(git)) };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "a head that is named where the run is for no change",
      ({ commit, git }, key) => {
        commit({ "a.py": code(key) });
        commit({ "a.py": "1" });
        git("checkout", "-q", "main");
        return { env: comment(git("rev-parse", "main")), args: ["--head", "feature"] };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "histories that have nothing in common",
      ({ commit, git, base }, key) => {
        git("checkout", "-q", "--orphan", "other");
        commit({ "a.py": code(key) });
        return { args: ["--base", base] };
      },
      1,
      ["new a.py", "before old.py"],
    ],
    [
      "sides that were merged crosswise",
      ({ commit, git }, key) => {
        const ours = commit({ "ours.txt": "1" });
        git("checkout", "-q", "main");
        const theirs = commit({ "theirs.txt": "1" });
        git("merge", "-q", "-m", "one", ours);
        git("checkout", "-q", "feature");
        git("merge", "-q", "-m", "other", theirs);
        commit({ "a.py": code(key) });
        return { args: ["--base", "main"] };
      },
      1,
      ["new a.py", "before old.py"],
    ],
  ];

describe("a gate judges", () => {
  test.for(CHANGES)("%s", ([, setUp, exitCode, expected]) => {
    const repo = started();
    const key = googleApiKey();
    const judged = judge(repo, setUp(repo, key));
    expect(judged.stderr).toBe("");
    expect(told(judged.report).map((line) => line.replace(/ \/\S*\/(?=app\.js)/, " "))).toEqual(
      expected,
    );
    expect(judged.exitCode).toBe(exitCode);
    expect(judged.stdout).not.toContain(key);
  });
});

test("the scope is told exactly", () => {
  const { base, commit, ...repo } = started();
  repo.git("checkout", "-q", "main");
  const newer = commit({ "b.txt": "1" });
  repo.git("checkout", "-q", "feature");
  commit({ "a.txt": "1" });
  const head = commit({ "a.txt": "2" });
  repo.write({ "dist/a.js": "1", "node_modules/x/dist/b.js": "1" });
  const { report } = judge({ ...repo, commit }, { args: ["--base", "main"] });
  expect(report?.target.change).toEqual({
    from: "--base",
    bases: [newer],
    mergeBases: [base],
    head,
    commits: 2,
    objects: 6,
    checkedOut: head,
    bundles: ["dist"],
  });
});

test("a file to which an old key comes is a new place of it", () => {
  const { root, base, commit, git, ...repo } = started();
  commit({ "copy.py": git("show", "HEAD:old.py"), "old.py": `# \n${git("show", "HEAD:old.py")}` });
  const { report } = judge({ root, commit, git, ...repo }, { args: ["--base", base] });
  const places = report?.findings[0]?.sightings.filter(({ source }) => source === "worktree");
  expect(places).toMatchObject([{ path: "copy.py", isNew: true }, { path: "old.py" }]);
  expect(places?.[1]).not.toHaveProperty("isNew");
  const { stdout } = runCli({ cwd: root, args: ["ci", "--base", base] });
  expect(stdout).toContain("copy.py:1:26 and 1 more place (new in copy.py)");
});

describe("a clone that hides the base is no smaller change", () => {
  function shallow(depth: number) {
    const { commit, git, root } = started();
    const base = commit({ "a.txt": "0" });
    commit({ "a.txt": "1" });
    const head = commit({ "a.txt": "2" });
    const clone = join(temporaryFolder(), "clone");
    git("clone", "-q", `--depth=${depth}`, "--no-single-branch", `file://${root}`, clone);
    return { clone: at(clone), base, head };
  }

  test.for([
    ["GitHub", "`fetch-depth: 0`"],
    ["GitLab", "`GIT_DEPTH: 0`"],
    ["--base", "git fetch --unshallow"],
  ])("%s", ([service, line]) => {
    const { clone, base, head } = shallow(1);
    const environments: Record<string, Readonly<Record<string, string>>> = {
      GitHub: pullRequest(base, head),
      GitLab: {
        GITLAB_CI: "true",
        CI_MERGE_REQUEST_IID: "1",
        CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
        CI_COMMIT_SHA: head,
      },
    };
    const env = environments[service ?? ""];
    const args = service === "--base" ? ["--base", "origin/main"] : [];
    const { exitCode, stderr, stdout } = judge(clone, { args, ...(env && { env }) });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("this clone is shallow: it hides where the change begins");
    expect(stderr).toContain(line);
  });

  test("unless the whole change is there", () => {
    const { clone, base, head } = shallow(3);
    const { exitCode, report } = judge(clone, { env: pullRequest(base, head) });
    expect([exitCode, report?.target.change.commits]).toEqual([0, 2]);
    expect(report?.notes.map(({ note }) => note)).toContainEqual(
      expect.stringContaining("the clone is shallow"),
    );
  });
});

describe("what cannot be judged says how it can", () => {
  test.for<[string, (repo: ReturnType<typeof started>) => Judged, string]>([
    ["no service", () => ({}), "no CI service is known here"],
    [
      "a base that is not there",
      () => ({ args: ["--base", "origin/main"] }),
      "this clone does not have origin/main",
    ],
    [
      "a branch that was not fetched",
      () => ({ args: ["--base", "origin/gone"] }),
      "git fetch origin +refs/heads/gone:refs/remotes/origin/gone",
    ],
    [
      "a base that is misspelt",
      () => ({ args: ["--base", "mian"] }),
      "check how it is written, or fetch it before: git fetch --tags origin",
    ],
    [
      "a head that is misspelt",
      ({ base }) => ({ args: ["--base", base, "--head", "mian"] }),
      "check how it is written",
    ],
    [
      "a tag that is called like the base",
      ({ base, commit, git }) => {
        git("update-ref", "refs/remotes/origin/main", base);
        git("tag", "origin/main", commit({ "a.py": code(googleApiKey()) }));
        return { args: ["--base", "origin/main"] };
      },
      "write the whole name",
    ],
    [
      "a tag that is called like a base that was not fetched",
      ({ commit, git }) => {
        git("remote", "add", "origin", "https://example.com/x.git");
        git("tag", "origin/main", commit({ "a.py": code(googleApiKey()) }));
        return { args: ["--base", "origin/main~0"] };
      },
      "there is refs/tags/origin/main",
    ],
    [
      "a tag that is called like a short id",
      ({ base, commit, git }) => {
        git("tag", base.slice(0, 10), commit({ "a.py": code(googleApiKey()) }));
        return { args: ["--base", base.slice(0, 10)] };
      },
      "an object of that id",
    ],
    [
      "a tag that is called like the whole name of the default branch",
      ({ commit, git }) => {
        const head = commit({ "a.py": code(googleApiKey()) });
        git("update-ref", "refs/tags/refs/remotes/origin/main", head);
        return {
          env: {
            GITLAB_CI: "true",
            CI_COMMIT_BRANCH: "feature",
            CI_COMMIT_SHA: head,
            CI_DEFAULT_BRANCH: "main",
          },
        };
      },
      "this clone does not have refs/remotes/origin/main",
    ],
    ["an option for a base", () => ({ args: ["--base=--all"] }), "--all is not a revision"],
    [
      "a head that is not there",
      ({ base }) => ({ env: pullRequest(base, "e".repeat(40)) }),
      "check out",
    ],
    [
      "a default branch that was not fetched",
      () => ({
        env: {
          GITLAB_CI: "true",
          CI_COMMIT_BRANCH: "feature",
          CI_DEFAULT_BRANCH: "main",
          CI_PIPELINE_SOURCE: "push",
        },
      }),
      "git fetch origin +refs/heads/main:refs/remotes/origin/main",
    ],
    ["a path", ({ base }) => ({ args: ["--base", base, "dist"] }), "--bundles dist"],
    [
      "a bundle that was not built",
      ({ base }) => ({ args: ["--base", base, "--bundles", "dist"] }),
      "cannot open --bundles dist",
    ],
    ["no commit", () => ({ cwd: repository().root, args: ["--base", "main"] }), "no commit yet"],
    [
      "no repository",
      () => ({ cwd: temporaryFolder(), args: ["--base", "main"] }),
      "git repository",
    ],
  ])("%s", ([, setUp, says]) => {
    const repo = started();
    const { exitCode, stdout, stderr } = judge(repo, setUp(repo));
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(says);
  });

  test.for<[string, (file: string) => void, string]>([
    ["of 100 MB", (file) => truncateSync(file, 100 * 1024 ** 2), "it is too large"],
    ["that is not JSON", (file) => writeFileSync(file, "{"), "it is not JSON"],
    ["that is a list", (file) => writeFileSync(file, "[]"), "it is not an object"],
  ])("an event %s", ([, spoil, says]) => {
    const repo = started();
    const env = github("pull_request", {});
    spoil(env["GITHUB_EVENT_PATH"] ?? "");
    const { exitCode, stderr } = judge(repo, { env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(says)]);
    expect(judge(repo, { env, args: ["--base", "main"] }).exitCode).toBe(0);
  });
});

test("a build folder that leads out of the tree is not followed unless it is named", () => {
  const { root, base, ...repo } = started();
  const outside = temporaryFolder({ "app.js": `const key="${googleApiKey()}"` });
  symlinkSync(outside, join(root, "dist"));
  mkdirSync(join(root, "build"));
  const before = judge({ root, ...repo }, { args: ["--base", base] });
  expect(before.exitCode).toBe(0);
  expect(before.report?.notes).toContainEqual({
    about: "dist",
    note: expect.stringContaining("name it with --bundles") as string,
  });
  const after = judge({ root, ...repo }, { args: ["--base", base, "--bundles", "dist"] });
  expect([after.exitCode, told(after.report)]).toEqual([1, ["new dist/app.js", "before old.py"]]);
  expect(after.report?.target.change["bundles"]).toEqual(["dist", "build"]);
});

test("a change that decides what is ignored in it is told of", () => {
  const { base, commit, ...repo } = started();
  commit({ ".gemsweep.yaml": "exclude: a.py\n", "a.py": code(googleApiKey()) });
  const { exitCode, report } = judge({ ...repo, commit }, { args: ["--base", base] });
  expect(exitCode).toBe(0);
  expect(report?.notes).toContainEqual({
    about: ".gemsweep.yaml",
    note: expect.stringContaining("differs from that of the base") as string,
  });
});

test("a change is told of that edits what the settings extend", () => {
  const { commit, ...repo } = started();
  const base = commit({
    ".gemsweep.yaml": "extends: ./shared.yaml\n",
    "shared.yaml": "exclude: x\n",
  });
  commit({ "shared.yaml": "exclude: a.py\n", "a.py": code(googleApiKey()) });
  const { report } = judge({ ...repo, commit }, { args: ["--base", base] });
  expect(report?.notes.map(({ about }) => about)).toContain("shared.yaml");
  expect(report?.notes.map(({ about }) => about)).not.toContain(".gemsweep-ignore.yaml");
});

test("what was installed is ignored unless git has it, and told as such", () => {
  const { base, commit, write, git, ...repo } = started();
  write({ "node_modules/tracked/a.js": `const key = "${googleApiKey()}"` });
  commit({ ".gitignore": "node_modules\n" });
  git("add", "--force", "node_modules/tracked/a.js");
  commit({});
  write({ "node_modules/other/b.js": `const key = "${googleApiKey()}"` });
  const all = { ...repo, commit, write, git };
  const { report } = judge(all, { args: ["--base", base] });
  expect(told(report)).toEqual(["new node_modules/tracked/a.js", "before old.py"]);
  expect(report?.ignored).toMatchObject([
    { by: { file: "gemsweep ci", setting: "exclude", pattern: "installed packages" } },
  ]);
  expect(told(judge(all, { args: ["--base", base, "--no-ignore"] }).report)).toHaveLength(3);
});

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "./support/cli.ts";
import { geminiAuthKey } from "./support/keys.ts";
import { hasTool } from "./support/tools.ts";

const installed = hasTool("pre-commit", "Install it with `pip install pre-commit`.");

describe.skipIf(!installed)("the hooks under the real pre-commit program", () => {
  const base = mkdtempSync(join(tmpdir(), "gemsweep-pre-commit-"));
  const hooks = join(base, "hooks");
  const project = join(base, "project");
  const remote = join(base, "remote.git");
  const env = environment(base);

  const git = (cwd: string, ...args: string[]) =>
    execFileSync("git", args, { cwd, env, encoding: "utf8" });
  const attempt = (...args: string[]) => {
    const done = spawnSync("git", args, { cwd: project, env, encoding: "utf8" });
    return { status: done.status, output: done.stdout + done.stderr };
  };
  const stage = (path: string, content: string) => {
    writeFileSync(join(project, path), content);
    git(project, "add", path);
  };

  beforeAll(() => {
    publishHooks(hooks, git);
    git(base, "init", "--quiet", "--bare", remote);
    git(base, "init", "--quiet", "--initial-branch=main", project);
    git(project, "remote", "add", "origin", remote);
    runCli({ cwd: project, args: ["init", "pre-commit"] });
    const config = join(project, ".pre-commit-config.yaml");
    const revision = git(hooks, "rev-parse", "HEAD").trim();
    writeFileSync(config, withHooksOf(readFileSync(config, "utf8"), hooks, revision));
    git(project, "add", ".");
    git(project, "commit", "--quiet", "--no-verify", "-m", "Use the hooks");
    execFileSync("pre-commit", ["install", "--install-hooks"], {
      cwd: project,
      env,
      stdio: "ignore",
    });
  }, 300_000);

  afterAll(() => rmSync(base, { recursive: true, force: true }));

  test("a clean commit passes", () => {
    stage("clean.py", 'key = os.environ["GEMINI_API_KEY"]\n');
    expect(attempt("commit", "-m", "Read the key from the environment")).toMatchObject({
      status: 0,
    });
  });

  test("a key in a staged notebook output blocks the commit and is named by its cell", () => {
    const key = geminiAuthKey();
    stage("demo.ipynb", notebookWithOutput(`env: GEMINI_API_KEY=${key}\n`));
    const { status, output } = attempt("commit", "-m", "Add a demo");
    expect(status).toBe(1);
    expect(output).toContain("demo.ipynb");
    expect(output).toContain("cell 1");
    expect(output).not.toContain(key);
    git(project, "rm", "--quiet", "--force", "demo.ipynb");
  });

  test("a partially staged file is judged by what is staged", () => {
    const key = geminiAuthKey();
    stage("partial.env", "GEMINI_API_KEY=\n");
    writeFileSync(join(project, "partial.env"), `GEMINI_API_KEY=${key}\n`);
    expect(attempt("commit", "-m", "Stage the clean version")).toMatchObject({ status: 0 });

    stage("partial.env", `GEMINI_API_KEY=${key}\n`);
    writeFileSync(join(project, "partial.env"), "GEMINI_API_KEY=\n");
    expect(attempt("commit", "-m", "Stage the version with the key")).toMatchObject({ status: 1 });
    git(project, "checkout", "--quiet", "HEAD", "--", "partial.env");
  });

  test("a push is blocked by a key in a commit that leaves, and passes without one", () => {
    expect(attempt("push", "--quiet", "origin", "main")).toMatchObject({ status: 0 });
    git(project, "switch", "--quiet", "-c", "leak");
    stage("leak.txt", geminiAuthKey());
    git(project, "commit", "--quiet", "--no-verify", "-m", "Skip the first hook");
    git(project, "rm", "--quiet", "leak.txt");
    git(project, "commit", "--quiet", "--no-verify", "-m", "Remove it again, too late");
    const { status, output } = attempt("push", "--quiet", "origin", "leak");
    expect(status).toBe(1);
    expect(output).toContain("leak.txt:1:1");
  });
});

/** An environment in which neither the user's git configuration nor an outer CI shows. */
function environment(base: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(GIT_|PRE_COMMIT|HUSKY|CI$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.com",
    PRE_COMMIT_HOME: join(base, "cache"),
  };
}

/** Makes a repository of this package as it is now, built files left out: pre-commit has to build it itself. */
function publishHooks(target: string, git: (cwd: string, ...args: string[]) => string): void {
  const root = dirname(import.meta.dirname);
  const files = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    .split("\0")
    .filter(Boolean);
  for (const file of files) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(root, file), join(target, file), { force: true });
  }
  git(target, "init", "--quiet");
  git(target, "add", "--force", ".");
  git(target, "commit", "--quiet", "-m", "Release");
}

/** The hooks as they are here, in the place of those that are published. */
function withHooksOf(config: string, repository: string, revision: string): string {
  return config
    .replace("https://github.com/gemsweep/gemsweep", repository)
    .replace(/rev: \S+/, `rev: ${revision}`);
}

function notebookWithOutput(text: string): string {
  const cell = {
    cell_type: "code",
    execution_count: 1,
    metadata: {},
    source: ["%env"],
    outputs: [{ output_type: "stream", name: "stdout", text: [text] }],
  };
  return JSON.stringify(
    { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 },
    undefined,
    1,
  );
}

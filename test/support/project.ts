/** Repositories into which gemsweep is installed, and which then commit and push for real. */
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { CLI, cleanEnvironment, type Run, runCli } from "./cli.ts";
import { geminiAuthKey } from "./keys.ts";
import { temporaryFolder } from "./tree.ts";

/** A working tree beside a remote. */
export interface Project {
  readonly root: string;
  /** Runs a program there. */
  run(program: string, ...args: readonly string[]): Run;
  git(...args: readonly string[]): Run;
  init(...args: readonly string[]): Run;
  /** Writes a file and stages it. */
  stage(path: string, content: string): void;
  /** With variables of the environment changed. */
  with(env: NodeJS.ProcessEnv): Project;
  /** The same for another folder. */
  at(root: string): Project;
}

/** A repository with a first commit, a remote, and gemsweep on the path. */
export function project(): Project {
  const base = temporaryFolder();
  const programs = join(base, "programs");
  mkdirSync(programs);
  symlinkSync(CLI, join(programs, "gemsweep"));
  const root = join(base, "project");
  const env = { ...environment(), PATH: `${programs}:${process.env["PATH"]}`, HOME: base };
  const made = projectAt(root, env);
  spawnSync("git", ["init", "-q", "--bare", join(base, "remote.git")], { env });
  spawnSync("git", ["init", "-q", "-b", "main", root], { env });
  made.git("remote", "add", "origin", "../remote.git");
  made.stage("README.md", "a project\n");
  made.git("commit", "-q", "-m", "Start");
  return made;
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(cleanEnvironment()).filter(
    ([name]) => !/^(PRE_COMMIT|HUSKY|LEFTHOOK|SKIP$|npm_)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.com",
  };
}

/** One that is there already. */
function projectAt(root: string, env: NodeJS.ProcessEnv): Project {
  const run = (program: string, ...args: readonly string[]): Run => {
    const done = spawnSync(program, args, { cwd: root, env, encoding: "utf8", input: "" });
    return { stdout: done.stdout, stderr: done.stderr, exitCode: done.status };
  };
  const git = (...args: readonly string[]): Run => run("git", ...args);
  return {
    root,
    run,
    git,
    init: (...args) =>
      runCli({ cwd: root, args: ["init", ...args], env: env as Record<string, string> }),
    stage: (path, content) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
      git("add", "--", path);
    },
    with: (more) => projectAt(root, { ...env, ...more }),
    at: (other) => projectAt(other, env),
  };
}

/** A clean commit passes, one with a key is stopped and says where, and so is a push that takes one along. */
export function expectGuarded(made: Project): void {
  const said = (...args: readonly string[]) => {
    const { stdout, stderr, exitCode } = made.git(...args);
    return [exitCode, stdout + stderr];
  };
  const stopped = [1, expect.stringContaining("leak.py:1:8")];
  made.stage("clean.py", 'key = os.environ["GEMINI_API_KEY"]\n');
  expect(said("commit", "-m", "Clean")).toEqual([0, expect.anything()]);
  expect(said("push", "-q", "origin", "+HEAD:refs/heads/clean")).toEqual([0, expect.anything()]);
  made.stage("leak.py", `key = "${geminiAuthKey()}"\n`);
  expect(said("commit", "-m", "Leak")).toEqual(stopped);
  made.git("commit", "-q", "--no-verify", "-m", "Leak");
  made.git("rm", "-q", "leak.py");
  made.git("commit", "-q", "--no-verify", "-m", "Take it back");
  expect(said("push", "-q", "origin", "HEAD:refs/heads/leak")).toEqual(stopped);
  made.git("reset", "-q", "--hard", "HEAD^^");
}

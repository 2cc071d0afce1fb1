/** `gemsweep init git` in real repositories; what the other names write is in test/init. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectGuarded, type Project, project } from "../support/project.ts";
import { hasTool } from "../support/tools.ts";

const HOOKS = ".git/hooks";

function script(root: string, path: string, text: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
  chmodSync(join(root, path), 0o755);
}

describe("hooks without a framework", () => {
  test("guard commits and pushes, and are there already the second time", () => {
    const made = project();
    rmSync(join(made.root, HOOKS), { recursive: true });
    const dry = made.init("git", "--dry-run");
    expect([dry.exitCode, existsSync(join(made.root, HOOKS))]).toEqual([0, false]);
    expect(dry.stdout).not.toContain("more lines");
    const { stdout } = made.init("git");
    expect(stdout).toContain(".git/hooks/pre-push: new\n");
    expect(stdout.split("\n").length).toBeLessThan(40);
    expect(made.init("git").stdout).toBe("Everything is there already: nothing to do.\n");
    expectGuarded(made);
    // A deletion takes nothing along.
    expect(made.git("push", "-q", "origin", ":clean").exitCode).toBe(0);
  });

  test("a hook that git would pass over guards nothing, and what is no file is left alone", () => {
    const made = project();
    script(made.root, `${HOOKS}/pre-commit`, "#!/bin/sh\ngemsweep staged\n");
    chmodSync(join(made.root, HOOKS, "pre-commit"), 0o644);
    expect(made.init("git").stdout).toContain("now pre-commit.before-gemsweep");
    rmSync(join(made.root, HOOKS, "pre-push"));
    execFileSync("mkfifo", [join(made.root, HOOKS, "pre-push")]);
    const { exitCode, stderr } = made.init("git");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("pre-push is no file")]);
  });

  test("hooks that are there run before, count, and read the same", () => {
    const made = project();
    script(
      made.root,
      `${HOOKS}/pre-commit`,
      "#!/bin/sh\necho before >> ../before\n[ ! -f stop ]\n",
    );
    script(made.root, "tools/pre-push", '#!/bin/sh\ncat > ../pushed; echo "$1" >> ../pushed\n');
    symlinkSync("../../tools/pre-push", join(made.root, HOOKS, "pre-push"));
    expect(made.init("git").stdout).toContain("now pre-commit.before-gemsweep");
    expect(made.init("git").stdout).toContain("nothing to do");
    expect(lstatSync(join(made.root, HOOKS, "pre-push.before-gemsweep")).isSymbolicLink()).toBe(
      true,
    );
    expect(readFileSync(join(made.root, "tools/pre-push"), "utf8")).toContain("../pushed");
    expectGuarded(made);
    expect(readFileSync(join(made.root, "../before"), "utf8")).toContain("before\n");
    expect(readFileSync(join(made.root, "../pushed"), "utf8")).toMatch(
      /^HEAD [0-9a-f]{40} refs\/heads\/leak 0{40}\norigin\n$/,
    );
    made.stage("stop", "");
    expect(made.git("commit", "-m", "Stop").exitCode).toBe(1);
  });

  test("are those of all linked worktrees", () => {
    const made = project();
    made.git("worktree", "add", "-q", "../linked");
    const linked = made.at(join(made.root, "../linked"));
    expect(linked.init("git").stdout).toMatch(/\/project\/\.git\/hooks\/pre-commit: new\n/);
    expectGuarded(linked);
    expect(made.init("git").stdout).toContain("nothing to do");
    expectGuarded(made);
  });

  test("core.hooksPath in the working tree: for everybody, without a path of this machine", () => {
    const made = project();
    made.git("config", "core.hooksPath", "tools/hooks");
    expect(made.init("git").stdout).toContain("tools/hooks/pre-commit: new\n");
    expect(readFileSync(join(made.root, "tools/hooks/pre-commit"), "utf8")).not.toContain(
      process.execPath,
    );
    expectGuarded(made);
  });

  test("core.hooksPath that others may use is left alone", () => {
    const made = project();
    const outside = join(made.root, "../outside");
    mkdirSync(outside);
    made.git("config", "core.hooksPath", outside);
    expect(made.init("git")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("others may use it"),
    });
    made.git("config", "--unset", "core.hooksPath");
    writeFileSync(join(made.root, "../all.gitconfig"), `[core]\n\thooksPath = ${outside}\n`);
    const user = made.with({ GIT_CONFIG_GLOBAL: join(made.root, "../all.gitconfig") });
    expect(user.init("git")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("all of your repositories"),
    });
    symlinkSync(outside, join(made.root, "hooks"));
    made.git("config", "core.hooksPath", "hooks");
    expect(made.init("git").exitCode).toBe(2);
    made.git("config", "core.hooksPath", "/dev/null");
    expect(made.init("git").stderr).toContain("turns hooks off");
    expect(readdirSync(outside)).toEqual([]);
  });

  test("what a framework writes is left to it", () => {
    const made = project();
    script(
      made.root,
      `${HOOKS}/pre-commit`,
      "#!/bin/sh\n# File generated by pre-commit: https://pre-commit.com\n",
    );
    expect(made.init("git").stderr).toContain("gemsweep init pre-commit");
    made.git("config", "core.hooksPath", ".husky/_");
    expect(made.init("git").stderr).toContain("gemsweep init husky");
  });

  test("find node where PATH does not say, and stop everything when there is none", () => {
    const made = project();
    made.git("config", "core.hooksPath", "hooks");
    made.init("git");
    // As programs with windows have it: git and little else.
    const bare = join(made.root, "../bare");
    mkdirSync(bare);
    for (const program of ["git", "sh", "dirname", "cat", "env"])
      symlinkSync(`/usr/bin/${program}`, join(bare, program));
    const home = join(made.root, "../home");
    const window = made.with({ PATH: bare, HOME: home });
    window.stage("a.py", "1\n");
    const stopped = window.git("commit", "-m", "A");
    if (!existsSync("/usr/local/bin/node")) {
      expect(stopped.exitCode).toBe(1);
      expect(stopped.stderr).toContain("npm install --global gemsweep");
    }
    const versions = join(home, ".nvm/versions/node/v22.1.0/bin");
    mkdirSync(versions, { recursive: true });
    symlinkSync(process.execPath, join(versions, "node"));
    symlinkSync(join(made.root, "../programs/gemsweep"), join(versions, "gemsweep"));
    if (!existsSync("/usr/local/bin/node")) expectGuarded(window);
  });

  test("nothing of the repository is run", () => {
    const made = project();
    const canary = join(made.root, "../canary");
    const touch = `touch ${canary}; false`;
    for (const [name, value] of [
      ["core.fsmonitor", touch],
      ["core.pager", touch],
      ["core.sshCommand", touch],
      ["alias.config", `!${touch}`],
      ["core.editor", touch],
    ] as const)
      made.git("config", name, value);
    for (const hook of ["pre-commit", "post-checkout"])
      script(made.root, `${HOOKS}/${hook}`, `#!/bin/sh\n${touch}\n`);
    rmSync(canary, { force: true });
    expect(made.init("git", "husky", "lefthook", "pre-commit", "github", "gitlab").exitCode).toBe(
      0,
    );
    expect(existsSync(canary)).toBe(false);
  });
});

describe("files", () => {
  test("several in one run, once", () => {
    const made = project();
    const names = ["pre-commit", "husky", "lefthook", "github", "gitlab"];
    expect(made.init(...names, "--dry-run").exitCode).toBe(0);
    expect(made.git("status", "--short").stdout).toBe("");
    expect(made.init(...names).exitCode).toBe(0);
    expect(made.git("status", "--short", "-uall").stdout.split("\n").length).toBe(7);
    expect(made.init(...names).stdout).toBe("Everything is there already: nothing to do.\n");
  });

  test("what is not understood is left as it is, and nothing is written", () => {
    const made = project();
    writeFileSync(join(made.root, ".gitlab-ci.yml"), "build: {script: make}\n---\n");
    const { stdout, exitCode } = made.init("github", "gitlab");
    expect(exitCode).toBe(2);
    expect(stdout).toContain(".gitlab-ci.yml is left as it is");
    expect(stdout).toContain("    GIT_DEPTH:");
    expect(existsSync(join(made.root, ".github"))).toBe(false);
  });

  test("links are not followed out of the repository", () => {
    const made = project();
    const outside = join(made.root, "../outside");
    mkdirSync(outside);
    symlinkSync(outside, join(made.root, ".github"));
    symlinkSync("../outside.yml", join(made.root, ".gitlab-ci.yml"));
    expect(made.init("github").stderr).toContain("leads out of the repository");
    expect(made.init("gitlab").stderr).toContain("symbolic link");
    expect(readdirSync(outside)).toEqual([]);
    expect(existsSync(join(made.root, "../outside.yml"))).toBe(false);
  });

  test("a bare repository, and none", () => {
    const made = project();
    const bare = made.at(join(made.root, "../remote.git"));
    expect(bare.init("git").stderr).toContain("bare repository");
    const none = made.at(join(made.root, "../programs"));
    expect(none.init("git").stderr).toContain("not a git repository");
  });
});

describe.skipIf(!hasTool("script", "It comes with util-linux."))("at a terminal", () => {
  const ask = (made: Project, answer: string) =>
    made.run(
      "sh",
      "-c",
      `{ sleep 0.5; printf '${answer}'; } | script -qec 'gemsweep init' /dev/null`,
    );

  test("what the repository uses is proposed, and done on Enter", () => {
    const made = project();
    made.git("remote", "set-url", "origin", "git@github.com:ada/app.git");
    writeFileSync(join(made.root, "lefthook.yml"), "pre-commit:\n  parallel: true\n");
    const { stdout } = ask(made, "\\n");
    expect(stdout).toContain("Enter alone is lefthook and github: ");
    expect(stdout).toContain("lefthook.yml: lines added");
    expect(existsSync(join(made.root, ".github/workflows/gemsweep.yml"))).toBe(true);
  });

  test("the answer counts, and Ctrl-D is none", () => {
    const made = project();
    expect(ask(made, "\\004").stdout).toContain("nothing was chosen");
    expect(ask(made, "husky, gitlab\\n").stdout).toContain(".husky/pre-push: new");
    expect(existsSync(join(made.root, ".git/hooks/pre-push"))).toBe(false);
  });
});

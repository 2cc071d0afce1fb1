/** Pushes with a hook that runs the built program: what git really tells it. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { cleanEnvironment, CLI, runCli } from "../support/cli.ts";
import { gitEnvironment, repository } from "../support/git.ts";
import type { TestRepository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

interface Pushing extends TestRepository {
  /** Pushes; returns the paths that stopped it, none when it went through. */
  push(...args: readonly string[]): readonly string[];
  /** The same without the hook. */
  pushUnseen(...args: readonly string[]): void;
}

interface Json {
  readonly findings: readonly { readonly sightings: readonly { readonly path?: string }[] }[];
}

/** A repository with one clean commit, a remote `origin` that lacks it, and the hook. */
function pushing(format = "sha1"): Pushing {
  const repo = repository(`--object-format=${format}`);
  const remote = join(temporaryFolder(), "remote.git");
  execFileSync("git", ["init", "--quiet", "--bare", `--object-format=${format}`, remote]);
  repo.git("remote", "add", "origin", remote);
  const output = join(temporaryFolder(), "report.json");
  const hook = `#!/bin/sh\nexec '${process.execPath}' '${CLI}' push "$@" --output '${output}'\n`;
  mkdirSync(join(repo.root, ".git/hooks"), { recursive: true });
  writeFileSync(join(repo.root, ".git/hooks/pre-push"), hook, { mode: 0o755 });
  repo.commit({ "README.md": "1\n" });
  return {
    ...repo,
    pushUnseen: (...args) => void repo.git("push", "--quiet", "--no-verify", ...args),
    push: (...args) => {
      writeFileSync(output, "{}");
      const env = gitEnvironment();
      const { status } = spawnSync("git", ["push", "--quiet", ...args], { cwd: repo.root, env });
      const { findings } = JSON.parse(readFileSync(output, "utf8")) as Json;
      const stopped = findings.flatMap(({ sightings }) => sightings.map(({ path }) => path ?? ""));
      expect(status).toBe(stopped.length > 0 ? 1 : 0);
      return [...new Set(stopped)].toSorted();
    },
  };
}

const code = (): string => `genai.configure(api_key="${googleApiKey()}")\n`;

const PUSHES: readonly [string, (repo: Pushing) => readonly string[], readonly string[]][] = [
  ["the first push of all", ({ push }) => push("origin", "main"), []],
  [
    "the first push of all, with a key",
    ({ commit, push }) => {
      commit({ "a.py": code() });
      return push("origin", "main");
    },
    ["a.py"],
  ],
  [
    "an update with a key that is removed again",
    ({ commit, push, pushUnseen }) => {
      pushUnseen("origin", "main");
      commit({ "a.py": code() });
      commit({ "a.py": "clean\n" });
      return push("origin", "main");
    },
    ["a.py"],
  ],
  [
    "a key that the remote has already",
    ({ commit, push, pushUnseen }) => {
      commit({ "a.py": code() });
      pushUnseen("origin", "main");
      commit({ "b.py": "clean\n" });
      return push("origin", "main", "main:refs/heads/new");
    },
    [],
  ],
  [
    "an update of what this clone has not fetched",
    ({ commit, git, push, pushUnseen }) => {
      commit({ "a.py": code() });
      pushUnseen("origin", "main");
      git("update-ref", "-d", "refs/remotes/origin/main");
      commit({ "b.py": "clean\n" });
      return push("origin", "main");
    },
    [],
  ],
  [
    "a forced push",
    ({ commit, git, push, pushUnseen }) => {
      commit({ "old.py": code() });
      pushUnseen("origin", "main");
      git("reset", "--quiet", "--hard", "HEAD~1");
      commit({ "new.py": code() });
      return push("--force", "origin", "main");
    },
    ["new.py"],
  ],
  [
    "a deletion",
    ({ git, commit, push, pushUnseen }) => {
      pushUnseen("origin", "main", "main:refs/heads/gone");
      commit({ "a.py": code() });
      git("branch", "unpushed");
      return push("origin", "--delete", "gone");
    },
    [],
  ],
  [
    "an annotated tag's message",
    ({ git, push, pushUnseen }) => {
      pushUnseen("origin", "main");
      git("tag", "-a", "v1", "-m", code());
      return push("origin", "v1");
    },
    ["tag"],
  ],
  [
    "several refs at once",
    ({ git, commit, push, pushUnseen }) => {
      pushUnseen("origin", "main");
      git("checkout", "--quiet", "-b", "one");
      commit({ "one.py": code() });
      git("checkout", "--quiet", "-b", "two", "main");
      commit({ "two.py": code() });
      return push("origin", "--all");
    },
    ["one.py", "two.py"],
  ],
  [
    "an expression instead of a branch",
    ({ commit, push }) => {
      commit({ "a.py": code() }, "bring");
      commit({ "b.py": "1" }, "after");
      return push("origin", ":/bring:refs/heads/x");
    },
    ["a.py"],
  ],
  [
    "to an address, where only its own ids tell what it has",
    ({ commit, git, push, pushUnseen }) => {
      commit({ "a.py": code() });
      pushUnseen("origin", "main");
      commit({ "b.py": "clean\n" });
      return push(git("remote", "get-url", "origin"), "main:refs/heads/new");
    },
    ["a.py"],
  ],
  [
    "from a linked worktree",
    ({ commit, git, push, pushUnseen }) => {
      pushUnseen("origin", "main");
      commit({ "main.py": code() });
      const linked = join(temporaryFolder(), "linked");
      git("worktree", "add", "--quiet", "-b", "side", linked, "HEAD~1");
      writeFileSync(join(linked, "side.py"), code());
      git("-C", linked, "add", ".");
      git("-C", linked, "commit", "--quiet", "-m", "side");
      return push("origin", "side");
    },
    ["side.py"],
  ],
  [
    "nothing new",
    ({ push, pushUnseen }) => {
      pushUnseen("origin", "main");
      return push("origin", "main");
    },
    [],
  ],
];

describe("a push is stopped by exactly the keys that would leave with it", () => {
  for (const format of ["sha1", "sha256"])
    test.for(PUSHES)(`%s (${format})`, ([, act, paths]) => {
      expect(act(pushing(format))).toEqual(paths);
    });
});

/** Runs the program at a terminal of its own. */
function atTerminal(cwd: string, ...args: readonly string[]): string {
  const command = [process.execPath, CLI, "push", ...args].map((word) => `'${word}'`).join(" ");
  const done = spawnSync("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd,
    env: cleanEnvironment(),
    encoding: "utf8",
  });
  return `${done.stdout}${done.status}`;
}

describe("without a hook", () => {
  const hasTerminals = spawnSync("script", ["--version"]).status === 0;

  test.runIf(hasTerminals)("at a terminal, what no remote has", () => {
    const repo = pushing();
    repo.commit({ "old.py": code() });
    repo.pushUnseen("origin", "main");
    expect(atTerminal(repo.root)).toMatch(/No Gemini credential in 0 commits.*0$/s);
    repo.git("checkout", "--quiet", "-b", "side");
    repo.commit({ "new.py": code() });
    repo.git("checkout", "--quiet", "main");
    const shown = atTerminal(repo.root, "--no-color");
    expect(shown).toContain("new.py:1:26");
    expect(shown).not.toContain("old.py");
    expect(shown).toMatch(/1$/);
    expect(atTerminal(repo.root, "other")).toContain("old.py");
  });

  test.runIf(hasTerminals)("at a terminal, before the first commit", () => {
    expect(atTerminal(repository().root)).toMatch(/No Gemini credential in 0 commits.*0$/s);
  });

  test("with nothing on standard input, nothing leaves, and a script is told so", () => {
    const repo = pushing();
    repo.commit({ "a.py": code() });
    const hook = runCli({ cwd: repo.root, args: ["push", "origin", "../app.git"] });
    expect(hook).toMatchObject({
      stdout: expect.stringContaining("no commit leaves: git named none") as string,
      exitCode: 0,
    });
    const script = runCli({ cwd: repo.root, args: ["push"] });
    expect(script).toMatchObject({
      stdout: expect.stringContaining("nothing was looked at: standard input names") as string,
      exitCode: 0,
    });
  });
});

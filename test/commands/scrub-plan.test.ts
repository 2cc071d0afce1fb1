import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CLI, cleanEnvironment, runCli } from "../support/cli.ts";
import { installed, script } from "../support/filter-repo.ts";
import { hashOf } from "../support/hash.ts";
import { at, repository } from "../support/git.ts";
import { geminiAuthKey } from "../support/keys.ts";
import { leakyRepository } from "../support/leaky-repository.ts";
import { temporaryFolder } from "../support/tree.ts";

describe("scrub --plan", () => {
  test("writes every file for its owner alone, and keys into one of them only", () => {
    const { root, keys } = leakyRepository({ binary: true });
    const folder = join(temporaryFolder(), "plan");
    const before = hashOf(root);
    const { stdout, stderr, exitCode } = runCli({ cwd: root, args: ["scrub", "--plan", folder] });
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 1 });
    expect(hashOf(root)).toBe(before);
    expect(stdout.split("\n").length).toBeLessThanOrEqual(36);

    const names = readdirSync(folder);
    expect(names).toEqual([
      "blobs.txt",
      "commits.txt",
      "drop-blobs.txt",
      "email.py",
      "expressions.txt",
      "filename.py",
      "name.py",
      "refname.py",
      "refs.txt",
      "steps.md",
    ]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const texts = names.map((name) => ({ name, text: readFileSync(join(folder, name), "latin1") }));
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    for (const key of Object.values(keys)) {
      expect(stdout + stderr).not.toContain(key);
      for (const { name, text } of texts)
        if (name !== "expressions.txt") expect(text, name).not.toContain(key);
    }
    const lines = readFileSync(join(folder, "expressions.txt"), "latin1").split("\n").slice(0, -1);
    for (const line of lines)
      expect(line).toMatch(
        /^(?:literal|regex):.+==>REMOVED_(?:GEMINI|GOOGLE)_(?:KEY|TOKEN)_[\w-]{4,8}$/,
      );
    expect(lines).toContain(
      `literal:${keys["source"]}==>REMOVED_GEMINI_KEY_${keys["source"]?.slice(-4)}`,
    );
    expect(readFileSync(join(folder, "blobs.txt"), "utf8")).toMatch(
      /^[0-9a-f]{40} lib\/app\.jar: the key is packed inside it; rebuild/m,
    );
  });

  test("never writes into the repository, through a link, or over what is there", () => {
    const repo = repository();
    repo.commit({ "a.txt": geminiAuthKey() });
    const outside = temporaryFolder();
    symlinkSync(repo.root, join(outside, "link"));
    symlinkSync(outside, join(outside, "self"));
    writeFileSync(join(outside, "file"), "");
    const refusal = (folder: string) => {
      const { stderr, exitCode } = runCli({ cwd: repo.root, args: ["scrub", "--plan", folder] });
      expect(exitCode).toBe(2);
      return stderr.split("\n")[0];
    };
    expect(refusal("plan")).toMatch(/--plan plan: it is inside the repository$/);
    expect(refusal(".git")).toMatch(/inside the repository$/);
    expect(refusal(join(outside, "link/plan"))).toMatch(/inside the repository$/);
    const linked = join(temporaryFolder(), "linked");
    repo.git("worktree", "add", "--quiet", linked);
    expect(refusal(join(linked, "plan"))).toMatch(/inside the repository$/);
    const fromLinked = runCli({ cwd: linked, args: ["scrub", "--plan", join(repo.root, "plan")] });
    expect(fromLinked.stderr).toMatch(/inside the repository$/m);
    expect(refusal(join(outside, "self"))).toMatch(/a symbolic link$/);
    expect(refusal(join(outside, "file"))).toMatch(/not a folder$/);
    expect(refusal(join(outside, "none/plan"))).toMatch(
      /cannot open \S+none: no such file or directory/,
    );

    const target = join(outside, "victim");
    writeFileSync(target, "keep me");
    symlinkSync(target, join(outside, "expressions.txt"));
    expect(refusal(outside)).toMatch(/holds a plan already \(expressions\.txt\)$/);
    expect(readdirSync(outside)).not.toContain("steps.md");
    const { exitCode } = runCli({
      cwd: repo.root,
      args: ["scrub", "--plan", outside, "--overwrite"],
    });
    expect(exitCode).toBe(1);
    expect(readFileSync(target, "utf8")).toBe("keep me");
    expect(lstatSync(join(outside, "expressions.txt")).isFile()).toBe(true);
  });

  test("writes nothing where there is nothing to scrub", () => {
    const repo = repository();
    repo.commit({ "a.txt": "clean" });
    const folder = join(temporaryFolder(), "plan");
    expect(runCli({ cwd: repo.root, args: ["scrub", "--plan", folder] })).toEqual({
      stdout: "Nothing to scrub: no ref of . leads to a key.\n",
      stderr: "",
      exitCode: 0,
    });
    expect(existsSync(folder)).toBe(false);
  });

  test.skipIf(!installed)("its steps, followed by hand, leave no key", () => {
    const { root } = leakyRepository({ binary: true });
    const base = temporaryFolder();
    runCli({ cwd: base, args: ["scrub", root, "--plan", "plan"] });
    const steps = readFileSync(join(base, "plan/steps.md"), "utf8");
    const [rewrite = ""] = [...steps.matchAll(/```sh\n([^]*?)```/g)].map(([, block = ""]) => block);
    script(base, "gemsweep", `exec ${process.execPath} ${CLI} "$@"`);
    const output = execFileSync(
      "bash",
      ["-eux", "-c", rewrite.replaceAll("ADDRESS-OF-THE-REPOSITORY", `file://${root}`)],
      {
        cwd: join(base, "plan"),
        env: { ...cleanEnvironment(), PATH: `${base}:${process.env["PATH"]}` },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    expect(output).toContain("No Gemini credential in");
    expect(at(join(base, "plan/cleaned.git")).git("rev-list", "--count", "main")).toBe("12");
    chmodSync(join(base, "plan"), 0o700);
  });
});

test.for([
  [[], "scrub needs to know what to do"],
  [["--plan", "x", "--worktree"], "--plan and --worktree are two runs"],
  [["--apply"], "--apply needs a folder for the copy"],
  [["--worktree", "--into", "x"], "--into does not go with --worktree"],
  [["--plan", "x", "--dry-run"], "--dry-run does not go with --plan"],
  [["--worktree", "--drop-blobs"], "--drop-blobs does not go with --worktree"],
  [["a", "b", "--worktree"], "scrub takes one repository"],
] as const)("scrub %s is refused", ([args, message]) => {
  const { stderr, exitCode } = runCli({ cwd: repository().root, args: ["scrub", ...args] });
  expect(stderr.split("\n")[0]).toBe(`gemsweep: ${message}`);
  expect(exitCode).toBe(2);
});

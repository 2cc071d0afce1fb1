import { execFileSync, spawn } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CLI, cleanEnvironment, runCli } from "../support/cli.ts";
import { installed, oldFilterRepo, realFilterRepo, script } from "../support/filter-repo.ts";
import { hashOf } from "../support/hash.ts";
import { at, gitEnvironment, repository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { leakyRepository } from "../support/leaky-repository.ts";
import { temporaryFolder } from "../support/tree.ts";

const audit = (cwd: string) => runCli({ cwd, args: ["audit", ".", "--format", "json"] });

/** Everything that the refs of a repository lead to, as text. */
function contents(root: string): string {
  const { git, gitWith } = at(root);
  const ids = git("rev-list", "--objects", "--no-object-names", "--all");
  return gitWith(ids, "cat-file", "--batch") + git("for-each-ref");
}

const oldVersion = oldFilterRepo();

describe.skipIf(!installed)("scrub --apply", () => {
  test("cleans every kind of place, proves it, and leaves the original as it was", () => {
    const { root, keys, git } = leakyRepository();
    const into = join(temporaryFolder(), "clean.git");
    const before = hashOf(root);
    expect(JSON.parse(audit(root).stdout).findings).toHaveLength(Object.keys(keys).length + 1);

    const { stdout, stderr, exitCode } = runCli({
      cwd: root,
      args: ["scrub", "--apply", "--into", into],
    });
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toMatch(/^ {2}keys +18 +0$/m);
    expect(stdout).toMatch(/^ {2}refs +6 +6 +6 changed$/m);
    expect(stdout).toContain(
      `First changed commits: ${git("log", "-1", "--format=%h", "--abbrev=7", "--grep=Add the client")}`,
    );
    expect(stdout).toContain(
      "2 commits that no ref leads to (2 in reflogs, older stashes: 1), 1 key only there.",
    );
    expect(stdout).toMatch(/^Gone or renamed: try-A\S+…\S{4}\. The push deletes nothing/m);
    expect(stdout).toContain("The latest stash is in the copy as refs/stash");
    expect(stdout).toContain(`git -C ${into} push --force ADDRESS`);
    expect(stdout.split("\n").length).toBeLessThanOrEqual(28);
    expect(hashOf(root)).toBe(before);

    const { stdout: report, exitCode: found } = audit(into);
    expect(JSON.parse(report)).toMatchObject({ findings: [], complete: true });
    expect(found).toBe(0);
    const everything = contents(into) + stdout;
    for (const [name, key] of Object.entries(keys))
      expect(everything.includes(key), `the key in ${name}`).toBe(false);
    expect(existsSync(join(into, "INCOMPLETE"))).toBe(false);

    const copy = at(into);
    copy.git("fsck", "--strict");
    expect(copy.git("symbolic-ref", "HEAD")).toBe("refs/heads/main");
    expect(copy.git("log", "-1", "--format=%N", "--grep=Configure", "main")).toMatch(
      /^tried with REMOVED_/,
    );
    expect(copy.git("cat-file", "-t", "v1.0")).toBe("tag");
    expect(copy.git("rev-list", "--merges", "--count", "main")).toBe("1");
    expect(JSON.parse(copy.git("show", "main:demo.ipynb"))).toMatchObject({ nbformat: 4 });

    const again = runCli({ cwd: into, args: ["scrub", ".", "--apply", "--into", "../again.git"] });
    expect(again).toMatchObject({
      stdout: "Nothing to scrub: no ref of . leads to a key.\n",
      exitCode: 0,
    });
    expect(existsSync(join(into, "../again.git"))).toBe(false);
  });

  test("lists what replacing text does not clean, and drops that when asked", () => {
    const { root, keys } = leakyRepository({ binary: true });
    const folder = temporaryFolder();
    const before = hashOf(root);
    const listed = runCli({ cwd: folder, args: ["scrub", root, "--apply", "--into", "clean.git"] });
    expect(listed.exitCode).toBe(1);
    expect(listed.stdout).toContain("NOT CLEAN");
    for (const path of ["lib/app.jar", "data.gz", "program.bin"])
      expect(listed.stdout).toContain(`  ${path}: `);
    expect(listed.stdout).not.toContain(keys["ephemeral"]);
    expect(readFileSync(join(folder, "clean.git/INCOMPLETE"), "utf8")).toContain(
      "not proven clean",
    );

    const refused = runCli({
      cwd: folder,
      args: ["scrub", root, "--apply", "--into", "clean.git", "--drop-blobs"],
    });
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("did not come to its end\n  delete that folder");

    const dropped = runCli({
      cwd: folder,
      args: ["scrub", root, "--apply", "--into", "other.git", "--drop-blobs"],
    });
    expect(dropped).toMatchObject({ exitCode: 0, stderr: "" });
    expect(audit(join(folder, "other.git")).exitCode).toBe(0);
    expect(at(join(folder, "other.git")).git("ls-tree", "-r", "--name-only", "main")).not.toMatch(
      /jar|gz|bin/,
    );
    expect(hashOf(root)).toBe(before);
  });

  test("puts no key on a command line, nor any of the user's git variables into the run", () => {
    const { root, keys } = leakyRepository();
    const folder = temporaryFolder();
    const spy = script(
      folder,
      "spy",
      `for word; do printf '%s\\n' "$word"; done >> ${folder}/seen
env >> ${folder}/seen
case "$*" in *--replace-text*) ls -l "$GEMSWEEP_EXPRESSIONS" >> ${folder}/seen;; esac
exec ${realFilterRepo()} "$@"`,
    );
    const env = {
      GIT_DIR: "/nowhere",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "alias.x",
      GIT_CONFIG_VALUE_0: "!false",
    };
    const { exitCode } = runCli({
      cwd: folder,
      args: ["scrub", root, "--apply", "--into", "clean.git", "--filter-repo", "spy"],
      env,
    });
    expect(exitCode).toBe(0);
    const seen = readFileSync(join(folder, "seen"), "utf8");
    expect(seen).toContain("-rw-------");
    expect(seen).toContain("GIT_CONFIG_GLOBAL=/dev/null");
    expect(seen).not.toMatch(/^GIT_DIR=|^GIT_CONFIG_COUNT=/m);
    for (const key of Object.values(keys)) expect(seen).not.toContain(key);
    const expressions = /GEMSWEEP_EXPRESSIONS=(.*)/.exec(seen)?.[1] ?? "";
    expect(expressions).not.toBe("");
    expect(existsSync(expressions)).toBe(false);
    expect(spy).toBeTruthy();
  });

  test.skipIf(oldVersion === undefined)("works with 2.38, which Debian ships, as well", () => {
    const { root, keys } = leakyRepository({ binary: true });
    const folder = temporaryFolder();
    script(folder, "old", `exec python3 ${oldVersion} "$@"`);
    const { stdout, exitCode } = runCli({
      cwd: folder,
      args: [
        "scrub",
        root,
        "--apply",
        "--into",
        "clean.git",
        "--drop-blobs",
        "--filter-repo",
        "./old",
      ],
    });
    expect(stdout).toMatch(/^ {2}refs +6 +6 +6 changed$/m);
    expect(exitCode).toBe(0);
    for (const key of Object.values(keys))
      expect(contents(join(folder, "clean.git"))).not.toContain(key);
  });

  test.for([
    [
      "fails",
      "echo 'fatal: no space left' >&2; exit 3",
      "git-filter-repo gave up: fatal: no space left",
    ],
    ["is killed", "kill -9 $$", "git-filter-repo gave up"],
  ])("leaves a marked copy when git-filter-repo %s", ([, body = "", message = ""]) => {
    const { root } = leakyRepository();
    const folder = temporaryFolder();
    script(folder, "broken", `case "$1" in -h) echo --replace-text;; *) ${body};; esac`);
    const before = hashOf(root);
    const args = ["scrub", root, "--apply", "--into", "clean.git", "--filter-repo", "./broken"];
    const failed = runCli({ cwd: folder, args });
    expect(failed).toMatchObject({ exitCode: 2, stdout: "" });
    expect(failed.stderr).toContain(`gemsweep: ${message}`);
    expect(failed.stderr).toContain("the repository is as it was; clean.git is marked INCOMPLETE");
    expect(readdirSync(join(folder, "clean.git"))).toContain("INCOMPLETE");
    expect(hashOf(root)).toBe(before);
    expect(runCli({ cwd: folder, args }).stderr).toContain("delete that folder");
  });

  test.for([
    [
      "SIGINT",
      "gemsweep: interrupted\n  the repository is as it was; clean.git is marked INCOMPLETE",
    ],
    ["SIGHUP", ""],
  ] as const)("leaves a marked copy and no keys when it gets a %s", async ([signal, last]) => {
    const { root } = leakyRepository();
    const folder = temporaryFolder();
    script(
      folder,
      "slow",
      `case "$1" in -h) echo --replace-text;; *) touch begun; exec sleep 60;; esac`,
    );
    const before = hashOf(root);
    const temporary = temporaryFolder();
    const args = [CLI, "scrub", root, "--apply", "--into", "clean.git", "--filter-repo", "./slow"];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...cleanEnvironment(), TMPDIR: temporary },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
    while (child.exitCode === null && !existsSync(join(folder, "clean.git/begun")))
      await new Promise((later) => setTimeout(later, 50));
    expect(readdirSync(temporary)).not.toEqual([]);
    child.kill(signal);
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(2);
    expect(said).toContain(last);
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(join(folder, "clean.git/INCOMPLETE"))).toBe(true);
    expect(hashOf(root)).toBe(before);
  });

  test("does nothing without git-filter-repo, and says how to install it", () => {
    const { root } = leakyRepository();
    const folder = temporaryFolder();
    const missing = runCli({
      cwd: folder,
      args: ["scrub", root, "--apply", "--into", "clean.git", "--filter-repo", "./none"],
    });
    expect(missing).toMatchObject({ exitCode: 2, stdout: "" });
    expect(missing.stderr).toBe(
      "gemsweep: --filter-repo ./none was not found\n  install it (pip install git-filter-repo; apt install git-filter-repo; brew install git-filter-repo), or name it with --filter-repo PATH\n",
    );
    const program = script(folder, "odd", "echo something else");
    expect(
      runCli({
        cwd: folder,
        args: ["scrub", root, "--apply", "--into", "clean.git", "--filter-repo", program],
      }).stderr,
    ).toContain("does not run");
    expect(existsSync(join(folder, "clean.git"))).toBe(false);
  });

  test("runs nothing of a hostile repository", () => {
    const { root, git } = leakyRepository();
    const folder = temporaryFolder();
    const canary = script(folder, "canary", `touch ${folder}/ran; exit 0`);
    for (const hook of [
      "post-checkout",
      "reference-transaction",
      "pre-receive",
      "pre-auto-gc",
      "post-rewrite",
      "post-update",
    ]) {
      mkdirSync(join(root, ".git/hooks"), { recursive: true });
      script(join(root, ".git/hooks"), hook, `touch ${folder}/ran`);
    }
    for (const [name, value] of [
      ["core.fsmonitor", canary],
      ["core.hooksPath", ".git/hooks"],
      ["uploadpack.packObjectsHook", canary],
      ["core.sshCommand", canary],
      ["gc.recentObjectsHook", canary],
      ["core.alternateRefsCommand", canary],
      ["filter.x.clean", canary],
      ["filter.x.smudge", canary],
      ["diff.external", canary],
      ["alias.filter-repo", `!${canary}`],
      ["remote.origin.url", `ext::${canary}`],
      ["remote.origin.uploadpack", canary],
    ] as const)
      git("config", name, value);
    writeFileSync(join(root, ".git/info/attributes"), "* filter=x diff=x\n");
    script(root, "git-filter-repo", `touch ${folder}/ran; exit 1`);
    for (const module of ["git_filter_repo.py", "argparse.py"])
      writeFileSync(join(root, module), `open("${folder}/ran", "w")\nraise SystemExit(1)\n`);
    const { exitCode, stdout } = runCli({
      cwd: root,
      args: ["scrub", "--apply", "--into", join(folder, "clean.git")],
      env: { PATH: `.:${process.env["PATH"]}`, PYTHONPATH: ":." },
    });
    expect(existsSync(join(folder, "ran"))).toBe(false);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("push --force ADDRESS");
    expect(readFileSync(join(folder, "clean.git/config"), "utf8")).not.toContain("canary");
  });

  test("takes along what only the server's branches hold, and warns where they are ahead", () => {
    const [onServer, ahead] = [googleApiKey(), googleApiKey()];
    const server = repository();
    server.commit({ "a.txt": "1\n" });
    server.git("branch", "only-there");
    const local = temporaryFolder();
    server.git("clone", "--quiet", server.root, local);
    const clone = at(local);
    server.git("switch", "--quiet", "only-there");
    server.commit({ "b.txt": `GEMINI_API_KEY=${onServer}\n` });
    server.git("switch", "--quiet", "main");
    server.commit({ "c.txt": `GEMINI_API_KEY=${ahead}\n` });
    clone.git("fetch", "--quiet");
    clone.commit({ "d.txt": "mine\n" });
    clone.git("config", "remote.origin.url", "https://git.example.com/team/app.git");

    const folder = temporaryFolder();
    const { stdout, exitCode } = runCli({
      cwd: folder,
      args: ["scrub", local, "--apply", "--into", "clean.git"],
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("WARNING: the server's main has commits that the local branch lacks");
    expect(stdout).toContain("push --force https://git.example.com/team/app.git");
    const refs = at(join(folder, "clean.git")).git("for-each-ref", "--format=%(refname)");
    expect(refs).toBe("refs/heads/main\nrefs/heads/only-there");
    expect(at(join(folder, "clean.git")).git("show", "only-there:b.txt")).toMatch(
      /=REMOVED_GEMINI_KEY_/,
    );
  });

  test("refuses a clone that lacks a part of the history", () => {
    const { root } = leakyRepository();
    const folder = temporaryFolder();
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${root}`, "shallow"], {
      cwd: folder,
      env: gitEnvironment(),
      stdio: "ignore",
    });
    const { stderr, exitCode } = runCli({
      cwd: folder,
      args: ["scrub", "shallow", "--apply", "--into", "clean.git"],
    });
    expect({ stderr, exitCode }).toEqual({
      stderr:
        "gemsweep: the clone is shallow: it lacks a part of the history\n  git fetch --unshallow, then try again\n",
      exitCode: 2,
    });
  });

  test("refuses a repository that keeps refs from being copied", () => {
    const { root, git } = leakyRepository();
    git("config", "transfer.hideRefs", "refs/heads/feature");
    const folder = temporaryFolder();
    const { stderr, exitCode } = runCli({
      cwd: folder,
      args: ["scrub", root, "--apply", "--into", "clean.git"],
    });
    expect(stderr).toContain("gemsweep: git does not copy refs/heads/feature");
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder, "clean.git/INCOMPLETE"))).toBe(true);
  });

  test("copies the repository itself and not another one that lies inside it", () => {
    const { root, git } = leakyRepository();
    git("init", "--quiet", "--bare", ".git/.git");
    git("push", "--quiet", ".git/.git", "HEAD:refs/heads/decoy");
    const folder = temporaryFolder();
    runCli({ cwd: folder, args: ["scrub", root, "--apply", "--into", "clean.git"] });
    const refs = execFileSync("git", ["for-each-ref", "--format=%(refname)"], {
      cwd: join(folder, "clean.git"),
      env: gitEnvironment(),
      encoding: "utf8",
    });
    expect(refs).toContain("refs/heads/feature\n");
    expect(refs).not.toContain("decoy");
  });

  test("takes out keys of several lines, in every notation that holds them", () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const account = {
      type: "service_account",
      project_id: "demo",
      private_key: privateKey,
      client_email: "demo@demo.iam.gserviceaccount.com",
      token_uri: "https://oauth2.googleapis.com/token",
    };
    const repo = repository();
    const indented = privateKey.trimEnd().replaceAll("\n", "\n    ");
    repo.commit({ "account.json": JSON.stringify(account, undefined, 2) });
    repo.commit(
      {
        "values.yaml": `type: service_account\nclient_email: a@b.iam.gserviceaccount.com\nprivate_key: |\n    ${indented}\n`,
        "windows.json": JSON.stringify(account).replaceAll("\\n", "\\r\\n"),
        // No rule takes a private key by itself for one of Google's.
        "key.pem": privateKey,
        "account.b64": Buffer.from(JSON.stringify(account)).toString("base64"),
      },
      `Deploy\n\nservice_account a@b.iam.gserviceaccount.com with\n${privateKey}`,
    );
    const folder = temporaryFolder();
    const plan = runCli({ cwd: folder, args: ["scrub", repo.root, "--plan", "plan"] });
    expect(plan.stdout).toMatch(/^ {2}expressions\.txt +\d forms/m);
    for (const line of readFileSync(join(folder, "plan/expressions.txt"), "utf8")
      .trim()
      .split("\n"))
      expect(line).toMatch(
        /^(?:literal|regex):[^]+==>REMOVED_(?:GEMINI|GOOGLE)_(?:KEY|TOKEN)_\w+$/,
      );

    const args = ["scrub", repo.root, "--apply", "--into", "clean.git"];
    const { stdout, stderr, exitCode } = runCli({ cwd: folder, args });
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toMatch(/^ {2}keys +1 +0$/m);
    const all = contents(join(folder, "clean.git"));
    for (const line of privateKey.split("\n").filter((one) => /^[\w+/]{60}/.test(one)))
      expect(all).not.toContain(line);
    const file = at(join(folder, "clean.git")).git("show", "main:account.json");
    expect(JSON.parse(file)).toEqual({
      ...account,
      private_key: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----.*REMOVED_/) as string,
    });
  });

  test("renames the branch that is checked out when a key is part of its name", () => {
    const repo = repository();
    const key = googleApiKey();
    repo.commit({ "a.txt": `GEMINI_API_KEY=${key}\n` });
    repo.git("branch", "--move", `try-${key}`);
    const folder = temporaryFolder();
    const args = ["scrub", repo.root, "--apply", "--into", "clean.git"];
    expect(runCli({ cwd: folder, args })).toMatchObject({ exitCode: 0, stderr: "" });
    const copy = at(join(folder, "clean.git"));
    expect(copy.git("symbolic-ref", "HEAD")).toMatch(/^refs\/heads\/try-REMOVED_/);
    expect(copy.git("show", "HEAD:a.txt")).toMatch(/=REMOVED_/);
  });

  test("follows pointers to Git LFS objects, which no rewrite reaches", () => {
    const repo = repository();
    const data = Buffer.from(`{"key": "${googleApiKey()}", "gemini": true}\n`);
    const object = createHash("sha256").update(data).digest("hex");
    const stored = join(repo.root, ".git/lfs/objects", object.slice(0, 2), object.slice(2, 4));
    mkdirSync(stored, { recursive: true });
    writeFileSync(join(stored, object), data);
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${object}\nsize ${data.length}\n`;
    repo.commit({ "README.md": "# Demo\n", "data/größe.json": pointer });

    const folder = temporaryFolder();
    const scrub = (into: string, ...more: string[]) =>
      runCli({ cwd: folder, args: ["scrub", repo.root, "--apply", "--into", into, ...more] });
    const listed = scrub("listed.git");
    expect(listed.exitCode).toBe(1);
    expect(listed.stdout).toMatch(/^ {2}keys +1 +1$/m);
    expect(listed.stdout).toContain(
      "  data/größe.json: it is a pointer to a Git LFS object that holds the key; commit a clean file",
    );
    const dropped = scrub("dropped.git", "--drop-blobs");
    expect(dropped).toMatchObject({ exitCode: 0, stderr: "" });
    expect(dropped.stdout).toMatch(/^ {2}keys +1 +0$/m);
    expect(dropped.stdout).toContain(`have the host delete\n  ${object}\n`);
    const files = at(join(folder, "dropped.git")).git("ls-tree", "-r", "--name-only", "main");
    expect(files).toBe("README.md");
  });

  test("says which refs lead to what no rewrite changes", () => {
    const repo = repository();
    repo.commit({ "a.txt": `GEMINI_API_KEY=${googleApiKey()}\n` });
    repo.git("tag", "the-file", "HEAD:a.txt");
    const folder = temporaryFolder();
    const { stdout, exitCode } = runCli({
      cwd: folder,
      args: ["scrub", repo.root, "--apply", "--into", "clean.git"],
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Refs that lead there: tag the-file");
    expect(existsSync(join(folder, "clean.git/INCOMPLETE"))).toBe(true);
  });
});

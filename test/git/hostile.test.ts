import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execFileSync } from "node:child_process";
import { deflateSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import { chainsOf } from "../../src/git/ref-contents.ts";
import { openRepository } from "../../src/git/repository.ts";
import { loadRules } from "../../src/rules/load.ts";
import { scan } from "../../src/scan.ts";
import { historySource } from "../../src/sources/history.ts";
import {
  type TestRepository,
  findInHistory,
  findStaged,
  gitEnvironment,
  looseObject,
  repository,
} from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

interface Trap {
  readonly repo: TestRepository;
  /** A program that leaves a file behind when it is run. */
  readonly program: string;
  readonly config: (name: string, value: string) => void;
}

/** What a repository can make an unwary git run. `spring` is a command that falls for it, where there is a harmless one. */
const TRAPS: readonly [name: string, set: (trap: Trap) => void, spring?: readonly string[]][] = [
  [
    "textconv",
    ({ repo, program, config }) => {
      repo.write({ ".git/info/attributes": "* diff=x\n" });
      config("diff.x.textconv", program);
    },
    ["log", "-p"],
  ],
  [
    "diff.<driver>.command",
    ({ repo, program, config }) => {
      repo.write({ ".git/info/attributes": "* diff=x\n" });
      config("diff.x.command", program);
    },
    ["diff", "--cached"],
  ],
  [
    "diff.external",
    ({ program, config }) => config("diff.external", program),
    ["diff", "--cached"],
  ],
  ["core.fsmonitor", ({ program, config }) => config("core.fsmonitor", program), ["status"]],
  [
    "filters",
    ({ repo, program, config }) => {
      repo.write({ ".git/info/attributes": "* filter=x\n" });
      for (const name of ["clean", "smudge", "process"]) config(`filter.x.${name}`, program);
      config("filter.x.required", "true");
      repo.write({ "a.txt": "touched\n" });
    },
    ["diff"],
  ],
  [
    "signatures",
    ({ program, config }) => {
      config("log.showSignature", "true");
      for (const format of ["gpg", "gpg.x509", "gpg.ssh"]) config(`${format}.program`, program);
    },
    ["log"],
  ],
  [
    "hooks",
    ({ repo, program, config }) => {
      config("core.hooksPath", temporaryFolder({ "reference-transaction": "#!/bin/sh\n" }));
      for (const hook of [
        "post-index-change",
        "reference-transaction",
        "pre-commit",
        "post-checkout",
      ]) {
        rmSync(join(repo.root, ".git/hooks"), { recursive: true, force: true });
        mkdirSync(join(repo.root, ".git/hooks"));
        writeFileSync(join(repo.root, ".git/hooks", hook), `#!/bin/sh\n${program}\n`, {
          mode: 0o755,
        });
      }
    },
  ],
  [
    "pagers",
    ({ program, config }) => {
      for (const command of [
        "log",
        "cat-file",
        "ls-tree",
        "rev-list",
        "diff-tree",
        "for-each-ref",
        "config",
      ])
        config(`pager.${command}`, program);
      config("core.pager", program);
    },
  ],
  [
    "aliases of the commands we use",
    ({ program, config }) => {
      for (const command of [
        "log",
        "cat-file",
        "ls-tree",
        "ls-files",
        "rev-list",
        "rev-parse",
        "diff-tree",
        "diff-index",
      ])
        config(`alias.${command}`, `!${program}`);
    },
  ],
  [
    "askpass, editors, credentials",
    ({ program, config }) => {
      for (const name of ["core.askPass", "core.editor", "sequence.editor", "core.gitProxy"])
        config(name, program);
      config("credential.helper", `!${program}`);
    },
  ],
  ["alternate refs", ({ program, config }) => config("core.alternateRefsCommand", program)],
  [
    "an index of fsmonitor and untracked cache",
    ({ program, config, repo }) => {
      repo.git("update-index", "--force-untracked-cache");
      config("core.fsmonitor", program);
      config("core.untrackedCache", "true");
    },
    ["status"],
  ],
  ...["ext", "ssh", "uploadpack"].map((kind): [string, (trap: Trap) => void, readonly string[]] => [
    `a missing object of a pretended partial clone (${kind})`,
    ({ repo, program, config }) => {
      const url =
        { ext: `ext::${program}`, ssh: "ssh://host/x", uploadpack: repo.root }[kind] ?? "";
      config("core.repositoryFormatVersion", "1");
      config("extensions.partialClone", "origin");
      config("remote.origin.url", url);
      config("remote.origin.promisor", "true");
      config("remote.origin.uploadpack", program);
      config("core.sshCommand", program);
      config("protocol.allow", "always");
      for (const protocol of ["ext", "ssh", "file"]) config(`protocol.${protocol}.allow`, "always");
      rmSync(looseObject(repo, "HEAD:lost.txt"));
    },
    ["cat-file", "-p", "HEAD:lost.txt"],
  ]),
  [
    "configuration that hides history",
    ({ config }) => {
      config("diff.orderFile", "/nonexistent/order");
      config("diff.relative", "true");
      config("log.diffMerges", "off");
      config("log.showRoot", "false");
      config("log.follow", "true");
      config("core.quotePath", "true");
      config("core.worktree", "/");
      config("i18n.logOutputEncoding", "UTF-16");
    },
  ],
  [
    "refs and transfers that are hidden",
    ({ config }) => {
      config("transfer.hideRefs", "refs/");
      config("uploadpack.hideRefs", "refs/");
      config("log.excludeDecoration", "*");
    },
  ],
];

function trapped(set: (trap: Trap) => void, key: string) {
  const canary = join(temporaryFolder(), "canary");
  const program = join(temporaryFolder(), "program");
  writeFileSync(program, `#!/bin/sh\necho run >> '${canary}'\n`, { mode: 0o755 });
  const repo = repository();
  repo.commit({ "a.txt": `${key}\n`, "lost.txt": "lost\n" });
  // A signature, so that there is one to check.
  const signed = repo
    .git("cat-file", "commit", "HEAD")
    .replace(
      "\n\n",
      "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n",
    );
  repo.git(
    "update-ref",
    "HEAD",
    repo.gitWith(`${signed}\n`, "hash-object", "-w", "-t", "commit", "--stdin"),
  );
  repo.write({ "staged.txt": `${key}\n` });
  repo.git("add", "staged.txt");
  const config = (name: string, value: string) => writeConfig(repo, name, value);
  set({ repo, program, config });
  return { repo, canary };
}

/** Written by hand, because the repository may already be one that git would not touch. */
function writeConfig(repo: TestRepository, name: string, value: string): void {
  execFileSync("git", ["config", "--file", join(repo.root, ".git/config"), name, value], {
    env: gitEnvironment(),
  });
}

test.for(TRAPS)("nothing is run: %s", async ([, set, spring]) => {
  const key = googleApiKey();
  const { repo, canary } = trapped(set, key);
  const audit = await findInHistory(repo.root, key);
  expect(audit.places).toContainEqual({ source: "history", path: "a.txt" });
  expect(audit.history).toMatchObject({ atHead: true, refs: ["refs/heads/main"] });
  expect(audit.history?.introducedBy).toMatchObject(
    // Unsigned, which only the reflog has, and signed.
    Array.from({ length: 2 }, () => ({ paths: ["a.txt"], author: "Ada Author" })),
  );
  const staged = await findStaged(repo.root, key);
  expect(staged.origins).toEqual(["index:staged.txt"]);
  expect(existsSync(canary)).toBe(false);

  // The trap does work on who is not wary.
  if (spring === undefined) return;
  try {
    execFileSync("git", spring, {
      cwd: repo.root,
      env: { ...gitEnvironment(), GIT_ALLOW_PROTOCOL: undefined },
      stdio: "ignore",
    });
  } catch {
    // Falling into a trap need not end well.
  }
  expect(existsSync(canary)).toBe(true);
});

test("a pretended partial clone is incomplete, and its loss is told", async () => {
  const key = googleApiKey();
  const partial = TRAPS.find(([name]) => name.includes("(ssh)"));
  if (partial === undefined) throw new Error("no such trap");
  const { repo } = trapped(partial[1], key);
  const { skipped } = await findInHistory(repo.root, key);
  expect(skipped).toContainEqual({
    what: "1 object",
    why: expect.stringContaining("partial clone"),
  });
});

test.for([
  ["", process.env.PATH],
  [" though PATH begins with .", `.${delimiter}${process.env.PATH}`],
  [" though PATH begins with nothing", `${delimiter}${process.env.PATH}`],
  [" though PATH is empty", ""],
] as const)("a program called git in the repository is not run%s", async ([, path]) => {
  const key = googleApiKey();
  const repo = repository();
  repo.commit({ "a.txt": key });
  const canary = join(temporaryFolder(), "canary");
  const impostor = `#!/bin/sh\ntouch '${canary}'\n`;
  for (const folder of [repo.root, join(repo.root, ".git")])
    writeFileSync(join(folder, "git"), impostor, { mode: 0o755 });
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("PATH", path);
  const { origins, history } = await findInHistory(repo.root, key);
  const staged = await findStaged(repo.root, key);
  expect(existsSync(canary)).toBe(false);
  expect(origins).toEqual(["history"]);
  expect(history?.introducedBy).toMatchObject([{ author: "Ada Author" }]);
  expect(staged.origins).toEqual([]);
});

test("what a user's variables would start is not started", async () => {
  const key = googleApiKey();
  const repo = repository();
  repo.commit({ "a.txt": key });
  const canary = join(temporaryFolder(), "canary");
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const name of [
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "PAGER",
    "EDITOR",
    "GIT_EDITOR",
    "GIT_SSH_COMMAND",
    "GIT_ASKPASS",
    "SSH_ASKPASS",
  ])
    vi.stubEnv(name, `touch ${canary}`);
  expect((await findInHistory(repo.root, key)).history?.introducedBy).toHaveLength(1);
  expect((await findStaged(repo.root, key)).skipped).toEqual([]);
  expect(existsSync(canary)).toBe(false);
});

test("a tag that names itself has an end", async () => {
  const repo = repository();
  const id = "1".repeat(40);
  const content = `object ${id}\ntype tag\ntag x\ntagger A <a@example.com> 0 +0000\n\nx\n`;
  mkdirSync(join(repo.root, ".git/objects/11"));
  writeFileSync(
    join(repo.root, ".git/objects/11", id.slice(2)),
    deflateSync(`tag ${content.length}\0${content}`),
  );
  const refs = [{ name: "refs/tags/x", tip: id }];
  const { signal } = new AbortController();
  expect(await chainsOf(await openRepository(repo.root), refs, [id], signal)).toEqual([
    { ref: "refs/tags/x", objects: [id] },
  ]);
  const key = googleApiKey();
  repo.commit({ "a.txt": key });
  repo.write({ ".git/refs/tags/x": `${id}\n` });
  expect((await findInHistory(repo.root, key)).history?.refs).toEqual(["refs/heads/main"]);
});

test("a few trees that unfold to ten billion paths do not hold an audit up", async () => {
  const repo = repository();
  const blob = repo.gitWith("hello\n", "hash-object", "-w", "--stdin");
  const tenTimes = (entry: string) =>
    repo.gitWith(
      Array.from({ length: 10 }, (_, number) => `${entry}\t${number}\n`).join(""),
      "mktree",
    );
  let tree = tenTimes(`100644 blob ${blob}`);
  for (let depth = 1; depth < 10; depth += 1) tree = tenTimes(`040000 tree ${tree}`);
  repo.git("update-ref", "HEAD", repo.git("commit-tree", tree, "-m", "bomb"));
  const report = await scan({
    target: { command: "audit", paths: [], head: undefined },
    sources: [historySource(await openRepository(repo.root))],
    rules: { ...(await loadRules([])), rules: [] },
    signal: new AbortController().signal,
    progress: () => {},
  });
  expect(report).toMatchObject({
    complete: true,
    coverage: { blobs: 1, commits: 1 },
    notes: [{ about: "HEAD", note: expect.stringContaining("more than 2,000,000 paths") }],
  });
}, 120_000);

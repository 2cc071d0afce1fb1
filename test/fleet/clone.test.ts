import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCliBeside } from "../support/cli.ts";
import { type CloneServer, PASSWORD, startCloneServer, USER } from "../support/clone-server.ts";
import { repository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

/** A repository with a key that only a pull request has. */
function withPullRequest(key: string): string {
  const repo = repository();
  repo.commit({ "README.md": "# demo\n" });
  repo.git("switch", "--quiet", "-c", "topic");
  repo.commit({ "config.ts": `const gemini = "${key}";\n` });
  repo.git("update-ref", "refs/pull/7/head", "HEAD");
  repo.git("switch", "--quiet", "main");
  repo.git("branch", "--quiet", "-D", "topic");
  return repo.root;
}

interface FleetCall {
  readonly server: CloneServer;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly configuration?: string;
  readonly input?: string;
  readonly env?: Record<string, string>;
}

async function fleet({ server, args, cwd, configuration, input, env }: FleetCall) {
  const folder = cwd ?? temporaryFolder();
  const run = await runCliBeside({
    cwd: folder,
    args: ["fleet", ...args, "--format", "json"],
    env: { ...server.environment(configuration), ...env },
    ...(input !== undefined && { input }),
  });
  return { ...run, folder, work: join(folder, "gemsweep-fleet") };
}

describe("a repository of a server", () => {
  test("is cloned with its pull requests, audited and gone again", async () => {
    const server = await startCloneServer();
    const key = googleApiKey();
    server.offer("team/demo", withPullRequest(key));
    const run = await fleet({ server, args: [`${server.origin}/team/demo.git`] });
    expect(run.stderr).toBe("");
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain(`${server.host}/team/demo`);
    expect(run.stdout).toContain("refs/pull/7/head");
    expect(run.stdout).not.toContain(run.work);
    expect(readdirSync(join(run.work, "clones"))).toEqual([]);
    expect(readdirSync(join(run.work, "kept"))).toEqual([]);
  });

  test("stays with --keep", async () => {
    const server = await startCloneServer();
    server.offer("team/demo", withPullRequest(googleApiKey()));
    const run = await fleet({ server, args: [`${server.origin}/team/demo`, "--keep"] });
    const [kept = ""] = readdirSync(join(run.work, "kept"));
    expect(kept).toMatch(/team-demo-[0-9a-f]{8}\.git$/);
    expect(existsSync(join(run.work, "kept", kept, "HEAD"))).toBe(true);
    expect(existsSync(join(run.work, "kept", kept, "hooks"))).toBe(false);
  });

  test("is not cloned again until its refs change", async () => {
    const server = await startCloneServer();
    server.offer("team/demo", withPullRequest(googleApiKey()));
    const args = [`${server.origin}/team/demo`];
    const first = await fleet({ server, args });
    const packs = () => server.asked.filter((path) => path.endsWith("git-upload-pack")).length;
    const before = packs();
    const second = await fleet({ server, args, cwd: first.folder });
    expect(second.stdout).toBe(first.stdout);
    // Only its refs were asked for.
    expect(packs() - before).toBe(1);
    server.offer("team/other", withPullRequest(googleApiKey()));
    const third = await fleet({ server, args: [...args, "--again"], cwd: first.folder });
    expect(third.stdout).toBe(first.stdout);
    expect(packs() - before).toBeGreaterThan(2);
  });
});

describe("a server that does not do as it should", () => {
  test("costs its own repositories alone", async () => {
    const server = await startCloneServer();
    const key = googleApiKey();
    server.offer("team/demo", withPullRequest(key));
    const names = ["silent/a", "liar/b", "gone/c", "away/d", "private/e", "team/demo"];
    const list = names.map((name) => `${server.origin}/${name}`).join("\n");
    const limits = ["--stall-timeout", "3", "--max-clone-size", "4M", "--jobs", "3"];
    const run = await fleet({ server, args: ["-", ...limits], input: list });
    expect(run.exitCode).toBe(1);
    const { repositories } = JSON.parse(run.stdout) as {
      readonly repositories: readonly {
        readonly name: string;
        readonly failure?: { readonly why: string };
      }[];
    };
    const told = repositories.flatMap(({ name, failure }) =>
      failure ? [[name.replace(`${server.host}/`, ""), failure.why] as const] : [],
    );
    expect(Object.fromEntries(told)).toEqual({
      "silent/a": "the server was silent for 3 s",
      "liar/b": "its clone takes more than 4.2 MB, which is the most for one repository",
      "gone/c": "there is no such repository, or not for you to see",
      "away/d": "the server, or your git configuration, leads to a protocol that is not used",
      "private/e": "the server wants credentials, and git has none that it takes",
    });
    expect(run.stdout).toContain("refs/pull/7/head");
    expect(readdirSync(join(run.work, "clones"))).toEqual([]);
  });

  test("does not fill the disk", async () => {
    const server = await startCloneServer();
    server.offer("team/demo", withPullRequest(googleApiKey()));
    const args = [`${server.origin}/liar/b`, `${server.origin}/team/demo`, "--disk", "3M"];
    const run = await fleet({ server, args });
    expect(run.stdout).toContain("its clone alone takes more than the 3.1 MB of the work folder");
    expect(run.stdout).toContain("refs/pull/7/head");
  });
});

describe("credentials", () => {
  const helper = `[credential]\n\thelper = "!f() { echo username=${USER}; echo password=${PASSWORD}; }; f"\n`;

  test("come from the user's helper, and are in no output and no file", async () => {
    const server = await startCloneServer();
    server.offer("private/demo", withPullRequest(googleApiKey()));
    const url = `${server.origin.replace("//", `//somebody:typed-in-password@`)}/private/demo?token=typed-too`;
    const args = [url, `${server.origin}/private/gone`, "--keep"];
    const run = await fleet({ server, args, configuration: helper });
    expect(run.stdout).toContain("refs/pull/7/head");
    const files = readdirSync(run.work, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    for (const text of [run.stdout, run.stderr, ...files])
      for (const word of [PASSWORD, USER, "somebody", "typed-in-password", "typed-too"])
        expect(text).not.toContain(word);
  });

  test("are asked for by no program, and nobody waits for an answer", async () => {
    const server = await startCloneServer();
    const folder = temporaryFolder();
    const askpass = join(folder, "askpass");
    writeFileSync(askpass, `#!/bin/sh\ntouch ${folder}/asked\n`, { mode: 0o755 });
    const run = await fleet({
      server,
      args: [`${server.origin}/private/demo`],
      configuration: `[core]\n\taskPass = ${askpass}\n\tfsmonitor = ${askpass}\n\thooksPath = ${folder}\n[init]\n\ttemplateDir = ${folder}\n[http]\n\tproxy =\n`,
      env: { GIT_ASKPASS: askpass, SSH_ASKPASS: askpass },
    });
    expect(run.stdout).toContain("wants credentials");
    expect(existsSync(join(folder, "asked"))).toBe(false);
  });
});

test("an address that the user's git rewrites to another protocol is not followed", async () => {
  const server = await startCloneServer();
  const folder = temporaryFolder();
  const configuration = `[url "ext::touch ${folder}/ran "]\n\tinsteadOf = https://ext.example/\n[url "http://127.0.0.1:1/"]\n\tinsteadOf = ssh://\n`;
  const run = await fleet({
    server,
    args: ["https://ext.example/a", "ssh://git@127.0.0.1:1/b"],
    configuration,
    env: { GIT_SSH_COMMAND: "false" },
  });
  expect(run.exitCode).toBe(2);
  expect(existsSync(join(folder, "ran"))).toBe(false);
});

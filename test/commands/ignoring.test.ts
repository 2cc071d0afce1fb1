/** What people of a repository have decided, as runs of the program heed it. */
import { readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { Finding, IgnoredBy } from "../../src/finding.ts";
import { type Call, type Run, runCli } from "../support/cli.ts";
import { repository, type TestRepository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

const IGNORES = ".gemsweep-ignore.yaml";
const CONFIG = ".gemsweep.yaml";

interface Told {
  readonly exitCode: number | null;
  readonly findings: readonly Finding[];
  readonly ignored: readonly { readonly by: IgnoredBy; readonly finding: Finding }[];
  readonly notes: readonly { readonly about: string; readonly note: string }[];
}

function report(cwd: string, args: readonly string[], more: Partial<Call> = {}): Told {
  const { stdout, stderr, exitCode } = runCli({
    cwd,
    args: [...args, "--format", "json"],
    ...more,
  });
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Told), exitCode };
}

/** A line of code that uses a key for Gemini. */
function use(key: string, comment = ""): string {
  return `genai.configure(api_key="${key}")${comment}\n`;
}

function fingerprintsIn(root: string, args: readonly string[] = ["audit"]): readonly string[] {
  return report(root, [...args, "--no-ignore"]).findings.map(({ fingerprint }) => fingerprint);
}

function ignoreAll(root: string, ...args: readonly string[]): Run {
  return runCli({ cwd: root, args: ["ignore", ...fingerprintsIn(root), "--reason", "r", ...args] });
}

describe("an ignored value", () => {
  test("fails nothing, is counted in every format, and comes back with --no-ignore", () => {
    const { root } = repository();
    writeFileSync(join(root, "a.py"), use(googleApiKey()));
    expect(ignoreAll(root, "--by", "Ada", "--expires", "2999-12-31").exitCode).toBe(0);

    const { exitCode, findings, ignored } = report(root, ["audit"]);
    expect([exitCode, findings]).toEqual([0, []]);
    expect(ignored.map(({ by }) => by)).toEqual([
      { kind: "ignore-file", file: IGNORES, reason: "r", who: "Ada", expires: "2999-12-31" },
    ]);
    expect(ignored[0]?.finding.sightings).toMatchObject([{ path: "a.py" }]);
    const { stdout } = runCli({ cwd: root, args: ["audit"] });
    expect(stdout).toMatch(/^Ignored: 1 credential /);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(`${IGNORES}: r, says Ada, until 2999-12-31`);
    const lines = runCli({ cwd: root, args: ["audit", "--format", "jsonl"] }).stdout.split("\n");
    expect(lines.map((line) => line.slice(0, 18))).toEqual([
      `{"type":"ignored",`,
      `{"type":"summary",`,
      "",
    ]);

    expect(report(root, ["audit", "--no-ignore"])).toMatchObject({ exitCode: 1, ignored: [] });
  });

  test("leaves another value in its place a finding", () => {
    const repo = repository();
    repo.commit({ "a.py": use(googleApiKey()) });
    ignoreAll(repo.root);
    expect(report(repo.root, ["audit"]).exitCode).toBe(0);
    repo.write({ "a.py": use(googleApiKey()) });
    expect(report(repo.root, ["audit"])).toMatchObject({
      exitCode: 1,
      findings: [{ sightings: [{ source: "worktree", path: "a.py" }] }],
      ignored: [{ finding: { sightings: [{ path: "a.py" }, { source: "history" }] } }],
    });
  });

  test("is one everywhere, or within its path alone", () => {
    const key = googleApiKey();
    const repo = repository();
    repo.commit({ "test/a.py": use(key), "src/b.py": use(key) });
    repo.commit({ "test/a.py": undefined });
    ignoreAll(repo.root, "--path", "test");
    const { exitCode, findings, ignored } = report(repo.root, ["audit"]);
    const paths = (one: Finding) => [...new Set(one.sightings.map(({ path }) => path))];
    expect([exitCode, findings.map(paths), ignored.map(({ finding }) => paths(finding))]).toEqual([
      1,
      // Of a commit message, a name or the index there is no path below test.
      [["src/b.py"]],
      [["test/a.py"]],
    ]);
    ignoreAll(repo.root);
    expect(report(repo.root, ["audit"]).exitCode).toBe(0);
  });

  test("counts no more when its entry has expired; an entry without a finding is noted", () => {
    const { root } = repository();
    writeFileSync(join(root, "a.py"), use(googleApiKey()));
    const [fingerprint = ""] = fingerprintsIn(root);
    const expired = `${fingerprint}: { reason: r, expires: 2001-01-01 }\n`;
    writeFileSync(join(root, IGNORES), expired);
    expect(report(root, ["audit"])).toMatchObject({
      exitCode: 1,
      ignored: [],
      notes: [
        { about: IGNORES, note: `no longer counts (${fingerprint}): it expired on 2001-01-01` },
      ],
    });
    writeFileSync(join(root, "a.py"), "");
    expect(report(root, ["audit"])).toMatchObject({
      exitCode: 0,
      notes: [
        {
          about: IGNORES,
          note: `an entry is not needed any more (${fingerprint}): nothing was found for it`,
        },
      ],
    });
  });

  test("is not ignored by a file with a mistake, and the report says so", () => {
    const { root } = repository();
    writeFileSync(join(root, "a.py"), use(googleApiKey()));
    const [fingerprint = ""] = fingerprintsIn(root);
    writeFileSync(join(root, IGNORES), `${fingerprint}: { reson: x }\n`);
    const { exitCode, notes } = report(root, ["audit"]);
    expect(exitCode).toBe(1);
    expect(notes).toEqual([
      {
        about: IGNORES,
        note: `nothing in it counts: ${IGNORES}:1:69: an entry has no field "reson"`,
      },
    ]);
    writeFileSync(join(root, "a.py"), "");
    expect(report(root, ["audit"]).notes).toHaveLength(1);
  });
});

test("a scrub leaves alone what is ignored", () => {
  const repo = repository();
  const line = use(googleApiKey());
  repo.commit({ "a.py": line });
  ignoreAll(repo.root);
  const scrub = (...flags: readonly string[]): Run =>
    runCli({ cwd: repo.root, args: ["scrub", "--worktree", ...flags] });
  expect(scrub().exitCode).toBe(0);
  expect(readFileSync(join(repo.root, "a.py"), "utf8")).toBe(line);
  scrub("--no-ignore");
  expect(readFileSync(join(repo.root, "a.py"), "utf8")).not.toBe(line);
});

describe("a commit is judged by what it brings", () => {
  function staging(): TestRepository {
    const repo = repository();
    repo.commit({ "a.txt": "nothing\n" });
    repo.write({ "a.py": use(googleApiKey()) });
    repo.git("add", "a.py");
    return repo;
  }

  test("an ignore file counts as it is staged", () => {
    const { root, git, write } = staging();
    ignoreAll(root);
    expect(report(root, ["staged"]).exitCode).toBe(1);
    git("add", IGNORES);
    write({ [IGNORES]: "" });
    expect(report(root, ["staged"])).toMatchObject({ exitCode: 0, ignored: [{}] });
    expect(report(join(root, "."), ["staged", "--no-ignore"]).exitCode).toBe(1);
  });

  test("settings count as they are staged", () => {
    const { root, git, write } = staging();
    write({ [CONFIG]: "exclude: a.py\n" });
    expect(report(root, ["staged"]).exitCode).toBe(1);
    git("add", CONFIG);
    write({ [CONFIG]: "broken: settings\n" });
    expect(report(root, ["staged"])).toMatchObject({
      exitCode: 0,
      ignored: [{ by: { kind: "path", file: CONFIG, setting: "exclude", pattern: "a.py" } }],
    });
    git("add", CONFIG);
    expect(runCli({ cwd: root, args: ["staged"] })).toMatchObject({ exitCode: 2, stdout: "" });
    expect(report(root, ["staged", "--no-ignore"]).exitCode).toBe(1);
  });

  test("in a subfolder, and where git names the repository", () => {
    const { root, git, write } = staging();
    write({ [CONFIG]: "exclude: a.py\n", "sub/b.txt": "" });
    git("add", CONFIG);
    expect(report(join(root, "sub"), ["staged"]).exitCode).toBe(0);
    const env = { GIT_DIR: join(root, ".git") };
    expect(report(root, ["staged"], { env }).exitCode).toBe(0);
  });

  test("rules and what is extended are staged, packages are not", () => {
    const { root, git, write } = staging();
    const rule = `id: acme\ntitle: Acme\nanchors: [acme_]\npatterns:\n  - pattern: (?<key>acme_[0-9a-f]{32})\n    confidence: high\n`;
    write({
      [CONFIG]: "extends: [acme, ./base.yaml]\nrules: rules.yaml\n",
      "base.yaml": "exclude: a.py\n",
      "rules.yaml": rule,
      "node_modules/acme/gemsweep.yaml": "exclude: none\n",
      "b.txt": "acme_9f86d081884c7d659a2feaa0c55ad015\n",
    });
    git("add", CONFIG, "base.yaml", "rules.yaml", "b.txt");
    write({ "base.yaml": "broken: 1\n", "rules.yaml": "broken: 1\n" });
    const { exitCode, findings, ignored } = report(root, ["staged"]);
    expect([exitCode, findings.map(({ rule: id }) => id), ignored.length]).toEqual([
      1,
      ["acme"],
      1,
    ]);
    git("rm", "-f", "--cached", "--quiet", "rules.yaml");
    expect(runCli({ cwd: root, args: ["staged"] }).stderr).toContain(
      "cannot read .gemsweep.yaml:2:1: rules rules.yaml: it is not in the repository",
    );
  });
});

describe("a push is judged by the commit that leaves", () => {
  test("and not by what lies about", () => {
    const repo = repository();
    repo.commit({ "a.py": use(googleApiKey()) });
    const push = (): Told => {
      const input = `refs/heads/main ${repo.git("rev-parse", "HEAD")} refs/heads/main ${"0".repeat(40)}\n`;
      return report(repo.root, ["push"], { input });
    };
    expect(push().exitCode).toBe(1);
    ignoreAll(repo.root);
    expect(push().exitCode).toBe(1);
    repo.commit({}, "Ignore it");
    repo.write({ [IGNORES]: "", [CONFIG]: "broken: 1" });
    expect(push()).toMatchObject({ exitCode: 0, ignored: [{}] });
  });
});

describe("an audit", () => {
  test("of a bare repository goes by the commit that HEAD names", () => {
    const repo = repository();
    repo.commit({ "a.py": use(googleApiKey()) });
    ignoreAll(repo.root);
    repo.commit({ [CONFIG]: "fail-on: high\n" }, "Ignore it");
    const bare = join(temporaryFolder(), "bare.git");
    repo.git("clone", "--quiet", "--bare", repo.root, bare);
    expect(report(bare, ["audit"])).toMatchObject({ exitCode: 0, findings: [], ignored: [{}] });
    expect(report(bare, ["audit", "--no-ignore"]).exitCode).toBe(1);
  });

  test("of several repositories goes by none of their files", () => {
    const folder = temporaryFolder();
    const repos = ["a", "b"].map((name) => {
      const repo = repository();
      repo.write({ [`${name}.py`]: use(googleApiKey()), [CONFIG]: "exclude: '**'\n" });
      return repo.root;
    });
    const { exitCode, ignored, notes } = report(folder, ["audit", ...repos]);
    expect([exitCode, ignored]).toEqual([1, []]);
    expect(notes.map(({ about }) => about)).toEqual(repos.map((root) => join(root, CONFIG)));
  });

  test("goes by each version's own comment", () => {
    const key = googleApiKey();
    const repo = repository();
    repo.commit({ "a.py": use(key) });
    repo.commit({ "a.py": use(key, "  # gemsweep:allow a test key") });
    const { exitCode, findings, ignored } = report(repo.root, ["audit"]);
    expect(exitCode).toBe(1);
    expect(findings[0]?.sightings).toMatchObject([{ source: "history", path: "a.py" }]);
    expect(ignored).toMatchObject([
      { by: { kind: "comment", mark: "gemsweep:allow", reason: "a test key" } },
    ]);
    expect(ignored[0]?.finding.sightings.map(({ source }) => source)).toContain("worktree");

    const fresh = repository();
    fresh.commit({ "a.py": use(key, "  # gemsweep:allow a test key") });
    expect(report(fresh.root, ["audit"]).exitCode).toBe(0);
  });

  test("heeds the comments of other scanners on demand", () => {
    const { root } = repository();
    writeFileSync(join(root, "a.py"), use(googleApiKey(), "  # gitleaks:allow"));
    expect(report(root, ["audit"])).toMatchObject({ exitCode: 1, ignored: [] });
    const heeded = { exitCode: 0, ignored: [{ by: { kind: "comment", mark: "gitleaks:allow" } }] };
    expect(report(root, ["audit", "--foreign-marks"])).toMatchObject(heeded);
    writeFileSync(join(root, CONFIG), "foreign-marks: true\n");
    expect(report(root, ["audit"])).toMatchObject(heeded);
    expect(report(root, ["audit", "--no-ignore"])).toMatchObject({ exitCode: 1, ignored: [] });
  });
});

describe("a repository's own settings", () => {
  test("that have a mistake stop the run, which can go on without", () => {
    const { root } = repository();
    writeFileSync(join(root, CONFIG), "\nfail_on: high\n");
    expect(runCli({ cwd: root, args: ["audit"] })).toEqual({
      exitCode: 2,
      stdout: "",
      stderr:
        "gemsweep: nothing was scanned: .gemsweep.yaml:2:1: there is no setting fail_on\n" +
        "  the nearest is fail-on; or go on without it: --no-ignore\n",
    });
    expect(report(root, ["audit", "--no-ignore"]).exitCode).toBe(0);
  });

  test.for(["verify: true", "output: stolen.json", "extends: ../../x.yaml", "gemini-endpoint: x"])(
    "never widen what a run does: %s",
    (yaml) => {
      const { root } = repository();
      writeFileSync(join(root, CONFIG), yaml);
      writeFileSync(join(root, "a.py"), use(googleApiKey()));
      expect(runCli({ cwd: root, args: ["audit"] })).toMatchObject({ exitCode: 2, stdout: "" });
    },
  );

  test("decide the exit code, and the report says so", () => {
    const { root } = repository();
    writeFileSync(join(root, "a.txt"), `maps_key: ${googleApiKey()}\n`);
    expect(report(root, ["audit"]).exitCode).toBe(1);
    writeFileSync(join(root, CONFIG), "fail-on: critical\n");
    expect(report(root, ["audit"])).toMatchObject({
      exitCode: 0,
      findings: [{}],
      notes: [{ about: CONFIG, note: "decides how findings are judged: fail-on critical" }],
    });
    expect(report(root, ["audit", "--fail-on", "low"])).toMatchObject({ exitCode: 1, notes: [] });
    const other = join(temporaryFolder({ "c.yaml": "fail-on: medium" }), "c.yaml");
    expect(report(root, ["audit", "--config", other]).exitCode).toBe(1);
  });

  test("tell what keys are used for, and which are public", () => {
    const { root } = repository();
    writeFileSync(join(root, "a.txt"), `key: ${googleApiKey()}\n`);
    const [fingerprint = ""] = fingerprintsIn(root);
    expect(report(root, ["audit"]).findings).toMatchObject([{ usage: "unknown" }]);
    writeFileSync(join(root, CONFIG), "usage-hints: [{path: '*.txt', usage: firebase}]\n");
    expect(report(root, ["audit"])).toMatchObject({
      exitCode: 0,
      findings: [{ usage: "firebase", severity: "low" }],
      notes: [{ note: "decides how findings are judged: usage-hints" }],
    });
    writeFileSync(join(root, CONFIG), `public-keys:\n  ${fingerprint}: our web client\n`);
    expect(report(root, ["audit"])).toMatchObject({
      exitCode: 0,
      findings: [{ severity: "info", knownPublic: "our web client (public, says .gemsweep.yaml)" }],
    });
    expect(report(root, ["audit", "--no-ignore"]).exitCode).toBe(1);
  });

  const hiding = (more: string, key = "AIza[\\w-]{35}"): string =>
    `id: hide\ntitle: Hide\nanchors: [AIza]\npatterns:\n  - pattern: (?<key>${key})\n    confidence: high\n    bounded: false\n${more}`;

  test.for<[string, string]>([
    ["that calls everything a placeholder", hiding("minEntropy: 100\n")],
    ["that is better structured", hiding("wellFormed: '[\\w-]{39}'\n")],
    ["that takes more of the line", hiding("minEntropy: 100\n", ".{0,30}AIza[\\w-]{35}.{0,30}")],
    ["that takes a little more", hiding("wellFormed: '.{0,200}'\n", '="AIza[\\w-]{35}')],
    ["that is a fallback", hiding("fallback: true\nminEntropy: 100\n")],
  ])("have no rule that hides a credential: one %s", ([, rule]) => {
    const { root } = repository();
    writeFileSync(join(root, "a.py"), use(googleApiKey()));
    writeFileSync(join(root, CONFIG), "rules: rules.yaml\n");
    writeFileSync(join(root, "rules.yaml"), rule);
    expect(report(root, ["audit"])).toMatchObject({
      exitCode: 1,
      findings: [{ rule: "google-api-key", severity: "critical" }],
    });
  });

  test.for<[string, string, string]>([
    ["calls keys public", hiding(`knownPublic: {${"a".repeat(64)}: x}\n`), "has knownPublic"],
    ["joins a built-in family", hiding("family: google-api-key\n"), "which is a built-in one"],
    [
      "has too many anchors",
      hiding(`encoded: [${Array(3001).fill("AIzaSy").join(",")}]\n`),
      "could take too long",
    ],
    ["could hang", hiding("", "a{1,200}a{1,200}a{1,200}b"), "could take too long"],
    ["takes a built-in id", hiding("").replace("hide", "google-api-key"), "already a rule with"],
  ])("have no rule that %s", ([, rule, expected]) => {
    const { root } = repository();
    writeFileSync(join(root, CONFIG), "rules: rules.yaml\n");
    writeFileSync(join(root, "rules.yaml"), rule);
    const { exitCode, stderr } = runCli({ cwd: root, args: ["audit"] });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(expected);
    expect(stderr).toContain("--no-ignore");
    const flags = ["audit", "--rules", "rules.yaml", "--no-ignore"];
    expect(runCli({ cwd: root, args: flags }).exitCode).toBe(expected.includes("already") ? 2 : 0);
  });

  test("count for a scan of files, whose paths are seen from the root", () => {
    const { root, write } = repository();
    write({ "sub/test/a.py": use(googleApiKey()), [CONFIG]: "exclude: sub/test\n" });
    const elsewhere = temporaryFolder({ "b.py": use(googleApiKey()) });
    for (const path of ["test", "test/a.py", "../sub", join(root, "sub")])
      expect(report(join(root, "sub"), ["scan", path])).toMatchObject({
        exitCode: 0,
        ignored: [{}],
      });
    expect(report(root, ["scan", elsewhere])).toMatchObject({ exitCode: 1, ignored: [] });
    const input = use(googleApiKey());
    expect(report(root, ["scan", "-"], { input })).toMatchObject({ exitCode: 1, ignored: [] });
  });
});

describe("gemsweep ignore", () => {
  const FINGERPRINT = "a".repeat(64);

  test("writes into the root, keeps what is there, and says by whose word", () => {
    const { root, write } = repository();
    write({ "sub/a.txt": "", [IGNORES]: `# ours\n\n${"b".repeat(64)}:\n  reason: old # why\n` });
    const home = temporaryFolder({ ".gitconfig": "[user]\n\tname = Ada Lovelace\n" });
    const call = {
      cwd: join(root, "sub"),
      args: ["ignore", FINGERPRINT, "--reason", "a test key"],
    };
    expect(runCli({ ...call, env: { GIT_CONFIG_GLOBAL: join(home, ".gitconfig") } })).toEqual({
      exitCode: 0,
      stdout: "1 entry written into .gemsweep-ignore.yaml: commit it\n",
      stderr: "",
    });
    expect(readFileSync(join(root, IGNORES), "utf8")).toBe(
      `# ours\n\n${FINGERPRINT}:\n  reason: a test key\n  by: Ada Lovelace\n${"b".repeat(64)}:\n  reason: old # why\n`,
    );
    expect(statSync(join(root, IGNORES)).mode & 0o777).toBe(0o644);
  });

  test("makes no file that is a finding itself", () => {
    const { root } = repository();
    const reason = "GEMINI_API_KEY of the test project";
    runCli({ cwd: root, args: ["ignore", FINGERPRINT, "--reason", reason] });
    expect(report(root, ["audit"]).findings).toEqual([]);
  });

  test.for<[readonly string[], string]>([
    [["ignore"], "ignore needs a reason"],
    [["ignore", "--reason", "x"], "ignore needs the fingerprint of a finding"],
    [["ignore", FINGERPRINT], "ignore needs a reason, for those who come upon it later"],
    [["ignore", FINGERPRINT, "--reason", " . "], "ignore needs a reason"],
    [["ignore", "abc", "--reason", "x"], "expected the fingerprint of a credential"],
    [["ignore", googleApiKey(), "--reason", "x"], "never the credential itself"],
    [["ignore", FINGERPRINT, "--reason", "x", "--expires", "soon"], "--expires cannot be soon"],
    [["ignore", FINGERPRINT, "--reason", "x", "--expires", "2001-01-01"], "2001-01-01 is over"],
    [["baseline"], "baseline needs a reason"],
    [["baseline", "--prune", "--expires", "2999-12-31"], "baseline needs a reason"],
    [["baseline", "--reason", "x", "--path", "y"], "--path does not apply to baseline"],
    [["audit", "--reason", "x"], "--reason does not apply to audit"],
  ])("%j is refused", ([args, expected]) => {
    const { root } = repository();
    const { exitCode, stdout, stderr } = runCli({ cwd: root, args });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain(args[1]?.startsWith("AIza") ? args[1] : "\0");
  });

  test("takes the beginning of a fingerprint, as long as it can mean only one", () => {
    const { root } = repository();
    writeFileSync(join(root, "a.py"), use(googleApiKey()));
    const [found = ""] = fingerprintsIn(root);
    const ignore = (typed: string): Run =>
      runCli({ cwd: root, args: ["ignore", typed, "--reason", "x", "--by", "Ada"] });
    expect(ignore(found.slice(0, 12)).exitCode).toBe(0);
    expect(readFileSync(join(root, IGNORES), "utf8")).toContain(`${found}:\n  reason: x\n`);
    expect(ignore(found.slice(0, 12)).exitCode).toBe(0);

    const alike = found.slice(0, 62) + (found.endsWith("00") ? "11" : "00");
    expect(ignore(alike).exitCode).toBe(0);
    expect(ignore(found.slice(0, 12)).stderr).toContain(
      `2 fingerprints begin with ${found.slice(0, 12)}`,
    );
    const other = found.startsWith("0") ? "1".repeat(9) : "0".repeat(9);
    expect(ignore(other).stderr).toContain(`finds here begins with ${other}`);
  });

  test("joins both sides of a merge conflict", () => {
    const { root, git, commit } = repository();
    commit({ "a.py": use(googleApiKey()), "b.py": use(googleApiKey()) });
    const names = fingerprintsIn(root);
    for (const name of names) {
      git("checkout", "--quiet", "-b", name.slice(0, 7), "main");
      const reason = ["--reason", "known", "--by", "Ada"];
      runCli({ cwd: root, args: ["ignore", name, ...reason] });
      commit({}, name);
    }
    expect(() => git("merge", "--quiet", names[0]?.slice(0, 7) ?? "")).toThrow();
    expect(report(root, ["audit"]).notes[0]?.note).toContain("it has both sides of a conflict");
    expect(runCli({ cwd: root, args: ["baseline", "--prune"] })).toMatchObject({
      exitCode: 0,
      stdout: `The entries of both sides of a conflict are in ${IGNORES}: commit it.\n`,
    });
    const entries = names.toSorted().map((name) => `${name}:\n  reason: known\n  by: Ada\n`);
    expect(readFileSync(join(root, IGNORES), "utf8")).toMatch(
      new RegExp(`^#.*\\n\\n${entries.join("")}$`),
    );
  });

  test("writes through no link", () => {
    const { root } = repository();
    const elsewhere = temporaryFolder({ "a.yaml": "" });
    symlinkSync(join(elsewhere, "a.yaml"), join(root, IGNORES));
    const { exitCode } = runCli({ cwd: root, args: ["ignore", FINGERPRINT, "--reason", "x"] });
    expect(exitCode).toBe(2);
    expect(readFileSync(join(elsewhere, "a.yaml"), "utf8")).toBe("");
  });
});

describe("gemsweep baseline", () => {
  test("puts today's findings away in one go, and no later one", () => {
    const repo = repository();
    repo.commit({ "a.py": use(googleApiKey()), "b.py": use(googleApiKey()) });
    repo.commit({ "a.py": "" });
    const args = ["baseline", "--reason", "known, to be rotated", "--by", "Ada"];
    const { exitCode, stdout } = runCli({ cwd: repo.root, args });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`2 findings written into ${IGNORES}: commit it.`);
    const written = readFileSync(join(repo.root, IGNORES), "utf8");
    expect(written.match(/reason: known, to be rotated\n {2}by: Ada/g)).toHaveLength(2);
    expect(report(repo.root, ["audit"])).toMatchObject({ exitCode: 0, ignored: [{}, {}] });

    repo.write({ "c.py": use(googleApiKey()) });
    expect(report(repo.root, ["audit"]).findings).toHaveLength(1);
    runCli({ cwd: repo.root, args });
    expect(report(repo.root, ["audit"])).toMatchObject({ exitCode: 0, ignored: [{}, {}, {}] });
    expect(runCli({ cwd: repo.root, args }).stdout).toBe(
      "Nothing was found that is not ignored already.\n",
    );
  });

  test("--prune takes out what has expired or is not needed any more, and nothing else", () => {
    const { root, write } = repository();
    write({ "a.py": use(googleApiKey()), "b.py": use(googleApiKey()) });
    const [one = "", other = ""] = fingerprintsIn(root);
    const kept = `# ours\n\n${one}:\n  reason: needed # why\n`;
    const entry = (name: string, more = ""): string => `${name}: { reason: r${more} }\n`;
    const stale = entry(other, ", expires: 2001-01-01") + entry("f".repeat(64));
    write({ [IGNORES]: kept + stale });
    const prune = (...args: readonly string[]): Run =>
      runCli({ cwd: root, args: ["baseline", "--prune", ...args] });
    expect(prune()).toMatchObject({
      exitCode: 0,
      stdout: `2 entries taken out of ${IGNORES}: commit it.\n`,
    });
    expect(readFileSync(join(root, IGNORES), "utf8")).toBe(kept);
    expect(prune().stdout).toBe("No entry has expired, and each is needed.\n");

    write({ [IGNORES]: kept + stale });
    expect(prune("--reason", "again").exitCode).toBe(0);
    expect(report(root, ["audit"])).toMatchObject({ exitCode: 0, ignored: [{}, {}], notes: [] });
  });

  test("--prune keeps what was not found where not everything was looked at", () => {
    const { root, write } = repository();
    write({ [IGNORES]: `${"f".repeat(64)}: { reason: r }\n`, "large.txt": "x".repeat(2000) });
    const { exitCode, stdout } = runCli({
      cwd: root,
      args: ["baseline", "--prune", "--max-file-size", "1000"],
    });
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining("Not everything")]);
    expect(readFileSync(join(root, IGNORES), "utf8")).toContain("ffff");
  });

  test("needs a working tree", () => {
    const bare = repository("--bare");
    const { exitCode, stderr } = runCli({ cwd: bare.root, args: ["baseline", "--reason", "x"] });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("has no working tree to write into");
  });
});

/** `gemsweep verify`: keys on standard input, and keys that a report tells of. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { Finding, Report } from "../../src/finding.ts";
import { fingerprintOf } from "../../src/findings/fingerprint.ts";
import { type Run, runCli, runCliBeside } from "../support/cli.ts";
import { invalid } from "../support/gemini-answers.ts";
import { type GeminiServer, startGeminiServer } from "../support/gemini-server.ts";
import { repository } from "../support/git.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

type JsonReport = Report & { readonly version: number };

function sentTo({ received }: GeminiServer): readonly string[] {
  return received.map(({ headers }) => String(headers["x-goog-api-key"]));
}

/** Runs `gemsweep verify` against the server and reads the JSON that is printed. */
async function verify(
  server: GeminiServer,
  cwd: string,
  operands: readonly string[],
  input = "",
): Promise<Run & { report: JsonReport }> {
  const args = ["verify", ...operands, "--gemini-endpoint", server.endpoint, "--format", "json"];
  const run = await runCliBeside({ cwd, args, input });
  if (run.stdout === "") throw new Error(run.stderr);
  return { ...run, report: JSON.parse(run.stdout) as JsonReport };
}

/** The report of a command that is not asked to verify. */
function reportOf(cwd: string, args: readonly string[], input = ""): JsonReport {
  return JSON.parse(
    runCli({ cwd, args: [...args, "--format", "json"], input }).stdout,
  ) as JsonReport;
}

describe("keys on standard input", () => {
  const key = geminiAuthKey();
  const other = googleApiKey();
  test.for<[string, string, string[]]>([
    ["a key", key, [key]],
    ["a key a line", `${key}\r\n${other}\n`, [key, other]],
    [
      "text with keys in it",
      `curl 'https://x.example/?key=${other}'\nexport K="${key}";`,
      [other, key],
    ],
    ["the same key twice", `${key}\n${key}\n`, [key]],
    ["a word of another form", "  ZzYy.0123-4567_89ab\n", ["ZzYy.0123-4567_89ab"]],
    [
      "no words: too short, too long, more than one, an address",
      `short\n${"a1".repeat(101)}\nno key here at all\nhttps://a.example/b\n`,
      [],
    ],
    ["nothing", "", []],
  ])("%s", async ([, input, expected]) => {
    const server = await startGeminiServer();
    const { report, exitCode } = await verify(server, temporaryFolder(), [], input);
    expect(sentTo(server).toSorted()).toEqual(expected.toSorted());
    expect(report.target).toEqual({ command: "verify", paths: [] });
    expect(exitCode).toBe(expected.length > 0 ? 1 : 0);
  });

  test("a word that Google does not know is dead and no reason to fail", async () => {
    const server = await startGeminiServer(() => invalid("API key not valid."));
    const { report, exitCode } = await verify(
      server,
      temporaryFolder(),
      ["-"],
      "some-words-0815-4711\n",
    );
    expect(report.findings).toMatchObject([{ severity: "info", verdict: { status: "dead" } }]);
    expect(exitCode).toBe(0);
  });
});

describe("keys of a report", () => {
  test("are read again wherever an audit saw them, and nothing else changes", async () => {
    const server = await startGeminiServer();
    const keys = Array.from({ length: 7 }, geminiAuthKey);
    const [ignored, former, told, staged, named, branch, packed] = keys;
    const repo = repository();
    repo.commit({ ".gitignore": ".env\n", "a.ipynb": notebook(`${former}`) }, `Start with ${told}`);
    repo.commit({ "a.ipynb": notebook("nothing") });
    repo.commit({
      [`${named}.txt`]: "x",
      "k8s.yaml": `token: ${Buffer.from(`${packed}`).toString("base64")}\n`,
    });
    repo.git("branch", `try-${branch}`);
    repo.write({ ".env": `GEMINI_API_KEY=${ignored}\n`, "staged.py": `K = "${staged}"\n` });
    repo.git("add", "staged.py");
    repo.write({ "staged.py": "K = 1\n" });

    const before = reportOf(repo.root, ["audit"]);
    expect(before.findings).toHaveLength(keys.length);
    const file = join(temporaryFolder(), "report.json");
    writeFileSync(file, JSON.stringify(before));
    const { report, exitCode } = await verify(server, repo.root, [file]);

    expect(sentTo(server).toSorted()).toEqual(keys.toSorted());
    expect(exitCode).toBe(1);
    const unverified = (one: JsonReport) => ({
      ...one,
      verification: undefined,
      plan: undefined,
      findings: one.findings
        .map(({ verdict: _verdict, reasons: _reasons, ...rest }) => rest)
        .toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)),
    });
    expect(unverified(report)).toEqual(unverified(before));
    expect(before.plan.steps[0]?.id).toBe("check");
    expect(report.plan.steps[0]?.id).toBe("standby");
    for (const { verdict, reasons } of report.findings)
      expect([verdict?.status, reasons[0]]).toEqual(["live", "verdict-live"]);
    expect(report.verification).toMatchObject({ asked: true, checked: 7, unchecked: 0 });
  });

  test("of a repository elsewhere, of a folder in it, and of several", async () => {
    const folder = temporaryFolder();
    for (const name of ["one", "two"]) {
      const repo = repository();
      repo.commit({ "src/a.env": `GEMINI_API_KEY=${geminiAuthKey()}\n` });
      repo.commit({ "src/a.env": "", "src/b.env": `GEMINI_API_KEY=${geminiAuthKey()}\n` });
      repo.git("clone", "--quiet", repo.root, join(folder, name));
    }
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    for (const [cwd, audited, ...made] of [
      [elsewhere, ["../one"], "../one"],
      [join(folder, "one", "src"), ["."], "."],
      [join(folder, "one"), ["src"], ""],
      [folder, ["one", "two"], ""],
    ] as const) {
      const server = await startGeminiServer();
      const before = reportOf(cwd, ["audit", ...audited]);
      writeFileSync(join(folder, "report.json"), JSON.stringify(before));
      const where = made.filter((name) => name !== "");
      const { report } = await verify(server, cwd, [join(folder, "report.json"), ...where]);
      expect(server.received).toHaveLength(before.findings.length);
      expect(report.skipped).toEqual([]);
    }
  });

  test("of staged content and of a scan", async () => {
    const repo = repository();
    repo.commit({ "x.txt": "" });
    repo.write({ "b/a.env": `GEMINI_API_KEY=${geminiAuthKey()}\n` });
    repo.git("add", "b");
    const absolute = join(repo.root, "b");
    for (const args of [["staged"], ["scan", "b", "./b/a.env"], ["scan", absolute]]) {
      const server = await startGeminiServer();
      writeFileSync(join(repo.root, "report.json"), JSON.stringify(reportOf(repo.root, args)));
      const { report } = await verify(server, repo.root, ["report.json"]);
      expect(report.findings).toMatchObject([
        { severity: "critical", verdict: { status: "live" } },
      ]);
      expect(server.received).toHaveLength(1);
    }
  });

  test("that are gone are named, keep what was known, and are no clean result", async () => {
    const server = await startGeminiServer(() => invalid("API key not valid."));
    const cwd = temporaryFolder({
      "a.env": `GEMINI_API_KEY=${geminiAuthKey()}\n`,
      "b.env": `GEMINI_API_KEY=${geminiAuthKey()}\n`,
    });
    const first = ["scan", "a.env", "b.env", "--verify", "--gemini-endpoint", server.endpoint];
    await runCliBeside({ cwd, args: [...first, "--output", "report.json"] });
    rmSync(join(cwd, "b.env"));
    const { report, exitCode } = await verify(server, cwd, ["report.json"]);
    const lost = report.findings.find(({ sightings }) => sightings[0]?.path === "b.env");
    expect(lost?.verdict).toMatchObject({ status: "dead", cached: true });
    expect(report.findings.filter(({ verdict }) => verdict?.cached)).toEqual([lost]);
    expect(report.skipped).toEqual([
      { what: `key ${lost?.preview}`, why: "is no more where the report saw it: not checked" },
    ]);
    expect([report.complete, exitCode]).toEqual([false, 2]);
  });

  test("are all that is sent of the places that held them", async () => {
    const server = await startGeminiServer();
    const cwd = temporaryFolder({ "a.env": `GEMINI_API_KEY=${geminiAuthKey()}\n` });
    writeFileSync(join(cwd, "report.json"), JSON.stringify(reportOf(cwd, ["scan", "a.env"])));
    const before = readFileSync(join(cwd, "a.env"), "utf8");
    writeFileSync(join(cwd, "a.env"), `${before}OTHER=${googleApiKey()}\n`);
    await verify(server, cwd, ["report.json"]);
    expect(sentTo(server)).toEqual([before.trim().replace("GEMINI_API_KEY=", "")]);
  });

  test("that came in on standard input cannot be read again", async () => {
    const server = await startGeminiServer();
    const cwd = temporaryFolder();
    const piped = reportOf(cwd, ["scan", "-"], `GEMINI_API_KEY=${geminiAuthKey()}\n`);
    writeFileSync(join(cwd, "report.json"), JSON.stringify(piped));
    const { report } = await verify(server, cwd, ["report.json", "."]);
    expect(report.skipped).toMatchObject([
      { why: "came in on standard input, which cannot be read again: not checked" },
    ]);
  });
});

describe("a report that somebody made up", () => {
  const key = geminiAuthKey();

  /** A report of a scan that says to have seen `key` at a path. */
  function madeUp(path: string, given: Partial<Record<keyof Finding, unknown>> = {}): object {
    const finding = {
      fingerprint: fingerprintOf("gemini-auth-key", key),
      rule: "gemini-auth-key",
      title: "Gemini auth key",
      preview: "…",
      severity: "critical",
      reasons: [],
      confidence: "high",
      credential: "gemini-auth-key",
      usage: "gemini",
      sightings: [{ source: "worktree", path, line: 1, column: 1, decodings: [] }],
      ...given,
    };
    return {
      version: 1,
      target: { command: "scan", paths: ["."] },
      complete: true,
      coverage: { files: 1, blobs: 0, commits: 0, bytes: 1, notebooks: 0, bundles: 0 },
      findings: [finding],
      skipped: [],
      notes: [],
    };
  }

  test("leads nowhere outside of the folder", async () => {
    const server = await startGeminiServer();
    const outside = temporaryFolder({ "a.env": `GEMINI_API_KEY=${key}\n` });
    const cwd = temporaryFolder();
    symlinkSync(outside, join(cwd, "linked"));
    symlinkSync(join(outside, "a.env"), join(cwd, "link.env"));
    const up = `../${basename(outside)}/a.env`;
    const paths = [
      join(outside, "a.env"),
      up,
      `x/../${up}`,
      "linked/a.env",
      "link.env",
      `a\0`,
      "/dev/zero",
      "report.json/x",
      "",
    ];
    for (const path of paths) {
      writeFileSync(join(cwd, "report.json"), JSON.stringify(madeUp(path)));
      const { exitCode, report } = await verify(server, cwd, ["report.json"]);
      expect([path, exitCode, report.skipped.length]).toEqual([path, 1, 1]);
    }
    expect(server.received).toEqual([]);
  });

  test("leads to no repository outside of the folder", async () => {
    const [outside, inside] = [repository(), repository()];
    outside.commit({ "a.env": `GEMINI_API_KEY=${key}\n` });
    inside.commit({ "b.txt": "" });
    symlinkSync(outside.root, join(inside.root, "linked"));
    const { blob } = reportOf(outside.root, ["audit"]).findings[0]?.sightings[0] ?? {};
    const sightings = [{ source: "history", blob, line: 1, column: 1, decodings: [] }];
    const up = `../${basename(outside.root)}`;
    for (const path of ["linked", "linked/.git", up, outside.root]) {
      const server = await startGeminiServer();
      const target = { command: "audit", paths: [path, "."] };
      const report = { ...madeUp("", { sightings }), target };
      writeFileSync(join(inside.root, "report.json"), JSON.stringify(report));
      const run = await verify(server, inside.root, ["report.json"]);
      expect([path, run.report.skipped.length, server.received]).toEqual([path, 1, []]);
    }
  });

  test("has each repository that it names opened once", async () => {
    const { root, commit } = repository();
    commit({ "a.env": `GEMINI_API_KEY=${key}\n`, "b/c.txt": "" });
    const bin = temporaryFolder({
      git: `#!/bin/sh\necho >> "$0.runs"\nPATH=\${PATH#*:} exec git "$@"\n`,
    });
    chmodSync(join(bin, "git"), 0o755);
    const paths = Array.from({ length: 300 }, (_, index) => ["b", ".", "./b/.."][index % 3]);
    const target = { command: "audit", paths };
    writeFileSync(join(root, "report.json"), JSON.stringify({ ...madeUp("a.env"), target }));
    runCli({
      cwd: root,
      args: ["verify", "report.json", "--gemini-endpoint", "http://127.0.0.1:9"],
      env: { PATH: `${bin}:${process.env["PATH"]}` },
    });
    expect(readFileSync(join(bin, "git.runs"), "utf8").length).toBeLessThan(30);
  });

  test("is not the way for a key to get into a report", async () => {
    const server = await startGeminiServer();
    const cwd = temporaryFolder();
    const given = { title: key, preview: key, rule: key, knownPublic: key };
    writeFileSync(join(cwd, "report.json"), JSON.stringify(madeUp(`${key}.txt`, given)));
    const run = await verify(server, cwd, ["report.json"]);
    expect(run.stdout + run.stderr).not.toContain(key);
  });

  test.for<[string, unknown]>([
    ["the whole is not an object", 7],
    ["the whole is not an object", null],
    ["version is not a number", {}],
    ["version is not 1", { ...madeUp("a"), version: 2 }],
    ["findings is not a list", { ...madeUp("a"), findings: {} }],
    ["findings[0] is not an object", { ...madeUp("a"), findings: [null] }],
    ["findings[0].fingerprint is not what a report has there", madeUp("a", { fingerprint: "x" })],
    [
      "findings[0].sightings[0].line is not a number",
      madeUp("a", { sightings: [{ source: "index", line: -1 }] }),
    ],
    [
      "findings[0].sightings[0].blob is not what a report has there",
      madeUp("a", {
        sightings: [{ source: "history", line: 1, column: 1, decodings: [], blob: "--batch" }],
      }),
    ],
    [
      "findings[0].verdict.reason is not of its status",
      madeUp("a", { verdict: { status: "live", reason: "invalid", cached: false } }),
    ],
    [
      "target.command is not one of audit, staged, push, scan, verify, ci",
      { ...madeUp("a"), target: { command: "rm", paths: [] } },
    ],
  ])("is refused: %s", ([expected, value]) => {
    const cwd = temporaryFolder({ "report.json": JSON.stringify(value) });
    const { exitCode, stdout, stderr } = runCli({ cwd, args: ["verify", "report.json"] });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`report.json is not a gemsweep report: ${expected}\n`);
  });

  test("is not waited for where a pipe is in its place", () => {
    const cwd = temporaryFolder();
    execFileSync("mkfifo", [join(cwd, "report.json")]);
    const { exitCode, stderr } = runCli({ cwd, args: ["verify", "report.json"] });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("report.json is not a file\n");
  });

  test("of a repository, where there is none", () => {
    const report = { ...madeUp("a"), target: { command: "audit", paths: ["."] } };
    const cwd = temporaryFolder({ "report.json": JSON.stringify(report) });
    const { exitCode, stderr } = runCli({ cwd, args: ["verify", "report.json"] });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("the report is of a repository, but . is not a git repository\n");
    expect(stderr).toContain("gemsweep verify REPORT.json FOLDER");
  });
});

function notebook(printed: string): string {
  const output = { output_type: "stream", name: "stdout", text: [`${printed}\n`] };
  const cell = {
    cell_type: "code",
    execution_count: 1,
    metadata: {},
    source: [],
    outputs: [output],
  };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] });
}

/** What users see, call by call: read the pages in transcripts/. `vitest run -u` writes them anew. */
import { chmodSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runCli, Transcript } from "../support/cli.ts";
import { repository } from "../support/git.ts";
import { invalid } from "../support/gemini-answers.ts";
import { CATALOGUE } from "../support/gemini-catalogue.ts";
import { type GeminiServer, live, startGeminiServer } from "../support/gemini-server.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

/** How much git keeps in its folder differs from version to version. */
const LOOKED_AT =
  /(?<=Looked\s+at|credential(?:\s+that\s+is\s+not\s+ignored)?\s+in)\s[^()]*\([^()]*\)/g;

async function expectPage(transcript: Transcript, name: string, unsteady?: RegExp): Promise<void> {
  const text = transcript.toString();
  const page = unsteady ? text.replaceAll(unsteady, " <so much>") : text;
  await expect(page).toMatchFileSnapshot(`transcripts/${name}.md`);
}

test("help", async () => {
  const cwd = temporaryFolder();
  const transcript = new Transcript("Help");
  for (const args of [
    ["--help"],
    ["audit", "--help"],
    ["staged", "-h"],
    ["push", "--help"],
    ["ci", "--help"],
    ["scan", "--help"],
    ["fleet", "--help"],
    ["verify", "--help"],
    ["scrub", "--help"],
    ["ignore", "--help"],
    ["baseline", "--help"],
    ["init", "--help"],
    ["rules", "--help"],
  ]) {
    const { stdout } = transcript.run(args.join(" "), { cwd, args });
    const lines = stdout.split("\n");
    expect(lines.length).toBeLessThanOrEqual(41);
    for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(80);
  }
  expect(transcript.run("help scan", { cwd, args: ["help", "scan"] }).stdout).toContain(
    "scan PATH",
  );
  await expectPage(transcript, "help");
});

test("audit", async () => {
  const repo = repository("--template=");
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: "code", execution_count: 1, metadata: {}, source: ["import os"], outputs: [] },
      {
        cell_type: "code",
        execution_count: 2,
        metadata: {},
        source: ["print(os.environ['GEMINI_API_KEY'])"],
        outputs: [{ output_type: "stream", name: "stdout", text: [`${geminiAuthKey()}\n`] }],
      },
    ],
  };
  repo.commit(
    { "README.md": "a prototype\n", "analysis.ipynb": JSON.stringify(notebook) },
    "Start",
  );
  repo.commit(
    { "src/api.py": `client = genai.Client(api_key="${googleApiKey()}")\n` },
    "Call Gemini",
  );
  repo.commit({ "src/api.py": "client = genai.Client()\n" }, "Read the key from the environment");
  repo.write({ ".env": `GEMINI_API_KEY=${geminiAuthKey()}\n`, ".gitignore": ".env\n" });
  chmodSync(join(repo.root, ".env"), 0o644);
  const cwd = repo.root;
  const bare = join(temporaryFolder(), "bare.git");
  repo.git("clone", "--quiet", "--bare", "--template=", cwd, bare);
  const elsewhere = temporaryFolder({ "a.txt": "" });
  const transcript = new Transcript("Audit", { [bare]: "bare.git", [elsewhere]: "elsewhere" });

  transcript.run("A prototype with three leaks", { cwd, args: ["audit"] });
  transcript.run("A subfolder", { cwd, args: ["audit", "src"] });
  transcript.run("A bare repository", { cwd, args: ["audit", bare] });
  transcript.run("Not a repository", { cwd, args: ["audit", elsewhere] });
  transcript.run("A path that is not there", { cwd, args: ["audit", "missing/folder"] });

  const clean = repository("--template=");
  clean.commit({ "a.txt": "nothing\n" });
  transcript.run("A clean repository", { cwd: clean.root, args: ["audit"] });
  transcript.run("The same without a command, quietly", { cwd: clean.root, args: ["--quiet"] });
  await expectPage(transcript, "audit", LOOKED_AT);
});

test("staged", async () => {
  const repo = repository("--template=");
  repo.commit({ "app.py": "print(1)\n" });
  const cwd = repo.root;
  const transcript = new Transcript("Staged");
  transcript.run("Nothing is staged", { cwd, args: ["staged"] });
  repo.write({ "app.py": `genai.configure(api_key="${googleApiKey()}")\n` });
  transcript.run("The key is in the file but not staged", { cwd, args: ["staged"] });
  repo.git("add", "app.py");
  repo.write({ "app.py": "print(2)\n" });
  transcript.run("The key is staged but no more in the file", { cwd, args: ["staged"] });
  transcript.run("As lines of JSON", { cwd, args: ["staged", "--format", "jsonl"] });
  transcript.run("Outside a repository", { cwd: temporaryFolder(), args: ["staged"] });
  await expectPage(transcript, "staged");
});

test("init", async () => {
  const repo = repository("--template=");
  const cwd = repo.root;
  const transcript = new Transcript("Init", { [join(process.execPath, "..")]: "/usr/bin" });
  transcript.run("Nobody to ask", { cwd, args: ["init"] });
  transcript.run("A name that is none", { cwd, args: ["init", "git-hooks"] });
  transcript.run("What would be written", { cwd, args: ["init", "pre-commit", "--dry-run"] });
  repo.write({
    ".pre-commit-config.yaml": `# our hooks
repos:
- repo: https://github.com/psf/black
  rev: 24.1.0
  hooks:
  - id: black # as it was
`,
    "package.json": "{}",
  });
  const several = ["init", "pre-commit", "husky", "lefthook", "github", "gitlab"];
  transcript.run("Several", { cwd, args: several });
  transcript.show(
    ".pre-commit-config.yaml",
    readFileSync(join(cwd, ".pre-commit-config.yaml"), "utf8"),
  );
  transcript.run("Once more", { cwd, args: several });
  repo.write({ ".gitlab-ci.yml": "build: {script: make}\n---\n" });
  transcript.run("A file that is not understood", { cwd, args: ["init", "gitlab"] });
  await expectPage(transcript, "init");
});

test("push", async () => {
  const repo = repository("--template=");
  const cwd = repo.root;
  const transcript = new Transcript("Push");
  const base = repo.commit({ "app.py": "print(1)\n" }, "Start");
  repo.git("update-ref", "refs/remotes/origin/main", base);
  repo.commit({ "app.py": `genai.configure(api_key="${googleApiKey()}")\n` }, "Call Gemini");
  const removed = repo.commit({ "app.py": "genai.configure()\n" }, "Remove the key again");
  const added = repo.git("rev-parse", "HEAD~1");
  const none = "0".repeat(40);
  const call = (line: string, ...flags: readonly string[]) => ({
    cwd,
    args: ["push", "origin", "git@host:app.git", ...flags],
    input: line,
  });
  const update = `refs/heads/main ${removed} refs/heads/main ${base}\n`;
  transcript.run("A key in a commit, removed by the next", call(update));
  const last = `HEAD~1 ${added} refs/heads/main ${base}\n`;
  repo.git("checkout", "--quiet", "--detach", added);
  transcript.run("A key in the last commit", call(last));
  const known = `refs/heads/main ${removed} refs/heads/other ${added}\n`;
  transcript.run("What the remote has already", call(known));
  transcript.run("A deletion", call(`(delete) ${none} refs/heads/main ${base}\n`));
  transcript.run("Nothing is pushed", call(""));
  transcript.run("The same quietly", call("", "--quiet"));
  transcript.run("Not what git says", call("refs/heads/main --all\n"));
  transcript.run("Outside a repository", { ...call(update), cwd: temporaryFolder() });
  const environment = { PRE_COMMIT: "1", PRE_COMMIT_FROM_REF: base, PRE_COMMIT_TO_REF: "HEAD" };
  const { exitCode } = transcript.run("Under pre-commit", {
    cwd,
    args: ["push", "--quiet", "--fail-on", "critical"],
    env: environment,
  });
  expect(exitCode).toBe(1);
  await expectPage(transcript, "push");
});

test("ci", async () => {
  const repo = repository("--template=");
  const cwd = repo.root;
  const transcript = new Transcript("CI", { [cwd]: "app" });
  repo.commit(
    { "old.py": `genai.configure(api_key="${googleApiKey()}")\n`, ".gitignore": "dist\n" },
    "Start",
  );
  repo.git("update-ref", "refs/remotes/origin/main", "HEAD");
  repo.git("checkout", "--quiet", "-b", "feature");
  const base = ["--base", "origin/main"];
  repo.commit({ "README.md": "an app\n" }, "Say what it is");
  transcript.run("Nothing new", { cwd, args: ["ci", ...base] });
  repo.commit({ "app.py": `genai.configure(api_key="${googleApiKey()}")\n` }, "Call Gemini");
  repo.commit({ "app.py": "genai.configure()\n" }, "Remove the key again");
  repo.write({ "dist/app.js": `const key = "${googleApiKey()}";\n` });
  transcript.run("A key in a commit, and one in what was built", { cwd, args: ["ci", ...base] });
  transcript.run("For the log of a workflow", { cwd, args: ["ci", ...base, "--format", "github"] });
  transcript.run("Without a word on what to compare with", { cwd, args: ["ci"] });
  const clone = join(temporaryFolder(), "clone");
  repo.git("clone", "--quiet", "--template=", "--depth=1", `file://${cwd}`, clone);
  const env = { GITLAB_CI: "true", CI_COMMIT_BEFORE_SHA: repo.git("rev-parse", "origin/main") };
  transcript.run("A shallow clone", { cwd: clone, args: ["ci"], env });
  await expectPage(transcript, "ci");
});

test("scan", async () => {
  const key = googleApiKey();
  const cwd = temporaryFolder({
    "deploy/secret.yaml": `data:\n  token: ${Buffer.from(geminiAuthKey()).toString("base64")}\n`,
    "web/config.js": `firebase.initializeApp({ apiKey: "${key}", authDomain: "x.firebaseapp.com" });\n`,
    "notes.txt": "nothing here\n",
  });
  const transcript = new Transcript("Scan");
  transcript.run("Folders", { cwd, args: ["scan", "deploy", "web"] });
  const piped = { cwd, args: ["scan", "-"], input: `x-goog-api-key: ${geminiAuthKey()}\n` };
  transcript.run("Standard input", piped, "curl -v … 2>&1 | gemsweep scan -");
  transcript.run("Only what is public by design", { cwd, args: ["scan", "web"] });
  transcript.run("The same with a stricter limit, as JSON", {
    cwd,
    args: ["scan", "web", "--fail-on", "low", "--format", "json"],
  });
  transcript.run("Nothing found", { cwd, args: ["scan", "notes.txt"] });
  transcript.run("Nothing found, but not everything looked at", {
    cwd,
    args: ["scan", ".", "--max-file-size", "16"],
  });
  transcript.run("A path that is not there", { cwd, args: ["scan", "notes.txt", "nodes.txt"] });
  transcript.run("No path", { cwd, args: ["scan"] });
  await expectPage(transcript, "scan");
});

/** A file for each of these rows of the catalogue, with a key that Gemini answers so. */
function keyFiles(
  server: GeminiServer,
  folder: string,
  rows: readonly number[],
): Readonly<Record<string, string>> {
  const chosen = CATALOGUE.filter(({ row }) => rows.includes(row));
  return Object.fromEntries(
    chosen.map((one, index) => {
      const key = one.key();
      server.answer(key, live({ [one.to]: () => one.answer(key) }));
      return [`${folder}/${index + 1}.py`, `genai.configure(api_key="${key}")\n`];
    }),
  );
}

test("verify", async () => {
  const server = await startGeminiServer();
  const cwd = temporaryFolder({
    ...keyFiles(server, "old", [2, 5, 6, 8, 9, 10]),
    ...keyFiles(server, "site", [11, 12, 13, 16, 22]),
    "live.env": `GEMINI_API_KEY=${geminiAuthKey()}\n`,
    "firebase.json": `{"apiKey": "${googleApiKey()}", "authDomain": "x.firebaseapp.com"}\n`,
  });
  const transcript = new Transcript("Verify", { [server.endpoint]: "http://127.0.0.1:8080" });
  const to = ["--gemini-endpoint", server.endpoint];
  const call = (...args: readonly string[]) => ({ cwd, args: [...args, ...to] });
  await transcript.runBeside("Keys of every kind", call("scan", ".", "--verify"));
  await transcript.runBeside(
    "What is behind a key, and whether it generates",
    call("scan", "live.env", "--verify=generate,reach"),
  );
  await transcript.runBeside(
    "Only what works fails",
    call("scan", "old", "--verify", "--fail-on", "live"),
  );
  const env = readFileSync(join(cwd, "live.env"), "utf8");
  const lone = `${env.replace("GEMINI_API_KEY=", "")}some-other-value-0815\n`;
  server.answer("some-other-value-0815", () => invalid("API key not valid."));
  await transcript.runBeside("Keys on standard input", { ...call("verify"), input: lone });
  await transcript.runBeside(
    "A report",
    call(
      "scan",
      "live.env",
      "firebase.json",
      "--format",
      "json",
      "--output",
      "report.json",
      "--quiet",
      "--verify",
    ),
  );
  rmSync(join(cwd, "firebase.json"));
  await transcript.runBeside("The same later, when a file is gone", call("verify", "report.json"));
  const nobody = ["--gemini-endpoint", "http://127.0.0.1:9"];
  await transcript.runBeside("Offline", { cwd, args: ["scan", "live.env", "--verify", ...nobody] });
  await expectPage(transcript, "verify");
}, 120_000);

test("rules", async () => {
  const cwd = temporaryFolder({
    "broken.yaml": "id: my-rule\ntitle: Mine\npatern: x\n",
  });
  const transcript = new Transcript("Rules");
  transcript.run("List", { cwd, args: ["rules"] });
  transcript.run("Check", { cwd, args: ["rules", "check"] });
  transcript.run("A rule file with a mistake", {
    cwd,
    args: ["rules", "check", "--rules", "broken.yaml"],
  });
  transcript.run("A rule file that is not there", {
    cwd,
    args: ["scan", ".", "--rules", "missing.yaml"],
  });
  transcript.run("A task that is not there", { cwd, args: ["rules", "chek"] });
  await expectPage(transcript, "rules", /(?<=keep their) [0-9]+/g);
});

test("mistakes", async () => {
  const cwd = temporaryFolder({ "bad.yaml": "format: json\nfail_on: high\n", "a.txt": "x" });
  symlinkSync("a.txt", join(cwd, "link.txt"));
  const transcript = new Transcript("Mistakes", { [cwd]: "/home/me" });
  const calls: readonly (readonly string[])[] = [
    ["--verion"],
    ["stagd"],
    ["help", "stagd"],
    ["audit", "--max-size", "1M"],
    ["staged", "--max-file-size", "1M"],
    ["staged", "a.txt"],
    ["push", "origin", "host:x.git", "main"],
    ["scan", ".", "--fail-on", "severe"],
    ["scan", ".", "--config", "bad.yaml"],
    ["scan", ".", "--output", "report.pdf"],
    ["scan", ".", "--output", "missing/report.json"],
    ["scan", ".", "--output", "link.txt"],
    ["audit", "-"],
    ["scan", ".", "--proxy", "http://proxy.example:3128"],
    ["scan", ".", "--fail-on", "live"],
    ["scan", ".", "--verify=generat"],
    ["verify", "a.txt"],
    ["verify", "missing.json"],
    ["verify", "report.json", "folder", "more"],
    ["verify", "--gemini-endpoint", "http://example.com"],
  ];
  for (const args of calls) {
    const { exitCode, stdout } = transcript.run(args.join(" "), { cwd, args });
    expect([exitCode, stdout]).toEqual([2, ""]);
  }
  await expectPage(transcript, "mistakes");
});

/** Without what differs from key to key, also where Markdown escapes it. */
function steady(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<id>")
    .replaceAll(/…(?:\\*[\w-]){4}(?![\w-])/g, "…····");
}

test("output files", async () => {
  const cwd = temporaryFolder({ "a.py": `genai.configure(api_key="${googleApiKey()}")\n` });
  writeFileSync(
    join(cwd, "report.json"),
    "old and much longer than what a small report would need",
  );
  const transcript = new Transcript("Output files");
  const args = ["scan", "a.py", "--output", "report.json", "--output", "report.txt"];
  const { stdout } = transcript.run("Both, and on standard output too", { cwd, args });
  const json = readFileSync(join(cwd, "report.json"), "utf8");
  transcript.show("report.json", json);
  expect(JSON.parse(json)).toMatchObject({ version: 1 });
  expect(readFileSync(join(cwd, "report.txt"), "utf8")).toBe(stdout);
  const env = { SOURCE_DATE_EPOCH: "1700000000", GITHUB_STEP_SUMMARY: join(cwd, "summary.md") };
  transcript.run("For code scanning, GitLab and the log of a workflow in one run", {
    cwd,
    args: [
      "scan",
      "a.py",
      "--output",
      "a.sarif",
      "--output",
      "gl-code-quality-report.json",
      "--output",
      "gitlab:gl.json",
      "--format",
      "github",
    ],
    env,
  });
  for (const name of ["summary.md", "gl-code-quality-report.json", "gl.json"])
    transcript.show(name, steady(readFileSync(join(cwd, name), "utf8")));
  await expectPage(transcript, "output-files");
});

test("ignores", async () => {
  const repo = repository("--template=");
  const cwd = repo.root;
  repo.commit({
    "src/api.py": `client = genai.Client(api_key="${googleApiKey()}")\n`,
    "test/api.py": `KEY = "${googleApiKey()}"  # gemsweep:allow an old key of the sandbox\n`,
    "vendor/maps.js": `const mapsKey = "${googleApiKey()}"; // gitleaks:allow\n`,
    ".gemsweep.yaml": "exclude: vendor\nfail-on: high\n",
  });
  const transcript = new Transcript("Ignores", { [cwd]: "prototype" });

  transcript.run("What a comment and the settings ignore", { cwd, args: ["audit", "--quiet"] });
  const { stdout } = runCli({ cwd, args: ["audit", "--format", "json"] });
  const [found] = (JSON.parse(stdout) as { findings: { fingerprint: string }[] }).findings;
  const args = ["ignore", found?.fingerprint ?? "", "--reason", "switched off", "--by", "Ada"];
  transcript.run("An entry", { cwd, args });
  transcript.show(
    ".gemsweep-ignore.yaml",
    readFileSync(join(cwd, ".gemsweep-ignore.yaml"), "utf8"),
  );
  transcript.run("Everything is ignored", { cwd, args: ["audit"] });
  transcript.run("All the same", { cwd, args: ["scan", ".", "--no-ignore", "--quiet"] });
  const baseline = ["baseline", "--reason", "known since May", "--by", "Ada", "--no-ignore"];
  transcript.run("A baseline", { cwd, args: baseline });
  repo.write({ ".gemsweep.yaml": "excludes: vendor\n" });
  transcript.run("A mistake in the settings", { cwd, args: ["audit"] });
  repo.write({ ".gemsweep.yaml": "output: report.json\n" });
  transcript.run("What settings cannot decide", { cwd, args: ["audit"] });
  await expectPage(transcript, "ignores", LOOKED_AT);
});

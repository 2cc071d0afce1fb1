/** Plants keys wherever text can stand and looks for them in everything that the program says or writes. */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { runCli } from "./support/cli.ts";
import { repository } from "./support/git.ts";
import { geminiAuthKey, googleApiKey } from "./support/keys.ts";
import { temporaryFolder } from "./support/tree.ts";

vi.setConfig({ testTimeout: 120_000 });

const FORMATS = ["text", "json", "jsonl"] as const;

/** For other programs: each of them is written beside every report. */
const OUTPUTS = [
  "r.txt",
  "r.json",
  "r.jsonl",
  "r.sarif",
  "r.xml",
  "gitlab:r.gitlab",
  "codequality:r.codequality",
  "github:r.github",
];

/** Hands out keys and remembers them all. */
function mint(): { readonly key: () => string; readonly hidden: string[] } {
  const hidden: string[] = [];
  const key = (): string => {
    const made = hidden.length % 2 === 0 ? googleApiKey() : geminiAuthKey();
    hidden.push(made);
    return made;
  };
  return { key, hidden };
}

/** Neither the keys nor more of them than what a preview shows, even where lines were wrapped. */
function expectNone(output: string, hidden: readonly string[]): void {
  const text = output.replaceAll(/\s+/g, "");
  for (const value of hidden) {
    expect(text.includes(value), `a whole key ending in ${value.slice(-4)}`).toBe(false);
    const middle = value.slice(10, -6);
    expect(text.includes(middle), `the middle of a key ending in ${value.slice(-4)}`).toBe(false);
  }
}

test("keys all over a repository", () => {
  const { key, hidden } = mint();
  const found: string[] = [];
  const findable = (): string => {
    const made = key();
    found.push(made);
    return made;
  };
  const repo = repository();
  const byName = randomBytes(20).toString("hex");
  hidden.push(byName);

  repo.commit(
    {
      "plain.py": `genai.configure(api_key="${findable()}")\n`,
      [`folder-${findable()}/file-${findable()}.txt`]: "no key inside\n",
      [`beside-${findable()}.txt`]: `x-goog-api-key: ${findable()}\n`,
      "by-name.py": `GEMINI_API_KEY = "${byName}"\n`,
      [`${byName}.md`]: "a name that is only known as a value elsewhere\n",
      "notebook.ipynb": notebookWith(findable()),
      "broken.ipynb": `{"cells": [{"source": "${findable()}", `,
      "app.min.js": `const a="${findable()}";//# sourceMappingURL=${key()}.map\n`,
      "encoded.yaml": `token: ${Buffer.from(findable()).toString("base64")}\n`,
      "utf16.txt": Buffer.from(`\ufeff${findable()}`, "utf16le"),
      "large.bin": Buffer.concat([Buffer.alloc(70_000), Buffer.from(findable())]),
    },
    `Message with ${findable()}`,
  );
  repo.git("tag", "-a", "v1", "-m", `Tag with ${findable()}`);
  repo.git("notes", "add", "-m", `Note with ${findable()}`);
  repo.git("branch", `branch-${findable()}`);
  repo.git("config", "user.useless", findable());
  repo.git("-c", `user.name=${key()}`, "commit", "--quiet", "--allow-empty", "-m", "author");
  repo.write({ "staged.txt": findable(), [`staged-${findable()}.txt`]: "x" });
  repo.git("add", "--all");
  repo.write({ ".env": `GEMINI_API_KEY=${findable()}\n`, [`${key()}/inner/.git/HEAD`]: "" });
  chmodSync(join(repo.root, ".env"), 0o644);
  symlinkSync(`/nowhere/${findable()}`, join(repo.root, "link"));
  writeFileSync(Buffer.concat([Buffer.from(`${repo.root}/${key()}`), Buffer.from([0xff])]), "x");

  const files = temporaryFolder();
  const outputs = OUTPUTS.flatMap((name) => {
    const [, format = "", file = ""] = /^(\w+:)?(.*)$/.exec(name) ?? [];
    return ["--output", format + join(files, file)];
  });
  const calls: readonly (readonly string[])[] = [...FORMATS, "github"].flatMap((format) => [
    ["audit", "--format", format, ...outputs],
    ["audit", "--format", format, "--max-file-size", "40"],
    ["audit", `branch`, "--format", format],
    ["staged", "--format", format],
    ["push", `https://user:${key()}@host/x.git`, key(), "--format", format],
    ["scan", ".", "--format", format],
    ["scan", "-", "--format", format],
  ]);
  const pushed = ["v1", "HEAD"].map((name) => {
    const id = repo.git("rev-parse", name);
    return `${key()} ${id} refs/heads/${key()} ${"0".repeat(40)}\n`;
  });
  for (const args of calls) {
    const input = args[0] === "push" ? pushed.join("") : `GEMINI_API_KEY=${key()}`;
    const { stdout, stderr, exitCode } = runCli({
      cwd: repo.root,
      args,
      input,
      env: { GEMINI_API_KEY: key(), GITHUB_STEP_SUMMARY: join(files, "summary.md") },
    });
    expectNone(stdout + stderr, hidden);
    expect(exitCode, args.join(" ")).toBe(args[1] === "branch" ? 2 : 1);
  }
  expect(readdirSync(files)).toHaveLength(OUTPUTS.length + 1);
  for (const name of readdirSync(files))
    expectNone(readFileSync(join(files, name), "utf8"), hidden);

  // Had a key not been found at all, its absence would prove nothing.
  const report = JSON.parse(readFileSync(join(files, "r.json"), "utf8"));
  const ids = report.findings.map(({ keyId }: { keyId?: string }) => keyId);
  expect(found.filter((value) => !ids.includes(value.slice(-4)))).toEqual([]);
});

describe("keys in what is typed", () => {
  test.for<(key: string) => string[]>([
    (key) => [key],
    (key) => [`./${key}`],
    (key) => ["audit", key],
    (key) => ["audit", `../${key}/sub`],
    (key) => ["scan", key],
    (key) => ["scan", ".", `--${key}`],
    (key) => ["scan", ".", `-${key}`],
    (key) => ["scan", ".", "--format", key],
    (key) => ["scan", ".", "--fail-on", key],
    (key) => ["scan", ".", "--max-file-size", key],
    (key) => ["scan", ".", "--config", key],
    (key) => ["scan", ".", "--rules", key],
    (key) => ["scan", ".", "--output", key],
    (key) => ["scan", ".", "--output", `${key}/r.json`],
    (key) => ["scan", ".", "--quiet=" + key],
    (key) => ["staged", key],
    (key) => ["push", "origin", "url", key],
    (key) => ["help", key],
    (key) => ["rules", key],
  ])("%s", (argv) => {
    for (const key of [googleApiKey(), geminiAuthKey()]) {
      const result = runCli({ cwd: temporaryFolder({ "a.txt": "" }), args: argv(key) });
      expect(result.exitCode).toBe(2);
      expect(result.stderr).toMatch(/^gemsweep: nothing was scanned: /);
      expectNone(result.stdout + result.stderr, [key]);
    }
  });

  test("a scanned folder's path is shown without them", () => {
    const key = googleApiKey();
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, key));
    writeFileSync(join(cwd, key, "a.txt"), `x ${googleApiKey()}`);
    for (const format of [...FORMATS, "sarif", "gitlab", "codequality", "junit", "github"]) {
      const { stdout, stderr } = runCli({ cwd, args: ["scan", key, "--format", format] });
      expectNone(stdout + stderr, [key]);
    }
  });
});

describe("keys in what configures", () => {
  let key: string;
  beforeAll(() => {
    key = googleApiKey();
  });

  test.for<[string, (key: string) => string]>([
    ["--config", (key) => `${key}: true`],
    ["--config", (key) => `format: ${key}`],
    ["--config", (key) => `fail-on: *${key}`],
    ["--config", (key) => `- ${key}`],
    ["--config", (key) => `"${key}`],
    ["--config", (key) => `rules: ${key}.yaml`],
    ["--config", (key) => `output: ${key}`],
    ["--rules", (key) => `${key}: true`],
    ["--rules", (key) => `id: ${key}\ntitle: x\n`],
    ["--rules", (key) => `"${key}`],
    ["--rules", (key) => `id: *${key}`],
    ["--rules", (key) => `%${key}`],
    ["--rules", (key) => ruleWith(`(${key}`)],
    ["--rules", (key) => ruleWith(`(?<key>(${key}+)+)x`)],
    ["--rules", (key) => ruleWith(key)],
  ])("%s %s", ([flag, content]) => {
    const cwd = temporaryFolder({ "settings.yaml": content(key) });
    const result = runCli({ cwd, args: ["rules", "check", flag, "settings.yaml"] });
    expect(result.exitCode).toBe(2);
    expectNone(result.stdout + result.stderr, [key]);
  });
});

function ruleWith(pattern: string): string {
  return JSON.stringify({
    id: "mine",
    title: "Mine",
    credential: "custom",
    family: "mine",
    anchors: ["mine"],
    patterns: [{ pattern, confidence: "high" }],
    examples: ["mine"],
  });
}

function notebookWith(key: string): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      {
        cell_type: "code",
        execution_count: 1,
        metadata: {},
        source: [],
        outputs: [
          { output_type: "error", ename: "E", evalue: key, traceback: [`\u001b[31m${key}`] },
        ],
      },
    ],
  });
}

/** Executes the steps of action.yml as a runner does. */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { parse } from "yaml";
import { cleanEnvironment } from "./support/cli.ts";
import { repository, type TestRepository } from "./support/git.ts";
import { googleApiKey } from "./support/keys.ts";
import { sarifErrors } from "./support/sarif-schema.ts";
import { temporaryFolder } from "./support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

const ROOT = fileURLToPath(new URL("../", import.meta.url));

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
}
interface Action {
  readonly inputs: Readonly<Record<string, { description: string; default: string }>>;
  readonly outputs: Readonly<Record<string, { description: string; value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as Action;

interface Run {
  readonly exitCode: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

interface Call {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The action's own checkout. */
  readonly path?: string;
  readonly steps?: readonly Step[];
}

/** Runs the steps one after the other, up to the first that fails. */
function execute(
  workspace: string,
  { inputs = {}, env = {}, path = ROOT, steps = action.runs.steps }: Call,
): Run {
  const folder = temporaryFolder({ output: "", summary: "", path: "" });
  const stepOutputs: Record<string, Readonly<Record<string, string>>> = {};
  const resolve = (text: string): string =>
    text.replaceAll(
      /\$\{\{ *(inputs|steps)\.([\w-]+)(?:\.outputs\.([\w-]+))? *\}\}/g,
      (_, kind, name: string, output: string) =>
        kind === "inputs"
          ? (inputs[name] ?? action.inputs[name]?.default ?? "")
          : (stepOutputs[name]?.[output] ?? ""),
    );
  let exitCode: number | null = 0;
  let log = "";
  for (const step of steps) {
    const script = join(folder, "step.sh");
    writeFileSync(script, resolve(step.run));
    const output = join(folder, "output");
    writeFileSync(output, "");
    const options = ["--noprofile", "--norc", "-e", "-o", "pipefail", script];
    const ended = spawnSync("bash", options, {
      cwd: join(workspace, resolve(step["working-directory"] ?? ".")),
      encoding: "utf8",
      env: {
        ...cleanEnvironment(),
        CI: "true",
        GITHUB_ACTIONS: "true",
        GITHUB_ACTION_PATH: path,
        GITHUB_OUTPUT: output,
        GITHUB_PATH: join(folder, "path"),
        GITHUB_STEP_SUMMARY: join(folder, "summary"),
        RUNNER_TEMP: folder,
        ...env,
        ...Object.fromEntries(
          Object.entries(step.env ?? {}).map(([name, value]) => [name, resolve(value)]),
        ),
      },
    });
    log += ended.stdout + ended.stderr;
    exitCode = ended.status;
    if (step.id !== undefined)
      stepOutputs[step.id] = Object.fromEntries(
        readFileSync(output, "utf8")
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      );
    if (exitCode !== 0) break;
  }
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, resolve(value)]),
  );
  return { exitCode, log, outputs, summary: readFileSync(join(folder, "summary"), "utf8") };
}

/** The variables of a pull request. */
function event(base: string, head: string): Readonly<Record<string, string>> {
  const pull = { base: { sha: base, ref: "main" }, head: { sha: head, ref: "feature" } };
  const folder = temporaryFolder({ "event.json": JSON.stringify({ pull_request: pull }) });
  return { GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: join(folder, "event.json") };
}

const code = (mark = ""): string => `genai.configure(api_key="${googleApiKey()}") ${mark}\n`;

function started(): TestRepository & { readonly base: string } {
  const repo = repository();
  return { ...repo, base: repo.commit({ "old.py": code() }) };
}

test("every input and output says what it is for, and no script has an expression in it", () => {
  const { inputs, outputs, runs } = action;
  expect(runs.using).toBe("composite");
  for (const { description } of [...Object.values(inputs), ...Object.values(outputs)])
    expect(description).toMatch(/^\S.*\.$/);
  const used = JSON.stringify(runs.steps);
  for (const name of Object.keys(inputs)) expect(used).toContain(`{{ inputs.${name} }}`);
  for (const { shell, run } of runs.steps) {
    expect(shell).toBe("bash");
    expect(run).not.toContain("${{");
  }
});

test("a good pull request passes", () => {
  const { root, commit, base } = started();
  const head = commit({ "a.txt": "1" });
  const { exitCode, log, outputs, summary } = execute(root, { env: event(base, head) });
  expect(log).toContain(
    "gemsweep: no new credential, 1 there before; judged 1 commit and 3 objects since",
  );
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({ "exit-code": "0", new: "0", before: "1", ignored: "0" });
  expect(summary).toContain("Judged: 1 commit and 3 objects since");
});

test("a bad pull request fails, with all that a later step may want", () => {
  const { root, commit, base } = started();
  commit({ "a.py": code(), "b.py": code("# gemsweep:allow a test") });
  const head = commit({ "c.txt": "1" });
  const { exitCode, log, outputs } = execute(root, { env: event(base, head) });
  expect(exitCode).toBe(1);
  expect(log).toMatch(/^::error file=a\.py,line=1,/m);
  expect(outputs).toMatchObject({ "exit-code": "1", new: "1", before: "1", ignored: "1" });
  const sarif = JSON.parse(readFileSync(outputs["sarif"] ?? "", "utf8")) as {
    runs: [{ results: { baselineState: string }[] }];
  };
  expect(sarifErrors(sarif)).toEqual([]);
  expect(sarif.runs[0].results.map(({ baselineState }) => baselineState)).toEqual([
    "new",
    "unchanged",
  ]);
  expect(JSON.parse(readFileSync(outputs["report"] ?? "", "utf8"))).toMatchObject({ version: 1 });
});

test("inputs are what they are for", () => {
  const { root, base, git, commit } = started();
  commit({ "a.txt": "1" });
  const bundles = [temporaryFolder({ "a.js": code() }), temporaryFolder({ "b b.js": code() })];
  const inputs = { base, head: "HEAD", bundles: `\n${bundles.join("\n")}\n` };
  expect(execute(root, { inputs }).outputs).toMatchObject({ "exit-code": "1", new: "2" });
  const all = { base, all: "true" };
  expect(execute(root, { inputs: all }).exitCode).toBe(1);
  expect(execute(root, { inputs: { ...all, "fail-on": "severe" } }).exitCode).toBe(2);
  const above = temporaryFolder();
  git("clone", "-q", root, join(above, "in here"));
  expect(execute(above, { inputs: { base, "working-directory": "in here" } }).exitCode).toBe(0);
});

test.for(["$(touch owned)", "`touch owned`", "; touch owned", '"; touch owned; "', "--all"])(
  "%s is no part of a script",
  (text) => {
    const { root } = started();
    for (const name of ["base", "head", "bundles", "all", "fail-on"]) {
      const { exitCode } = execute(root, { inputs: { base: "HEAD", [name]: text } });
      expect(exitCode).toBe(2);
    }
    expect(existsSync(join(root, "owned"))).toBe(false);
  },
);

test("a shallow clone says what to add", () => {
  const { root, base, commit, git } = started();
  const head = commit({ "a.txt": "1" });
  const clone = join(temporaryFolder(), "clone");
  git("clone", "-q", "--depth=1", `file://${root}`, clone);
  const { exitCode, log, outputs } = execute(clone, { env: event(base, head) });
  expect(exitCode).toBe(2);
  expect(log).toContain("give actions/checkout the whole history: `fetch-depth: 0`");
  expect(outputs).toMatchObject({ "exit-code": "2", new: "", sarif: "" });
});

test("the program is built where the action's own checkout lacks it, once", () => {
  const path = temporaryFolder();
  cpSync(join(ROOT, "scripts"), join(path, "scripts"), { recursive: true });
  const programs = temporaryFolder({
    npm: '#!/bin/sh\necho "npm $*"\nmkdir -p dist && echo > dist/cli.cjs\n',
  });
  chmodSync(join(programs, "npm"), 0o755);
  const env = { PATH: `${programs}:${process.env["PATH"]}` };
  const workspace = temporaryFolder();
  mkdirSync(join(workspace, "a"));
  const steps = action.runs.steps.slice(0, 1);
  const first = execute(workspace, { path, env, steps });
  expect(first.log).toBe(
    "npm ci --include=dev --ignore-scripts --no-audit --no-fund\nnpm run build\n",
  );
  expect(execute(workspace, { path, env, steps }).log).toBe("");
});

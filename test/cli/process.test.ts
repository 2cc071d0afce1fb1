/** How the program behaves as a process: signals, closed pipes, and what it loads. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { cleanEnvironment, CLI, runCli } from "../support/cli.ts";
import { repository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
import { seeded } from "../support/random.ts";
import { temporaryFolder } from "../support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

describe("Ctrl-C", () => {
  test("ends the reading and reports what is known, as incomplete", async () => {
    const cwd = temporaryFolder({ "a.py": `genai.configure(api_key="${googleApiKey()}")\n` });
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    const child = spawn(process.execPath, [CLI, "scan", "a.py", "pipe", "--format", "json"], {
      cwd,
      env: cleanEnvironment(),
    });
    // Opening waits for the program to open the other end, which it does when it is done with a.py.
    const pipe = await new Promise<number>((resolve) => {
      setImmediate(() => resolve(openSync(join(cwd, "pipe"), "w")));
    });
    writeSync(pipe, "some");
    child.kill("SIGINT");
    const exit = new Promise((resolve) => child.on("exit", resolve));
    const stderr = text(child.stderr);
    const report = JSON.parse(await text(child.stdout));
    closeSync(pipe);
    expect(await exit).toBe(2);
    expect(await stderr).toBe("gemsweep: stopping; once more to exit at once\n");
    expect(report).toMatchObject({ complete: false, findings: [{ rule: "google-api-key" }] });
    expect(report.skipped).toEqual([{ what: "the rest", why: "interrupted" }]);
  });
});

test("a folder that was deleted meanwhile is an error that says so", () => {
  const cwd = temporaryFolder({ "gone/a.py": "nothing" });
  const typed = `cd gone && rm -r ../gone && exec "$0" "$1" audit`;
  const { status, stderr } = spawnSync("sh", ["-c", typed, process.execPath, CLI], {
    cwd,
    env: cleanEnvironment(),
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining("change to one that is there")]);
});

describe("a thread that dies", () => {
  test.for([
    ["at its start", "process.exit(7)", "ended early (exit code 7)"],
    ["at work", 'parentPort.once("message", () => process.exit(7))', "ended early (exit code 7)"],
    [
      "for want of memory",
      'parentPort.once("message", () => { for (const held = []; ;) held.push(Array(1e5).fill(held)); })',
      "ran out of memory",
    ],
  ] as const)("%s ends the audit with an error", ([, crash, how]) => {
    const repo = repository();
    const noise = seeded(1).bytes(5 * 1024 * 1024);
    repo.commit({ "noise.bin": noise, "a.py": `genai.configure(api_key="${googleApiKey()}")\n` });
    repo.git("gc", "-q");
    const preload = join(temporaryFolder({}), "crash.cjs");
    writeFileSync(
      preload,
      `const { isMainThread, parentPort } = require("node:worker_threads");\nif (!isMainThread) ${crash};\n`,
    );
    const env = { NODE_OPTIONS: `--require ${preload} --max-old-space-size=64` };
    const { exitCode, stdout, stderr } = runCli({ cwd: repo.root, args: ["audit"], env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(`a thread that read files or git objects ${how}\n`);
  });
});

test("what a shell's process substitution names is read", () => {
  const script = `"$0" "$1" scan <(echo GEMINI_API_KEY=$2)`;
  const args = ["-c", script, process.execPath, CLI, googleApiKey()];
  const { stdout, status } = spawnSync("bash", args, { env: cleanEnvironment(), encoding: "utf8" });
  expect(status).toBe(1);
  expect(stdout).toMatch(/\/dev\/fd\/[0-9]+:1:16/);
});

describe("a reader that goes away", () => {
  test.for<[string, string, number]>([
    ["with findings", `genai.configure(api_key="KEY")\n`, 1],
    ["without findings", "nothing\n", 0],
  ])("%s is no error", ([, content, exitCode]) => {
    const cwd = temporaryFolder({ "a.py": content.replace("KEY", googleApiKey()) });
    const script = `"$0" "$1" scan a.py --format json | true; printf %s "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script, process.execPath, CLI], {
      cwd,
      env: cleanEnvironment(),
      encoding: "utf8",
    });
    expect([stdout, stderr]).toEqual([String(exitCode), ""]);
  });
});

test("an output that cannot be written in the end is an error, after the report", () => {
  const result = spawnSync("bash", ["-c", `"$0" "$1" --help > /dev/full`, process.execPath, CLI], {
    env: cleanEnvironment(),
    encoding: "utf8",
  });
  expect(result.status).toBe(2);
  expect(result.stderr).toBe(
    "gemsweep: cannot write to standard output: no space left on device (ENOSPC)\n",
  );
});

describe("what is loaded", () => {
  const noteImported = fileURLToPath(new URL("../support/note-imported.js", import.meta.url));
  const noteLoaded = fileURLToPath(new URL("../support/note-loaded.cjs", import.meta.url));

  /** The program's own files, other packages, and node's own modules that the run needed. */
  function loadedBy(cwd: string, args: readonly string[], input = "", exitCode = 0) {
    // What is imported and what is required are noted by two runs, because to note one loads some of the other.
    const [imported = "", loaded = ""] = [
      `--import ${noteImported}`,
      `--require ${noteLoaded}`,
    ].map((options) => {
      const noted = join(temporaryFolder(), "loaded");
      const env = { NODE_OPTIONS: options, LOADED_MODULES: noted };
      expect(runCli({ cwd, args, env, input }).exitCode).toBe(exitCode);
      return readFileSync(noted, "utf8");
    });
    const names = (text: string, pattern: RegExp) =>
      [...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name))].toSorted();
    return {
      packages: names(imported + loaded, /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//g),
      own: names(loaded, /\/dist\/(.+\.cjs)$/gm),
      builtIn: names(loaded, /^node:(.+)$/gm),
    };
  }

  const HEAVY = [
    "cluster",
    "crypto",
    "dns",
    "fs/promises",
    "http",
    "https",
    "inspector",
    "readline",
    "tls",
    "worker_threads",
    "zlib",
  ];

  function staging(content: string) {
    const repo = repository();
    repo.commit({ "a.txt": "nothing\n" });
    repo.write({ "a.txt": content, "b.txt": content });
    repo.git("add", ".");
    return repo;
  }

  test("a commit that holds nothing waits for nothing that looks closer", () => {
    const { packages, own, builtIn } = loadedBy(staging("nothing at all\n").root, ["staged"]);
    expect(packages).toEqual([]);
    expect(own).toEqual([
      "cli.cjs",
      "hook.cjs",
      "report.cjs",
      "rolldown-runtime.cjs",
      "staged.cjs",
      "start.cjs",
    ]);
    expect(builtIn).toContain("child_process");
    expect(builtIn.filter((name) => HEAVY.includes(name))).toEqual([]);
  });

  test("a commit that talks of Gemini only waits for what looks closer", () => {
    const repo = staging("const key = process.env.GEMINI_API_KEY;\n");
    const { packages, own, builtIn } = loadedBy(repo.root, ["staged", "--quiet"]);
    expect(packages).toEqual([]);
    expect(own).toEqual(["cli.cjs", "hook.cjs", "search.cjs", "staged.cjs", "start.cjs"]);
    expect(builtIn.filter((name) => HEAVY.includes(name))).toEqual([]);
  });

  test("a commit that holds a key waits for no plan", () => {
    const repo = staging(`const key = "${googleApiKey()}";\n`);
    const { packages, own, builtIn } = loadedBy(repo.root, ["staged"], "", 1);
    expect(packages).toEqual([]);
    expect(own).toEqual([
      "cli.cjs",
      "hook.cjs",
      "report.cjs",
      "rolldown-runtime.cjs",
      "running-hook.cjs",
      "search.cjs",
      "staged.cjs",
      "start.cjs",
    ]);
    expect(builtIn.filter((name) => HEAVY.includes(name))).toEqual(["crypto"]);
  });

  test("YAML is read for those alone who have settings, or a finding that may be ignored", () => {
    const repo = staging("nothing at all\n");
    repo.write({ ".gemsweep-ignore.yaml": "# nothing\n" });
    repo.git("add", ".");
    expect(loadedBy(repo.root, ["staged"]).packages).toEqual([]);
    repo.write({ ".gemsweep.yaml": "fail-on: high\n" });
    repo.git("add", ".");
    const { packages, own } = loadedBy(repo.root, ["staged"]);
    expect(packages).toEqual(["yaml"]);
    expect(own).not.toContain("search.cjs");
    expect(loadedBy(repo.root, ["staged", "--no-ignore"]).packages).toEqual([]);
  });

  test("a push pays for no audit", () => {
    const repo = staging("nothing at all\n");
    const id = repo.git("rev-parse", "HEAD");
    const input = `refs/heads/main ${id} refs/heads/main ${"0".repeat(40)}\n`;
    const { packages, own, builtIn } = loadedBy(repo.root, ["push"], input);
    expect(packages).toEqual([]);
    expect(own).toContain("push.cjs");
    expect(own).not.toContain("worktree.cjs");
    expect(builtIn).not.toContain("worker_threads");
  });

  test("what draws a page is loaded for those alone who want one", () => {
    const cwd = temporaryFolder({ "a.txt": "nothing\n" });
    expect(loadedBy(cwd, ["scan", "a.txt"]).own).not.toContain("html.cjs");
    const { packages, own } = loadedBy(cwd, ["scan", "a.txt", "--format", "html"]);
    expect(own).toContain("html.cjs");
    expect(packages.filter((name) => /preact|d3/.test(name))).toEqual([]);
  });

  test("what asks Google is loaded for those alone who want that", () => {
    const cwd = temporaryFolder({ "a.txt": "nothing\n" });
    const loaded = ["check-secrets.cjs", "verification.cjs"];
    expect(loadedBy(cwd, ["scan", "a.txt"]).own).not.toEqual(expect.arrayContaining(loaded));
    const { packages, own } = loadedBy(cwd, ["scan", "a.txt", "--verify"]);
    expect(own).toEqual(expect.arrayContaining(loaded));
    // Nor is the SDK, as long as there is nothing to ask about.
    expect(packages.filter((name) => /genai|undici/.test(name))).toEqual([]);
  });

  test("help and version load no command's work", () => {
    for (const [flag, own] of [
      ["--help", ["cli.cjs", "help.cjs", "start.cjs"]],
      ["--version", ["cli.cjs", "start.cjs"]],
    ] as const) {
      const loaded = loadedBy(temporaryFolder(), [flag]);
      expect([loaded.packages, loaded.own]).toEqual([[], own]);
      const unneeded = [...HEAVY, "child_process"];
      expect(loaded.builtIn.filter((name) => unneeded.includes(name))).toEqual([]);
    }
  });
});

test("the same run twice gives the same bytes", () => {
  const repo = repository();
  repo.commit({ "a.py": `genai.configure(api_key="${googleApiKey()}")\n`, "b/c.env": "x" });
  repo.commit({ "a.py": `genai.configure(api_key="${googleApiKey()}")\n` });
  const env = { SOURCE_DATE_EPOCH: "1700000000" };
  for (const format of [
    "text",
    "json",
    "html",
    "sarif",
    "gitlab",
    "codequality",
    "junit",
    "github",
  ]) {
    const call = { cwd: repo.root, args: ["audit", "--format", format], env };
    expect(runCli(call)).toEqual(runCli(call));
  }
});

/** How the program behaves as a process: signals, closed pipes, and what it loads. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { cleanEnvironment, CLI, runCli } from "../support/cli.ts";
import { repository } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";
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
  const hooks = fileURLToPath(new URL("../support/note-loaded.js", import.meta.url));

  /** The packages, and the program's own files. */
  function loadedBy(cwd: string, args: readonly string[], input = "") {
    const noted = join(temporaryFolder(), "loaded");
    const env = { NODE_OPTIONS: `--import ${hooks}`, LOADED_MODULES: noted };
    expect(runCli({ cwd, args, env, input }).exitCode).toBe(0);
    const addresses = readFileSync(noted, "utf8");
    const names = (pattern: RegExp) =>
      [...new Set([...addresses.matchAll(pattern)].map(([, name = ""]) => name))].toSorted();
    return {
      packages: names(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//g),
      own: names(/\/dist\/(.+\.js)$/gm),
    };
  }

  test("a hook does not pay for what only an audit or own rules need", () => {
    const repo = repository();
    repo.write({ "a.txt": "nothing\n" });
    repo.git("add", "a.txt");
    repo.git("commit", "--quiet", "-m", "change");
    const id = repo.git("rev-parse", "HEAD");
    const input = `refs/heads/main ${id} refs/heads/main ${"0".repeat(40)}\n`;
    for (const command of ["staged", "push"]) {
      const { packages, own } = loadedBy(repo.root, [command], input);
      expect(packages).toEqual([]);
      expect(own).toContain(`${command}.js`);
      expect(own).not.toContain("audit.js");
      expect(own.length).toBeLessThan(10);
    }
  });

  test("help loads no command's work", () => {
    const { packages, own } = loadedBy(temporaryFolder(), ["--help"]);
    expect(packages).toEqual([]);
    expect(own).toEqual(["cli.js", "help.js", "start.js"]);
  });
});

test("the same run twice gives the same bytes", () => {
  const repo = repository();
  repo.commit({ "a.py": `genai.configure(api_key="${googleApiKey()}")\n`, "b/c.env": "x" });
  repo.commit({ "a.py": `genai.configure(api_key="${googleApiKey()}")\n` });
  for (const format of ["text", "json"]) {
    const call = { cwd: repo.root, args: ["audit", "--format", format] };
    expect(runCli(call)).toEqual(runCli(call));
  }
});

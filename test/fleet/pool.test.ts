import { type ChildProcess, execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Run, runCli, runCliBeside } from "../support/cli.ts";
import { type PlantedFleet, plant, plantedFleet } from "../support/fleet.ts";
import { startGeminiServer } from "../support/gemini-server.ts";
import { gitEnvironment } from "../support/git.ts";
import { googleApiKey } from "../support/keys.ts";

interface Event {
  readonly type: string;
  readonly repositories?: number;
  readonly done?: number;
}

interface FleetRun extends Run {
  readonly events: readonly Event[];
  /** The report as it was written into a file. */
  readonly report: string;
}

async function fleet(
  { folder }: PlantedFleet,
  args: readonly string[],
  started?: (child: ChildProcess) => void,
): Promise<FleetRun> {
  const out = join(folder, "..", `${folder.split("/").at(-1)}-report.json`);
  const all = ["fleet", ".", "--format", "jsonl", "--output", out, "--jobs", "2", ...args];
  const run = await runCliBeside({ cwd: folder, args: all }, started);
  const events = run.stdout
    .split("\n")
    .filter((line) => line.startsWith('{"type":'))
    .map((line) => JSON.parse(line) as Event);
  const report = existsSync(out) ? readFileSync(out, "utf8") : "";
  rmSync(out, { force: true });
  return { ...run, events, report };
}

/** Does something as soon as so many lines are in a file. */
function whenWritten(file: string, lines: number, act: () => void): void {
  const watch = setInterval(() => {
    const written = existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0;
    if (written < lines) return;
    clearInterval(watch);
    act();
  }, 5);
}

function fingerprints(report: string): readonly string[] {
  return [...report.matchAll(/"fingerprint":\s*"([0-9a-f]{64})"/g)].map(([, one = ""]) => one);
}

function journalOf({ folder }: PlantedFleet, work: string): string {
  return join(folder, work, "journal.jsonl");
}

describe("many repositories", () => {
  test("give the same report when all is ended in the middle and begun once more", async () => {
    const planted = plantedFleet(60);
    const whole = await fleet(planted, ["--work", "../undisturbed-" + process.pid]);
    rmSync(join(planted.folder, `../undisturbed-${process.pid}`), { recursive: true });
    expect(whole.exitCode).toBe(1);
    expect(whole.stderr).toBe("");
    expect(new Set(fingerprints(whole.report)).size).toBe(planted.keys.size);

    const work = ["--work", "disturbed"];
    const journal = journalOf(planted, "disturbed");
    const killed = await fleet(planted, work, (child) => {
      whenWritten(journal, 12, () => child.kill("SIGKILL"));
    });
    expect(killed.exitCode).toBe(null);
    appendFileSync(journal, '0123456789abcdef {"id":"half');

    const again = await fleet(planted, work);
    expect(again.stderr).toContain("a line of the journal is damaged or cut off");
    const begun = again.events.find(({ type }) => type === "begun");
    expect(begun).toMatchObject({ type: "begun", repositories: 60 });
    expect(begun?.done).toBeGreaterThanOrEqual(12);
    const finished = again.events.filter(({ type }) => type === "finished");
    expect(finished.length + (begun?.done ?? 0)).toBe(60);
    expect(again.report).toBe(whole.report);
  });

  test("are reported as far as they were done when somebody wants to stop", async () => {
    const planted = plantedFleet(30);
    const journal = journalOf(planted, "gemsweep-fleet");
    const stopped = await fleet(planted, [], (child) => {
      whenWritten(journal, 3, () => child.kill("SIGINT"));
    });
    expect(stopped.exitCode).toBe(2);
    const known = new Set(fingerprints(stopped.report)).size;
    expect(known).toBeLessThan(planted.keys.size);
    const rest = await fleet(planted, []);
    expect(rest.exitCode).toBe(1);
    expect(new Set(fingerprints(rest.report)).size).toBe(planted.keys.size);
  });

  test("are done again when they change, when settings change, and when that is asked for", async () => {
    const planted = plantedFleet(4);
    await fleet(planted, []);
    const done = async (...args: readonly string[]) => (await fleet(planted, args)).events[0]?.done;
    expect(await done()).toBe(4);
    const [first = ""] = planted.names;
    const root = join(planted.folder, first);
    execFileSync("git", ["tag", "v1", "main"], { cwd: root, env: gitEnvironment() });
    expect(await done()).toBe(3);
    expect(await done()).toBe(4);
    execFileSync("git", ["config", "x.y", "z"], { cwd: root, env: gitEnvironment() });
    expect(await done()).toBe(3);
    execFileSync("git", ["hash-object", "-w", "--stdin"], {
      cwd: root,
      env: gitEnvironment(),
      input: "stray",
    });
    expect(await done()).toBe(3);
    expect(await done("--max-file-size", "1M")).toBe(0);
    expect(await done("--again")).toBe(0);
  });

  test("go on without what stood in a damaged journal", async () => {
    const planted = plantedFleet(3);
    const whole = await fleet(planted, []);
    const journal = journalOf(planted, "gemsweep-fleet");
    const lines = readFileSync(journal, "utf8").split("\n");
    writeFileSync(journal, [lines[0]?.replace("Begin", "Begun"), "\0\0", lines[2], ""].join("\n"));
    const again = await fleet(planted, []);
    expect(again.report).toBe(whole.report);
    expect(again.stderr).toContain("damaged");

    // Whole, but not as an outcome is.
    const changed = readFileSync(journal, "utf8").replaceAll(/^[0-9a-f]{16} (.*)$/gm, (_, line) => {
      const other = String(line).replace('"report":', '"rapport":');
      return `${createHash("sha256").update(other).digest("hex").slice(0, 16)} ${other}`;
    });
    writeFileSync(journal, `${changed}0123 cut o`);
    const third = await fleet(planted, []);
    expect(third.report).toBe(whole.report);
    expect(readFileSync(journal, "utf8")).not.toContain("cut o");
  });

  test("with --verify have each key asked about once", async () => {
    const planted = plantedFleet(12);
    const shared = googleApiKey();
    for (const name of planted.names.slice(0, 6))
      plant(join(planted.folder, name), "shared\n", `const gemini = "${shared}";\n`);
    const server = await startGeminiServer();
    const args = ["--verify", "--gemini-endpoint", server.endpoint];
    const run = await fleet(planted, args);
    const asked = server.received.map(({ headers }) => String(headers["x-goog-api-key"]));
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
    expect(asked).toContain(shared);
    expect(run.report.match(/"status":\s*"live"/g)?.length).toBeGreaterThan(5);
    const again = await fleet(planted, args);
    expect(again.report).toBe(run.report);
    expect(server.received).toHaveLength(asked.length);
    // What another server says is no verdict of Google.
    const other = await startGeminiServer();
    await fleet(planted, ["--verify", "--gemini-endpoint", other.endpoint]);
    expect(other.received).toHaveLength(asked.length);
  });
});

describe("a work folder", () => {
  test("is for one run at a time", async () => {
    const planted = plantedFleet(6);
    writeFileSync(join(planted.folder, "list"), planted.names.join("\n"));
    await fleet(planted, []);
    writeFileSync(join(planted.folder, "gemsweep-fleet/lock"), `${process.pid} ${hostnameOf()}\n`);
    const second = await fleet(planted, []);
    expect(second.exitCode).toBe(2);
    expect(second.stderr).toContain("another run is at work in it");

    const lock = join(planted.folder, "gemsweep-fleet/lock");
    writeFileSync(lock, "1 elsewhere\n");
    expect((await fleet(planted, [])).stderr).toContain("process 1 on elsewhere");
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(lock, longAgo, longAgo);
    expect((await fleet(planted, [])).stderr).not.toContain("another run");
    expect(existsSync(lock)).toBe(false);
  });

  test.for(["something else", "a symbolic link", "a file", "a link within"])(
    "is not %s",
    (what) => {
      const planted = plantedFleet(1);
      const { folder } = planted;
      if (what === "something else") plantedInto(join(folder, "clones"));
      if (what === "a file") writeFileSync(join(folder, "clones"), "");
      if (what === "a symbolic link") execFileSync("ln", ["-s", folder, join(folder, "clones")]);
      if (what === "a link within") {
        mkdirSync(join(folder, "clones"));
        writeFileSync(join(folder, "clones/gemsweep-fleet.json"), "");
        symlinkSync(join(folder, "elsewhere"), join(folder, "clones/journal.jsonl"));
      }
      const run = runCli({ cwd: folder, args: ["fleet", "team-0", "--work", "clones"] });
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toMatch(/cannot work in clones: .+\n {2}name another folder/);
      expect(existsSync(join(folder, "elsewhere"))).toBe(false);
      if (what === "something else")
        expect(existsSync(join(folder, "clones/clones/mine"))).toBe(true);
    },
  );
});

function plantedInto(folder: string): void {
  execFileSync("mkdir", ["-p", join(folder, "clones")]);
  writeFileSync(join(folder, "clones/mine"), "");
}

function hostnameOf(): string {
  return execFileSync("hostname").toString().trim();
}

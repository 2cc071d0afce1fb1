import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { CLI, cleanEnvironment, type Run, runCliBeside } from "../../support/cli.ts";
import { startCloneServer } from "../../support/clone-server.ts";
import { plant, plantedFleet } from "../../support/fleet.ts";
import { invalid } from "../../support/gemini-answers.ts";
import { startGeminiServer } from "../../support/gemini-server.ts";
import { repository } from "../../support/git.ts";
import { googleApiKey } from "../../support/keys.ts";
import { hasRedis, type RedisServer, startRedis } from "../../support/redis.ts";
import { temporaryFolder } from "../../support/tree.ts";

interface Ground {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Worker {
  readonly child: ChildProcess;
  readonly said: Promise<string>;
}

function startWorker({ cwd, env }: Ground, ...args: readonly string[]): Worker {
  const child = spawn(process.execPath, [CLI, "fleet", "worker", "--jobs", "1", ...args], {
    cwd,
    env: { ...cleanEnvironment(), TMPDIR: temporaryFolder(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = Promise.all([text(child.stdout), text(child.stderr)]).then((both) => both.join(""));
  return { child, said };
}

/** Stops workers as Kubernetes does; what they said. */
async function stop(workers: readonly Worker[]): Promise<string> {
  for (const { child } of workers) child.kill("SIGTERM");
  return (await Promise.all(workers.map(({ said }) => said))).join("");
}

interface Producer {
  readonly run: Promise<Run>;
  readonly child: ChildProcess | undefined;
  /** Resolves when so many repositories are done. */
  until(count: number): Promise<void>;
}

function startRun({ cwd, env }: Ground, ...args: readonly string[]): Producer {
  let count = 0;
  let child: ChildProcess | undefined;
  const all = ["fleet", ...args, "--format", "jsonl"];
  const run = runCliBeside({ cwd, args: all, env }, (started) => {
    child = started;
    started.stdout?.on("data", (chunk: Buffer) => {
      count += String(chunk).split(/"type":"(?:finished|done)"/).length - 1;
    });
  });
  return {
    run,
    child,
    async until(least) {
      while (count < least) await sleep(20);
    },
  };
}

/** Ends a worker in the middle of an audit, as a machine that loses its power would. */
async function killAtWork({ child }: Worker, server: RedisServer): Promise<void> {
  const [queue = ""] = await server.client.keys("gemsweep:fleet-*:active");
  const active = async (): Promise<readonly string[]> => server.client.lrange(queue, 0, -1);
  for (;;) {
    child.kill("SIGSTOP");
    const before = new Set(await active());
    await sleep(500);
    // What the others had is done by now.
    const held = (await active()).filter((id) => before.has(id));
    if (held.length > 0) break;
    child.kill("SIGCONT");
    await sleep(50);
  }
  child.kill("SIGKILL");
}

describe.runIf(hasRedis())("a fleet by way of a queue", { timeout: 300_000 }, () => {
  test("is reported as by the pool, whatever becomes of workers, server and run", async () => {
    const { folder: cwd, keys } = plantedFleet(200);
    const server = await startRedis();
    const ground = { cwd, env: { GEMSWEEP_QUEUE: server.url } };
    const workers = [startWorker(ground, "--shared"), startWorker(ground, "--shared")];
    const output = temporaryFolder();
    const command = [".", "--shared", "--output", join(output, "queue.json"), "--work", "../queue"];

    const killed = startRun(ground, ...command);
    await killed.until(30);
    killed.child?.kill("SIGKILL");
    await killed.run;
    const producer = startRun(ground, ...command);
    await producer.until(20);
    workers.push(startWorker(ground, "--shared"));
    await producer.until(40);
    if (workers[0]) await killAtWork(workers[0], server);
    await producer.until(80);
    await server.kill();
    await sleep(500);
    await server.start();
    const run = await producer.run;
    expect(run.exitCode, run.stderr).toBe(1);
    const said = await stop(workers);
    expect(said).toContain("lost the connection to");
    expect(said).toContain("a worker fell silent");
    expect(await server.client.keys("gemsweep:results:*")).toEqual([]);

    const args = ["fleet", ".", "--format", "json", "--output", join(output, "pool.json")];
    const pool = await runCliBeside({ cwd, args: [...args, "--work", "../pool"] });
    expect(pool.exitCode, pool.stderr).toBe(1);
    const report = readFileSync(join(output, "queue.json"), "utf8");
    expect(report).toBe(readFileSync(join(output, "pool.json"), "utf8"));
    expect(keys.size).toBeGreaterThan(100);
    for (const key of keys.values()) expect(report).not.toContain(key);
    const planted = [...keys].map(([name, key]) => `${key.slice(-4)} in ${name}`);
    expect(keysIn(report)).toEqual(planted.sort());
  });

  test("asks once about each key, and tells Redis none; nobody is told the password", async () => {
    const [live, dead, other] = [googleApiKey(), googleApiKey(), googleApiKey()];
    const clones = await startCloneServer();
    const google = await startGeminiServer();
    google.answer(dead, () => invalid("API key not valid."));
    const list: string[] = [];
    for (const [index, held] of [
      [live],
      [dead, live],
      [live, dead],
      [other],
      [dead],
      [],
    ].entries()) {
      const { root } = repository("--bare");
      const code = held.map((key, line) => `const gemini${line} = "${key}";\n`).join("");
      plant(root, `number ${index}\n`, code);
      clones.offer(`team/app-${index}`, root);
      list.push(`${clones.origin}/team/app-${index}.git`);
    }
    const server = await startRedis(["--requirepass", "tell-nobody"]);
    const env = {
      ...clones.environment(),
      GEMSWEEP_QUEUE: `redis://:tell-nobody@127.0.0.1:${server.port}`,
    };
    const ground = { cwd: temporaryFolder(), env };
    const workers = [
      startWorker(ground, "--gemini-endpoint", google.endpoint),
      startWorker(ground, "--gemini-endpoint", google.endpoint),
    ];
    const run = await startRun(ground, ...list, "--verify", "--output", "queue.json").run;
    expect(run.exitCode, run.stderr).toBe(1);
    const asked = google.received.map(({ headers }) => String(headers["x-goog-api-key"])).sort();
    expect(asked).toEqual([live, dead, other].sort());

    const args = ["fleet", ...list, "--verify", "--gemini-endpoint", google.endpoint];
    const pool = await runCliBeside({
      ...ground,
      env: clones.environment(),
      args: [...args, "--output", "pool.json", "--work", "pool"],
    });
    const report = readFileSync(join(ground.cwd, "queue.json"), "utf8");
    expect(pool.exitCode, pool.stderr).toBe(1);
    expect(report).toBe(readFileSync(join(ground.cwd, "pool.json"), "utf8"));
    expect(report).toContain('"dead"');

    const said = `${run.stdout}${run.stderr}${await stop(workers)}${report}`;
    for (const secret of [live, dead, other, "tell-nobody"]) expect(said).not.toContain(secret);
    // Everything that Redis was ever told.
    const told = writtenDown(server);
    expect(told).toContain("verdicts");
    for (const key of [live, dead, other]) expect(told).not.toContain(key);
  });
});

function writtenDown({ folder }: RedisServer): string {
  const files = readdirSync(join(folder, "appendonlydir"));
  return files.map((file) => readFileSync(join(folder, "appendonlydir", file), "latin1")).join("");
}

/** Each key of a report, with all repositories that have it. */
function keysIn(report: string): readonly string[] {
  const { keys } = JSON.parse(report) as {
    readonly keys: readonly {
      readonly finding: { readonly keyId: string };
      readonly repositories: readonly { readonly name: string }[];
    }[];
  };
  return keys
    .map(
      ({ finding, repositories }) =>
        `${finding.keyId} in ${repositories.map(({ name }) => name).join(", ")}`,
    )
    .sort();
}

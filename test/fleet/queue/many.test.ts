import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { CLI, cleanEnvironment, runCliBeside } from "../../support/cli.ts";
import { googleApiKey } from "../../support/keys.ts";
import { hasRedis, type RedisServer, startRedis } from "../../support/redis.ts";
import { temporaryFolder } from "../../support/tree.ts";
import { writeTinyRepository } from "../../support/tiny-repositories.ts";

const COUNT = 200;

interface Worker {
  readonly child: ChildProcess;
  readonly said: Promise<string>;
}

function startWorker(cwd: string, server: RedisServer): Worker {
  const args = ["fleet", "worker", "--shared", "--jobs", "1"];
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: { ...cleanEnvironment(), GEMSWEEP_QUEUE: server.url },
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, said: child.stderr ? text(child.stderr) : Promise.resolve("") };
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

describe.runIf(hasRedis())("a fleet by way of a queue", () => {
  test(
    "is reported as by the pool, whatever becomes of workers and server",
    { timeout: 300_000 },
    async () => {
      const folder = temporaryFolder();
      const shared = googleApiKey();
      const keys = Array.from({ length: COUNT }, (_, index) =>
        index % 10 === 0 ? shared : googleApiKey(),
      );
      for (const [index, key] of keys.entries())
        writeTinyRepository(
          join(folder, "clones", `repository-${index}.git`),
          "settings.env",
          `NUMBER=${index}\nGEMINI_API_KEY=${key}\n`,
        );

      const server = await startRedis();
      const workers = [startWorker(folder, server), startWorker(folder, server)];
      const finished = { count: 0 };
      const queue = runCliBeside(
        {
          cwd: folder,
          args: [
            "fleet",
            "clones",
            "--shared",
            "--format",
            "jsonl",
            "--output",
            "queue.json",
            "--work",
            "queue",
          ],
          env: { GEMSWEEP_QUEUE: server.url },
        },
        ({ stdout }) =>
          stdout?.on("data", (chunk: Buffer) => {
            finished.count += String(chunk).split('"finished"').length - 1;
          }),
      );
      const until = async (count: number): Promise<void> => {
        while (finished.count < count) await sleep(20);
      };
      await until(20);
      workers.push(startWorker(folder, server));
      await until(40);
      if (workers[0]) await killAtWork(workers[0], server);
      await until(100);
      await server.kill();
      await sleep(500);
      await server.start();
      const run = await queue;
      expect(run.exitCode, run.stderr).toBe(1);

      for (const { child } of workers) child.kill("SIGTERM");
      const said = (await Promise.all(workers.map((worker) => worker.said))).join("");
      expect(said).toContain("lost the connection to");
      expect(said).toContain("a worker fell silent");

      const pool = await runCliBeside({
        cwd: folder,
        args: ["fleet", "clones", "--format", "json", "--output", "pool.json", "--work", "pool"],
      });
      expect(pool.exitCode, pool.stderr).toBe(1);
      const report = readFileSync(join(folder, "queue.json"), "utf8");
      expect(report).toBe(readFileSync(join(folder, "pool.json"), "utf8"));
      for (const key of keys) expect(report).not.toContain(key);
      for (const key of keys) expect(report).toContain(`…${key.slice(-4)}"`);
    },
  );
});

/** A redis-server of the test's own, on a free port of this machine, with nothing of the system's. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { onTestFinished } from "vitest";

/** Whether there is one to start; said loudly where not, and never forgiven in CI. */
export function hasRedis(): boolean {
  const isThere = spawnSync("redis-server", ["--version"]).status === 0;
  if (!isThere && process.env.CI) throw new Error("redis-server is not installed");
  if (!isThere)
    console.warn("SKIPPED: the queue is not tested, because redis-server is not installed");
  return isThere;
}

const OPTIONS = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"];

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Where it writes what it is told. */
  readonly folder: string;
  /** For looking in; closed when the test is over. */
  readonly client: Redis;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again with what it had written down. */
  start(): Promise<void>;
}

/** A running server, which keeps an append-only file; ended when the test is over. */
export async function startRedis(
  settings: readonly string[] = [],
  scheme = "redis",
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "gemsweep-redis-"));
  const port = await freePort();
  const isTls = scheme === "rediss";
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = spawn(
      "redis-server",
      [
        ...(isTls ? ["--port", "0", "--tls-port", `${port}`] : ["--port", `${port}`]),
        ...OPTIONS,
        "--dir",
        folder,
        ...settings,
      ],
      { stdio: "ignore" },
    );
    await answers(port);
  };
  const kill = async (): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    server.kill("SIGKILL");
    await ended;
  };
  await start();
  const client = new Redis({ port, lazyConnect: true, maxRetriesPerRequest: null });
  client.on("error", () => {});
  onTestFinished(async () => {
    client.disconnect();
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return { url: `${scheme}://127.0.0.1:${port}`, port, folder, client, kill, start };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error("redis-server does not start");
}

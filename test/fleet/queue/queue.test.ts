import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AuditEnd, Auditors } from "../../../src/fleet/auditors.ts";
import type { FleetJob } from "../../../src/fleet/job.ts";
import { queueAddress } from "../../../src/fleet/queue/address.ts";
import { type Connection, connect } from "../../../src/fleet/queue/connect.ts";
import { orderData, orderId } from "../../../src/fleet/queue/order.ts";
import { queueRunner } from "../../../src/fleet/queue/runner.ts";
import { openStore } from "../../../src/fleet/queue/store.ts";
import { type Tally, work, type WorkerGround } from "../../../src/fleet/queue/worker.ts";
import type { FleetEvent } from "../../../src/fleet/runner.ts";
import { hasRedis, type RedisServer, startRedis } from "../../support/redis.ts";

const TOOL = { name: "gemsweep", version: "1.2.3" };
const RUN = "0123456789abcdef";

function jobNamed(name: string): FleetJob {
  return {
    id: createHash("md5").update(name).digest("hex"),
    repository: {
      name,
      location: `https://git.example/${name}.git`,
      kind: "url",
      owner: undefined,
      archived: undefined,
      fork: undefined,
      visibility: undefined,
    },
    settings: {
      rules: [],
      statements: { include: [], exclude: [], publicKeys: [], usageHints: [] },
      heeds: "our comments",
      usesIgnoreFile: true,
      usesOwnConfig: true,
      maxFileSize: undefined,
      maxRepositorySize: undefined,
      verification: undefined,
    },
  };
}

function jobs(count: number): readonly FleetJob[] {
  return Array.from({ length: count }, (_, index) => jobNamed(`repository-${index}`));
}

function endOf({ repository }: FleetJob, why = `says ${repository.name}`): AuditEnd {
  const failure = { stage: "read", why, remedy: undefined } as const;
  return { outcome: { repository, failure }, refs: "" };
}

function idOf(job: FleetJob, run = RUN): string {
  return orderId(orderData({ run, job }));
}

async function connected(server: RedisServer): Promise<Connection> {
  const connection = await connect(queueAddress(server.url, "--queue"), "gemsweep", () => {});
  onTestFinished(connection.end);
  return connection;
}

interface Worker {
  readonly said: readonly string[];
  readonly audited: readonly string[];
  stop(): Promise<Tally>;
}

/** A worker whose audits do `audit`; stopped when the test is over. */
async function startWorker(
  server: RedisServer,
  audit: Auditors["audit"] = async (job) => endOf(job),
  ground: Partial<WorkerGround> = {},
): Promise<Worker> {
  const [said, audited]: [string[], string[]] = [[], []];
  const controller = new AbortController();
  const done = work(
    {
      connection: await connected(server),
      prefix: "gemsweep",
      tool: TOOL,
      jobs: 2,
      rate: undefined,
      grace: 0,
      shared: false,
      audit: async (order, signal) => {
        audited.push(order.job.repository.name);
        return await audit(order.job, signal, () => {});
      },
      announce: (text) => said.push(text),
      ...ground,
    },
    controller.signal,
  );
  const stop = async (): Promise<Tally> => {
    controller.abort();
    return await done;
  };
  onTestFinished(async () => void (await stop()));
  return { said, audited, stop };
}

/** Runs the jobs, and says what was told of it. */
async function run(
  server: RedisServer,
  all: readonly FleetJob[],
  { version = TOOL.version, signal = new AbortController().signal } = {},
  onEvent: (event: FleetEvent) => void = () => {},
): Promise<readonly FleetEvent[]> {
  const ground = {
    connection: await connected(server),
    prefix: "gemsweep",
    shared: false,
    run: RUN,
    version,
  };
  const events: FleetEvent[] = [];
  for await (const event of queueRunner(ground).run(all, signal)) {
    events.push(event);
    onEvent(event);
  }
  return events;
}

/** `name: why` of all outcomes, sorted. */
function outcomesIn(events: readonly FleetEvent[]): readonly string[] {
  return events
    .flatMap((event) => (event.event === "finished" ? [event.outcome] : []))
    .map(
      (outcome) =>
        `${outcome.repository.name}: ${"failure" in outcome ? outcome.failure.why : "a report"}`,
    )
    .sort();
}

function notesIn(events: readonly FleetEvent[]): readonly string[] {
  return events.flatMap((event) => (event.event === "note" ? [event.text] : []));
}

const said = (all: readonly FleetJob[]): readonly string[] =>
  all.map(({ repository: { name } }) => `${name}: says ${name}`).sort();

async function keysOf(server: RedisServer): Promise<readonly string[]> {
  const keys = await server.client.keys("*");
  return keys
    .filter((key) => !/:(?:meta|events|workers|probe|stalled-check|marker|id)$/.test(key))
    .sort();
}

describe.runIf(hasRedis())("a queue", { timeout: 120_000 }, () => {
  test("has every job done once, and is empty then", async () => {
    const server = await startRedis();
    const workers = [await startWorker(server), await startWorker(server)];
    const all = jobs(40);
    const events = await run(server, all);
    expect(outcomesIn(events)).toEqual(said(all));
    expect(workers.flatMap(({ audited }) => audited).sort()).toEqual(
      all.map(({ repository }) => repository.name).sort(),
    );
    expect(notesIn(events)).toEqual([
      `40 repositories wait in the queue; 2 workers are there; one joins with: gemsweep fleet worker --queue ${server.url}`,
    ]);
    expect(await keysOf(server)).toEqual([]);
  });

  test("waits for workers, and says so", async () => {
    const server = await startRedis();
    const all = jobs(3);
    let worker: Promise<Worker> | undefined;
    const events = await run(server, all, {}, (event) => {
      if (event.event === "note") worker ??= startWorker(server);
    });
    expect(outcomesIn(events)).toEqual(said(all));
    expect(notesIn(events)[0]).toContain("no worker is there yet");
  });

  test("goes on where a run was stopped", async () => {
    const server = await startRedis();
    const all = jobs(20);
    const stopped = new AbortController();
    const worker = await startWorker(server);
    const first = await run(server, all, { signal: stopped.signal }, ({ event }) => {
      if (event === "finished") stopped.abort();
    });
    expect(outcomesIn(first)).toHaveLength(1);
    while (worker.audited.length < 20) await sleep(20);
    const done = new Set(outcomesIn(first).map((line) => line.split(":")[0]));
    const rest = all.filter(({ repository }) => !done.has(repository.name));
    expect(outcomesIn(await run(server, rest))).toEqual(said(rest));
    expect(worker.audited).toHaveLength(20);
  });

  test("is filled again when everything in it was lost", async () => {
    const server = await startRedis();
    const all = jobs(10);
    let isEmptied = false;
    const worker = await startWorker(server, async (job) => {
      if (!isEmptied) await server.client.flushall();
      isEmptied = true;
      return endOf(job);
    });
    expect(outcomesIn(await run(server, all))).toEqual(said(all));
    expect(new Set(worker.audited).size).toBe(10);
  });

  test("takes back what a worker has under way when it is stopped", async () => {
    const server = await startRedis();
    const all = jobs(2);
    const stops: Promise<Tally>[] = [];
    const hanging = await startWorker(server, async (_, signal) => {
      stops.push(hanging.stop());
      return await sleep(60_000, undefined, { signal }).then(() => Promise.reject(new Error()));
    });
    const events = run(server, all);
    while (stops.length === 0) await sleep(20);
    expect(await stops[0]).toEqual({ done: 0, handedBack: hanging.audited.length });
    const other = await startWorker(server);
    expect(outcomesIn(await events)).toEqual(said(all));
    expect(other.audited).toHaveLength(2);
  });

  test("gives a worker that is stopped time for what it has under way", async () => {
    const server = await startRedis();
    const all = jobs(1);
    const tallies: Promise<Tally>[] = [];
    const slow = await startWorker(
      server,
      async (job) => {
        tallies.push(slow.stop());
        await sleep(500);
        return endOf(job);
      },
      { grace: 60_000 },
    );
    expect(outcomesIn(await run(server, all))).toEqual(said(all));
    expect(await Promise.all(tallies)).toEqual([{ done: 1, handedBack: 0 }]);
  });

  test("tries a clone again, and then says that it failed", async () => {
    const server = await startRedis();
    const [flaky, gone] = [jobNamed("flaky"), jobNamed("gone")];
    const tries = new Map<string, number>();
    await startWorker(server, async (job) => {
      const { name } = job.repository;
      tries.set(name, (tries.get(name) ?? 0) + 1);
      if (name === "flaky" && tries.get(name) === 2) return endOf(job);
      const failure = { stage: "clone", why: "is not there", remedy: undefined } as const;
      return { outcome: { repository: job.repository, failure }, refs: "" };
    });
    const events = await run(server, [flaky, gone]);
    expect(outcomesIn(events)).toEqual(["flaky: says flaky", "gone: is not there"]);
    expect(Object.fromEntries(tries)).toEqual({ flaky: 2, gone: 3 });
  });

  test("does not send worker after worker into death", async () => {
    const server = await startRedis();
    const [deadly, harmless] = [jobNamed("deadly"), jobNamed("harmless")];
    let worker: Promise<Worker> | undefined;
    const events = await run(server, [deadly, harmless], {}, ({ event }) => {
      // As if three had died over it.
      if (event === "note")
        worker ??= server.client
          .hset(`gemsweep:fleet-1.2.3:${idOf(deadly)}`, "stc", "3")
          .then(() => startWorker(server));
    });
    expect(outcomesIn(events)).toEqual([
      "deadly: 3 workers were lost while they audited it",
      "harmless: says harmless",
    ]);
    expect((await worker)?.audited).toEqual(["harmless"]);
  });

  test("believes no job that it did not send, and no result that is none", async () => {
    const server = await startRedis();
    const [one, other, third] = [jobNamed("one"), jobNamed("other"), jobNamed("third")];
    const results = `gemsweep:results:${RUN}`;
    const bomb = gzipSync(Buffer.alloc(300 * 1024 ** 2));
    const ofAnother = gzipSync(" ".repeat(64) + JSON.stringify(endOf(other).outcome));
    let worker: Promise<Worker> | undefined;
    const forged = async (): Promise<Worker> => {
      const wait = "gemsweep:fleet-1.2.3:";
      await server.client.hset(results, {
        [idOf(one)]: bomb,
        [idOf(third)]: ofAnother,
        strange: "x",
      });
      const data = orderData({
        run: RUN,
        job: { ...other, repository: { ...other.repository, location: "/etc" } },
      });
      await server.client.hset(`${wait}${idOf(other)}`, "data", JSON.stringify(data));
      return await startWorker(server);
    };
    const events = await run(server, [one, other, third], {}, ({ event }) => {
      if (event === "note") worker ??= forged();
    });
    expect(outcomesIn(events)).toEqual(said([one, other, third]));
    expect((await worker)?.said).toEqual([
      "there was something in the queue that is no job of gemsweep; it is left out",
    ]);
    expect(await keysOf(server)).toEqual([]);
  });

  test("ends with a word of what is wrong where something else has its names", async () => {
    const server = await startRedis();
    await server.client.set(`gemsweep:results:${RUN}`, "x");
    await expect(run(server, jobs(1))).rejects.toThrow("has something else where a queue is to be");
  });

  test("has no folder read by workers that share none", async () => {
    const server = await startRedis();
    const { repository, ...rest } = jobNamed("folder");
    const folder = (location: string): FleetJob => ({
      ...rest,
      repository: { ...repository, name: location, location, kind: "path" },
    });
    await startWorker(server);
    expect(outcomesIn(await run(server, [folder("clones/a")]))).toEqual([
      expect.stringContaining("shares none"),
    ]);
    const shared = await startRedis();
    await startWorker(shared, undefined, { shared: true });
    expect(outcomesIn(await run(shared, [folder("clones/a")]))).toEqual([
      "clones/a: says clones/a",
    ]);
  });

  test("keeps what is done while it has no room for it", async () => {
    const server = await startRedis();
    const all = jobs(2);
    let isFull = false;
    const worker = await startWorker(server, async (job) => {
      if (!isFull) await server.client.config("SET", "maxmemory", "1");
      isFull = true;
      return endOf(job);
    });
    const outcomes = run(server, all);
    while (worker.said.length === 0) await sleep(20);
    expect(worker.said[0]).toContain("has no memory left for a queue; a result waits for it");
    await server.client.config("SET", "maxmemory", "0");
    expect(outcomesIn(await outcomes)).toEqual(said(all));
    expect(worker.audited).toHaveLength(2);
  });

  test("is for workers of the same version alone, and both sides say so", async () => {
    const server = await startRedis();
    const stopped = new AbortController();
    const old = { ...TOOL, version: "1.2.2" };
    const events = run(server, jobs(1), { signal: stopped.signal });
    while ((await server.client.exists(`gemsweep:run:${RUN}`)) === 0) await sleep(20);
    const worker = await startWorker(server, undefined, { tool: old });
    expect(
      notesIn(await run(server, jobs(1), { version: "2.0.0", signal: AbortSignal.timeout(2000) })),
    ).toContain(
      "workers of gemsweep 1.2.2 are there, which get no job of gemsweep 2.0.0: install the same version everywhere",
    );
    stopped.abort();
    await events;
    expect(worker.said).toEqual([
      "runs of gemsweep 1.2.3 wait for workers of their own version; this is gemsweep 1.2.2: install the same version everywhere",
    ]);
    expect(worker.audited).toEqual([]);
  });

  test("begins no more repositories a minute than it is told", async () => {
    const server = await startRedis();
    const rated = { rate: 3 };
    const workers = [
      await startWorker(server, undefined, rated),
      await startWorker(server, undefined, rated),
    ];
    await run(server, jobs(10), { signal: AbortSignal.timeout(5000) });
    expect(workers.flatMap(({ audited }) => audited)).toHaveLength(3);
  });

  test("forgets a run that nobody comes back to", async () => {
    const server = await startRedis();
    const worker = await startWorker(server);
    const stopped = new AbortController();
    await run(server, jobs(5), { signal: stopped.signal }, () => stopped.abort());
    while (worker.audited.length < 5) await sleep(20);
    await worker.stop();
    expect(await keysOf(server)).toEqual([
      `gemsweep:results:${RUN}`,
      `gemsweep:run:${RUN}`,
      "gemsweep:runs",
    ]);
    for (const key of [`gemsweep:results:${RUN}`, `gemsweep:run:${RUN}`])
      expect(await server.client.ttl(key)).toBeGreaterThan(3600);
  });

  test("takes nothing from a worker that comes too late", async () => {
    const server = await startRedis();
    const store = openStore((await connected(server)).client, "gemsweep");
    await store.keep(RUN, "late", Buffer.from("x"));
    expect(await store.kept(RUN)).toEqual([]);
    await store.openRun(RUN, "1.2.3");
    await store.keep(RUN, "id", Buffer.from("first"));
    await store.keep(RUN, "id", Buffer.from("second"));
    expect(String(await store.read(RUN, "id"))).toBe("first");
  });
});

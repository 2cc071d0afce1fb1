/** What a queue keeps in Redis besides its jobs: which runs there are, what came of their repositories, who works. */
import type { Redis } from "ioredis";

/** Seconds after which a run is forgotten that nobody came back to. */
export const LIFE = 7 * 24 * 3600;

/** Seconds after which a worker that says nothing counts as gone. */
const SILENCE = 60;

export interface Store {
  /** Makes the run known, so that what is done for it is kept; or keeps it from being forgotten. */
  openRun(run: string, version: string): Promise<void>;
  /** Forgets the run and all that was kept for it. */
  closeRun(run: string): Promise<void>;
  /** Whether a run still waits for this result. */
  isWanted(run: string, id: string): Promise<boolean>;
  /** Keeps a result unless there is one, or nobody waits for it. */
  keep(run: string, id: string, result: Buffer): Promise<void>;
  /** Names of the results that are kept. */
  kept(run: string): Promise<readonly string[]>;
  /** Undefined when it is gone. */
  read(run: string, id: string): Promise<Buffer | undefined>;
  drop(run: string, id: string): Promise<void>;
  /** The versions of gemsweep that runs wait for. */
  awaitedVersions(): Promise<readonly string[]>;
  /** Says that a worker is there; the versions of those that are. */
  beat(worker: string, version: string): Promise<void>;
  leave(worker: string, version: string): Promise<void>;
  workerVersions(): Promise<readonly string[]>;
}

export function openStore(client: Redis, prefix: string): Store {
  const runKey = (run: string): string => `${prefix}:run:${run}`;
  const resultsKey = (run: string): string => `${prefix}:results:${run}`;
  const runs = `${prefix}:runs`;
  const workers = `${prefix}:workers`;
  return {
    async openRun(run, version) {
      await client.set(runKey(run), version, "EX", LIFE);
      await client.hset(runs, run, version);
    },
    async closeRun(run) {
      await client.unlink(runKey(run), resultsKey(run), verdictsKey(prefix, run));
      await client.hdel(runs, run);
    },
    async isWanted(run, id) {
      const [isOpen, isKept] = await Promise.all([
        client.exists(runKey(run)),
        client.hexists(resultsKey(run), id),
      ]);
      return isOpen === 1 && isKept === 0;
    },
    async keep(run, id, result) {
      await client.eval(KEEP, 2, runKey(run), resultsKey(run), id, result, LIFE);
    },
    kept: async (run) => client.hkeys(resultsKey(run)),
    read: async (run, id) => (await client.hgetBuffer(resultsKey(run), id)) ?? undefined,
    async drop(run, id) {
      await client.hdel(resultsKey(run), id);
    },
    async awaitedVersions() {
      const awaited: string[] = [];
      for (const [run, version] of Object.entries(await client.hgetall(runs)))
        if ((await client.exists(runKey(run))) === 1) awaited.push(version);
        else await client.hdel(runs, run);
      return awaited;
    },
    async beat(worker, version) {
      await client.eval(BEAT, 1, workers, `${version} ${worker}`, SILENCE);
    },
    async leave(worker, version) {
      await client.zrem(workers, `${version} ${worker}`);
    },
    async workerVersions() {
      const [seconds = "0"] = await client.time().then((times) => times.map(String));
      const members = await client.zrangebyscore(workers, Number(seconds) - SILENCE, "+inf");
      return members.map((member) => member.split(" ")[0] ?? "");
    },
  };
}

/** Where the verdicts of a run are. */
export function verdictsKey(prefix: string, run: string): string {
  return `${prefix}:verdicts:${run}`;
}

/** A worker that was thought lost may come after another did its job, or after the run is over: the first counts. */
const KEEP = `
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
local isNew = redis.call("HSETNX", KEYS[2], ARGV[1], ARGV[2])
redis.call("EXPIRE", KEYS[1], ARGV[3])
redis.call("EXPIRE", KEYS[2], ARGV[3])
return isNew`;

/** By the clock of the server, because those of workers differ. */
const BEAT = `
local now = tonumber(redis.call("TIME")[1])
redis.call("ZADD", KEYS[1], now, ARGV[1])
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", now - ARGV[2])
return redis.call("EXPIRE", KEYS[1], ARGV[2])`;

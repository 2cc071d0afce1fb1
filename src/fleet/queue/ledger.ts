/** The verdicts of a fleet in Redis. Each key is asked about by one worker; no value is ever written there. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { verdict as readVerdict } from "../../report/parse-json.ts";
import type { Verdict } from "../../verdict.ts";
import type { VerdictLedger } from "../ledger.ts";

/** Milliseconds after which a worker that says nothing is taken to be dead, and another asks. */
const LOCK = 30_000;
/** Milliseconds between looks at whether the other was told. */
const LOOK = 250;

export interface LedgerGround {
  readonly client: Redis;
  /** Redis key of the verdicts of a run. */
  readonly verdicts: string;
  /** A word for how and where is asked: another way may be told something else. */
  readonly way: string;
  /** Seconds that they are kept for. */
  readonly life: number;
}

export function redisLedger({ client, verdicts, way, life }: LedgerGround): VerdictLedger {
  const known = async (field: string): Promise<Verdict | undefined> => {
    const json = await client.hget(verdicts, field);
    return json === null ? undefined : verdictIn(json);
  };
  return {
    async once(key, ask) {
      const field = `${way}:${key}`;
      const lock = `${verdicts}:${field}`;
      const token = randomUUID();
      for (;;) {
        const earlier = await known(field);
        if (earlier) return earlier;
        if ((await client.set(lock, token, "PX", LOCK, "NX")) === "OK") break;
        await sleep(LOOK);
      }
      const renewal = setInterval(() => {
        client.eval(RENEW, 1, lock, token, LOCK).catch(() => {});
      }, LOCK / 3);
      try {
        // It may have been told between the look and the lock.
        const earlier = await known(field);
        if (earlier) return earlier;
        const verdict = await ask();
        if (verdict.reason === "interrupted") return verdict;
        const first = await client.eval(TELL, 1, verdicts, field, JSON.stringify(verdict), life);
        return verdictIn(String(first)) ?? verdict;
      } finally {
        clearInterval(renewal);
        // Whoever lost the lock meanwhile must not release that of another.
        await client.eval(RELEASE, 1, lock, token).catch(() => {});
      }
    },
  };
}

/** What Redis holds is data until it was looked at: undefined for what is no verdict. */
function verdictIn(json: string): Verdict | undefined {
  try {
    return readVerdict(JSON.parse(json), "verdict");
  } catch {
    return undefined;
  }
}

const RENEW = `
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
return 0`;

const RELEASE = `
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end
return 0`;

/** Two may have asked, if one was thought dead: what was told first is told to all. */
const TELL = `
redis.call("HSETNX", KEYS[1], ARGV[1], ARGV[2])
redis.call("EXPIRE", KEYS[1], ARGV[3])
return redis.call("HGET", KEYS[1], ARGV[1])`;

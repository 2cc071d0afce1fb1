import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { queueAddress } from "../../../src/fleet/queue/address.ts";
import { connect } from "../../../src/fleet/queue/connect.ts";
import { redisLedger } from "../../../src/fleet/queue/ledger.ts";
import type { VerdictLedger } from "../../../src/fleet/ledger.ts";
import type { Verdict } from "../../../src/verdict.ts";
import { verdictOf } from "../../../src/verify/outcome.ts";
import { hasRedis, type RedisServer, startRedis } from "../../support/redis.ts";

const KEY = "a".repeat(64);
const LIVE = verdictOf("live/listed", { project: "123" });

async function ledgerOn(
  server: RedisServer,
  verdicts = "gemsweep:verdicts:1",
): Promise<VerdictLedger> {
  const { client, end } = await connect(queueAddress(server.url, "--queue"), "gemsweep", () => {});
  onTestFinished(end);
  return redisLedger({ client, verdicts, way: "list", life: 60 });
}

describe.runIf(hasRedis())("verdicts in Redis", () => {
  test("one asks, and all who wait are told the same", async () => {
    const server = await startRedis();
    const ledgers = [await ledgerOn(server), await ledgerOn(server), await ledgerOn(server)];
    let asked = 0;
    const ask = async (): Promise<Verdict> => {
      asked += 1;
      await sleep(100);
      return LIVE;
    };
    const verdicts = await Promise.all(
      ledgers.flatMap((one) => [one.once(KEY, ask), one.once(KEY, ask)]),
    );
    expect(asked).toBe(1);
    expect(verdicts).toEqual(Array.from({ length: 6 }, () => LIVE));
    expect(await ledgers[0]?.once(KEY, ask)).toEqual(LIVE);
    expect(asked).toBe(1);
  });

  test("runs have verdicts of their own, and keys theirs", async () => {
    const server = await startRedis();
    const [one, other] = [await ledgerOn(server), await ledgerOn(server, "gemsweep:verdicts:2")];
    const dead = verdictOf("dead/invalid");
    expect(await one.once(KEY, async () => LIVE)).toEqual(LIVE);
    expect(await other.once(KEY, async () => dead)).toEqual(dead);
    expect(await one.once("b".repeat(64), async () => dead)).toEqual(dead);
  });

  test("what was not told is asked by the next: after a failure, and after an interruption", async () => {
    const ledger = await ledgerOn(await startRedis());
    await expect(ledger.once(KEY, async () => Promise.reject(new Error("gone")))).rejects.toThrow(
      "gone",
    );
    const interrupted = verdictOf("unknown/interrupted");
    expect(await ledger.once(KEY, async () => interrupted)).toEqual(interrupted);
    expect(await ledger.once(KEY, async () => LIVE)).toEqual(LIVE);
  });

  test("whoever dies over the question is followed by another", async () => {
    const server = await startRedis();
    await server.client.set(
      `gemsweep:verdicts:1:list:${KEY}`,
      "of a worker that was killed",
      "PX",
      600,
    );
    const ledger = await ledgerOn(server);
    expect(await ledger.once(KEY, async () => LIVE)).toEqual(LIVE);
  });

  test("whoever was thought dead neither overwrites what was told nor opens the lock of another", async () => {
    const server = await startRedis();
    const lock = `gemsweep:verdicts:1:list:${KEY}`;
    const ledger = await ledgerOn(server);
    const verdict = await ledger.once(KEY, async () => {
      await server.client.set(lock, "of another");
      await server.client.hset("gemsweep:verdicts:1", `list:${KEY}`, JSON.stringify(LIVE));
      return verdictOf("dead/invalid");
    });
    expect(verdict).toEqual(LIVE);
    expect(await server.client.get(lock)).toBe("of another");
  });

  test.each([
    "",
    "null",
    '{"status":"live"}',
    '{"status":"live","reason":"invalid","cached":false}',
    '{"status":"dead","reason":"invalid","project":"<script>","cached":false}',
  ])("what is no verdict there is not believed: %s", async (json) => {
    const server = await startRedis();
    await server.client.hset("gemsweep:verdicts:1", `list:${KEY}`, json);
    const ledger = await ledgerOn(server);
    expect(await ledger.once(KEY, async () => LIVE)).toEqual(LIVE);
  });

  test("nothing is there but fingerprints, verdicts and names", async () => {
    const server = await startRedis();
    const ledger = await ledgerOn(server);
    await ledger.once(KEY, async () => LIVE);
    expect(await server.client.keys("gemsweep:*")).toEqual(
      expect.arrayContaining(["gemsweep:verdicts:1"]),
    );
    expect(await server.client.hgetall("gemsweep:verdicts:1")).toEqual({
      [`list:${KEY}`]: JSON.stringify(LIVE),
    });
    expect(await server.client.ttl("gemsweep:verdicts:1")).toBeGreaterThan(0);
  });
});

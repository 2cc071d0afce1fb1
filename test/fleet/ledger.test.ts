import { expect, test } from "vitest";
import { startDiskBudget } from "../../src/fleet/disk-budget.ts";
import { startLedger } from "../../src/fleet/ledger.ts";
import type { Verdict } from "../../src/verdict.ts";
import { verdictOf } from "../../src/verify/outcome.ts";

const LIVE = verdictOf("live/listed");
const KEY = "a".repeat(64);

test("of all who want a verdict one asks, and the next when that fails or is interrupted", async () => {
  const kept: Verdict[] = [];
  const ledger = startLedger(new Map(), async (_, verdict) => void kept.push(verdict), "");
  let asked = 0;
  const ask = async (): Promise<Verdict> => {
    asked += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (asked === 1) throw new Error("gone");
    return asked === 2 ? verdictOf("unknown/interrupted") : LIVE;
  };
  const all = await Promise.allSettled(Array.from({ length: 5 }, () => ledger.once(KEY, ask)));
  const verdicts = all.map((one) => (one.status === "fulfilled" ? one.value.reason : "failed"));
  expect(verdicts).toEqual(["failed", "interrupted", "listed", "listed", "listed"]);
  expect(asked).toBe(3);
  expect(kept).toEqual([LIVE]);
});

test("what an earlier run was told is asked by nobody", async () => {
  const known = new Map([[`one:${KEY}`, LIVE]]);
  const ledger = startLedger(known, async () => {}, "one");
  expect(await ledger.once(KEY, () => Promise.reject(new Error("asked")))).toBe(LIVE);
  const otherWay = startLedger(known, async () => {}, "other");
  await expect(otherWay.once(KEY, () => Promise.reject(new Error("asked")))).rejects.toThrow(
    "asked",
  );
});

test("a clone that is too large beside others has its try alone, and nobody waits for ever", async () => {
  const budget = startDiskBudget(100);
  const one = await budget.enter(false);
  const two = await budget.enter(false);
  expect(one.grown(60)).toBe("enough");
  expect(two.grown(41)).toBe("none beside others");
  two.leave(false);
  let isAlone = false;
  const alone = budget.enter(true).then((share) => {
    isAlone = true;
    return share;
  });
  const behind = budget.enter(false);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isAlone).toBe(false);
  one.leave(false);
  const share = await alone;
  expect(share.grown(100)).toBe("enough");
  expect(share.grown(101)).toBe("none");
  share.leave(true);
  // What it kept stays where it is.
  expect((await behind).grown(0)).toBe("none");
});

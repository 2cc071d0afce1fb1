import { expect, test } from "vitest";
import { started } from "../../src/sources/started.ts";

async function* counting(log: string[], fails: boolean): AsyncGenerator<number> {
  try {
    log.push("begins");
    if (fails) throw new Error("broken");
    yield 1;
    yield 2;
    yield 3;
  } finally {
    log.push("ends");
  }
}

async function all(items: AsyncIterable<number>): Promise<readonly number[]> {
  const seen: number[] = [];
  for await (const item of items) seen.push(item);
  return seen;
}

test("begins before it is asked, and gives everything in order", async () => {
  const log: string[] = [];
  const items = started(counting(log, false));
  await Promise.resolve();
  expect(log).toEqual(["begins"]);
  expect(await all(items)).toEqual([1, 2, 3]);
  expect(log).toEqual(["begins", "ends"]);
});

test("ends with whoever stops asking", async () => {
  const log: string[] = [];
  for await (const item of started(counting(log, false))) if (item === 1) break;
  expect(log).toEqual(["begins", "ends"]);
});

test("fails when it is asked, not before", async () => {
  const failing = started(counting([], true));
  await new Promise((resolve) => setTimeout(resolve, 1));
  await expect(all(failing)).rejects.toThrow("broken");
});

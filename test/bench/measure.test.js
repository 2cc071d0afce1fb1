import { describe, expect, test } from "vitest";
import { values } from "../../bench/contenders/count.js";
import { plantedKeys } from "../../bench/generate/keys.js";
import { takeTurns } from "../../bench/measure/rounds.js";

const OPTIONS = { rounds: 2, seconds: 100, planted: 0 };

function node(code, more = {}) {
  return { name: "a program", run: { command: [process.execPath, "-e", code] }, ...more };
}

describe("takeTurns", () => {
  test("runs each contender once a round and counts the keys in its output", async () => {
    const keys = plantedKeys(1, 3);
    const text = JSON.stringify(`${keys[0]?.value} ${keys[2]?.value}`);
    const contenders = [node(`console.log(${text})`, { count: values(keys) }), node("0")];
    const [printing, silent] = await takeTurns("test", contenders, { ...OPTIONS, planted: 3 });
    expect(printing).toMatchObject({ found: 2, trouble: undefined });
    expect(printing?.runs).toHaveLength(2);
    expect(silent).toMatchObject({ found: undefined, trouble: undefined });
    expect(silent?.runs).toHaveLength(2);
  });

  test("an exit code with which it has not done its work is trouble", async () => {
    const contenders = [node("process.exit(3)"), node("process.exit(1)", { ends: [0, 1] })];
    const [failed, ended] = await takeTurns("test", contenders, OPTIONS);
    expect(failed).toMatchObject({ runs: [], trouble: "failed with exit code 3" });
    expect(ended?.trouble).toBeUndefined();
  });

  test("one that cannot be started, or does not end, is trouble", async () => {
    const endless = node("setInterval(() => {}, 1000)");
    const missing = { name: "missing", run: { command: ["/nonexistent/program"] } };
    const results = await takeTurns("test", [endless, missing], { ...OPTIONS, seconds: 1 });
    expect(results.map(({ trouble }) => trouble)).toEqual([
      "ended after 1 s",
      "failed with exit code 127",
    ]);
  });

  test("finding none of the planted keys is trouble, and so is no time", async () => {
    const contenders = [node("console.log('nothing')", { count: values(plantedKeys(1, 3)) })];
    const [result] = await takeTurns("test", contenders, { ...OPTIONS, planted: 3 });
    expect(result).toMatchObject({ found: 0, trouble: "found nothing" });
  });
});

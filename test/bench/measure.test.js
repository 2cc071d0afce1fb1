import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportedValues, values } from "../../bench/contenders/count.js";
import { plantedKeys } from "../../bench/generate/keys.js";
import { takeTurns } from "../../bench/measure/rounds.js";
import { temporaryFolder } from "../support/tree.ts";

const OPTIONS = { rounds: 2, seconds: 100 };

function node(code, more = {}) {
  return { name: "a program", run: { command: [process.execPath, "-e", code] }, ...more };
}

describe("takeTurns", () => {
  test("runs each contender once a round and counts the keys in its output", async () => {
    const keys = plantedKeys(1, 3);
    const text = JSON.stringify(`${keys[0]?.value} ${keys[2]?.value}`);
    const contenders = [node(`console.log(${text})`, { count: values(keys) }), node("0")];
    const [printing, silent] = await takeTurns("test", contenders, OPTIONS);
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

  test("one that is not installed is named", async () => {
    const [absent] = await takeTurns("test", [{ name: "absent", run: undefined }], OPTIONS);
    expect(absent).toMatchObject({ name: "absent", runs: [], trouble: "not installed" });
  });

  test("what it says of its failure or of what it left out is noted", async () => {
    const failing = node(
      "console.error('start\\n\\x1b[31mfatal: broken\\x1b[0m'); process.exit(3)",
    );
    const partial = node("console.error('ERROR one object')", { complaint: /^ERROR/u });
    const [failed, complained] = await takeTurns("test", [failing, partial], OPTIONS);
    expect(failed?.note).toBe("fatal: broken");
    expect(complained).toMatchObject({ note: "ERROR one object", trouble: undefined });
  });

  test("an output that is no report is trouble", async () => {
    const contender = node("console.log('[')", { count: reportedValues([]) });
    const [result] = await takeTurns("test", [contender], OPTIONS);
    expect(result).toMatchObject({ runs: [], trouble: "printed no report" });
  });

  test("what it does once is done before the first round", async () => {
    const folder = temporaryFolder();
    const append = (word) => [
      process.execPath,
      "-e",
      `require("fs").appendFileSync(${JSON.stringify(join(folder, "log"))}, "${word} ")`,
    ];
    const contender = {
      name: "a program",
      run: { command: append("run") },
      prepare: { command: append("prepare") },
    };
    await takeTurns("test", [contender], OPTIONS);
    expect(readFileSync(join(folder, "log"), "utf8")).toBe("prepare run run ");
  });
});

test("Ctrl-C ends what runs and leaves no folder behind", async () => {
  const folder = temporaryFolder();
  const mark = join(folder, "child");
  const endless = `require("fs").writeFileSync(${JSON.stringify(mark)}, String(process.pid)); setInterval(() => {}, 1000)`;
  const bench = new URL("../../bench/measure/", import.meta.url);
  const code = `
    import { endCleanly } from "${bench}endings.js";
    import { takeTurns } from "${bench}rounds.js";
    endCleanly();
    const run = { command: [process.execPath, "-e", ${JSON.stringify(endless)}] };
    await takeTurns("test", [{ name: "endless", run }], { rounds: 1, seconds: 100 });`;
  const run = spawn(process.execPath, ["--input-type=module", "-e", code], {
    env: { ...process.env, TMPDIR: folder },
    stdio: "ignore",
  });
  const ended = once(run, "exit");
  const child = () => (existsSync(mark) ? readFileSync(mark, "utf8") : "");
  await expect.poll(child, { timeout: 20_000 }).not.toBe("");
  run.kill("SIGINT");
  expect((await ended)[0]).toBe(130);
  expect(readdirSync(folder)).toEqual(["child"]);
  await expect.poll(() => isRunning(Number(child())), { timeout: 20_000 }).toBe(false);
}, 60_000);

function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

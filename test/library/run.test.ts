import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  audit,
  type Finding,
  IncompleteError,
  type Run,
  scan,
  UserError,
} from "../../src/index.ts";
import type { NamedDocument, RunOptions } from "../../src/index.ts";
import { runCli } from "../support/cli.ts";
import { startGeminiServer } from "../support/gemini-server.ts";
import { repository } from "../support/git.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

/** What a loop over a run gives, and what it throws in the end. */
async function looped(run: Run): Promise<{ findings: Finding[]; thrown: unknown }> {
  const findings: Finding[] = [];
  try {
    for await (const finding of run) findings.push(finding);
  } catch (thrown) {
    return { findings, thrown };
  }
  return { findings, thrown: undefined };
}

function assigned(key: string): string {
  return `GEMINI_API_KEY=${key}\n`;
}

async function* endless(first: NamedDocument): AsyncGenerator<NamedDocument> {
  yield first;
  await new Promise(() => {});
}

describe("audit", () => {
  test("finds what the command finds, most severe first", async () => {
    const repo = repository();
    repo.commit({ "app.py": assigned(geminiAuthKey()), "maps.js": `maps("${googleApiKey()}")\n` });
    repo.commit({ "app.py": "" });
    const { findings, thrown } = await looped(audit(repo.root));
    expect(thrown).toBe(undefined);

    const { stdout } = runCli({ cwd: repo.root, args: ["audit", "--format", "json"] });
    const told = JSON.parse(stdout) as { findings: readonly Finding[] };
    expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(
      told.findings.map(({ fingerprint }) => fingerprint),
    );
    expect(findings).toHaveLength(2);
    expect(findings[0]?.history?.atHead).toBe(false);
  });

  test("ends with an error that holds the report when something could not be looked at", async () => {
    const key = geminiAuthKey();
    const repo = repository();
    repo.commit({ "old.txt": "old" });
    repo.commit({ "app.py": assigned(key) });
    const shallow = join(temporaryFolder(), "shallow");
    execFileSync("git", ["clone", "-q", "--depth=1", `file://${repo.root}`, shallow]);
    const run = audit(shallow);
    const { findings, thrown } = await looped(run);
    expect(findings).toHaveLength(1);
    expect(thrown).toBeInstanceOf(IncompleteError);
    const { report, message } = thrown as IncompleteError;
    expect(report.findings).toEqual(findings);
    expect(report.skipped.length).toBeGreaterThan(0);
    expect(message).toContain(report.skipped[0]?.what);
    await expect(run.report()).rejects.toBe(thrown);
  });

  test("is one run, however often it is asked", async () => {
    const repo = repository();
    repo.commit({ "app.py": assigned(geminiAuthKey()) });
    const run = audit(repo.root);
    const [first, report, second] = [await looped(run), await run.report(), await looped(run)];
    expect(first.findings[0]).toBe(report.findings[0]);
    expect(second.findings[0]).toBe(report.findings[0]);
  });

  test("heeds what the repository says of itself, unless told not to", async () => {
    const repo = repository();
    repo.commit({
      "test/app.py": assigned(geminiAuthKey()),
      ".gemsweep.yaml": "exclude: [test]\n",
    });
    const report = await audit(repo.root).report();
    expect([report.findings.length, report.ignored.length]).toEqual([0, 1]);
    expect((await looped(audit(repo.root, { ignores: false }))).findings).toHaveLength(1);
  });

  test("keeps masked text around findings when asked to", async () => {
    const key = geminiAuthKey();
    const repo = repository();
    repo.commit({ "app.py": assigned(key) });
    const [plain, shown] = [
      await audit(repo.root).report(),
      await audit(repo.root, { excerpts: true }).report(),
    ];
    expect(plain.findings[0]?.sightings[0]?.excerpt).toBe(undefined);
    expect(shown.findings[0]?.sightings[0]?.excerpt?.before).toBe("GEMINI_API_KEY=");
    expect(JSON.stringify(shown)).not.toContain(key);
  });
});

describe("scan", () => {
  test("takes paths, one document, several, and such as come one by one", async () => {
    const document = { name: "a.env", content: assigned(geminiAuthKey()) };
    const file = join(temporaryFolder({ "a.env": document.content }), "a.env");
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (const byte of Buffer.from(document.content)) yield Uint8Array.of(byte);
    };
    const stream = async function* (): AsyncGenerator<NamedDocument> {
      yield { name: "clean", content: "" };
      yield { name: "a.env", content: pieces() };
    };
    const all = [
      file,
      [file],
      document,
      [document],
      new Set([document]),
      { ...document, content: Buffer.from(document.content) },
      stream(),
    ];
    for (const what of all) {
      const { findings, thrown } = await looped(scan(what));
      expect([thrown, findings.length]).toEqual([undefined, 1]);
      expect(findings[0]?.sightings[0]).toMatchObject({ line: 1, column: 16 });
      expect(findings[0]?.sightings[0]?.path).toMatch(/a\.env$/);
    }
  });

  test("searches what came before documents broke off, and says that they did", async () => {
    const documents = async function* (): AsyncGenerator<NamedDocument> {
      yield { name: "a.env", content: assigned(geminiAuthKey()) };
      throw new Error("the queue is gone");
    };
    const { findings, thrown } = await looped(scan(documents()));
    expect(findings).toHaveLength(1);
    expect(thrown).toMatchObject({
      report: { skipped: [{ what: "the documents that follow", why: "the queue is gone" }] },
    });
  });

  test("refuses what is no document", async () => {
    for (const what of [[1], [{ name: "a" }], { name: "", content: "" }, [], Buffer.from("text")])
      await expect(scan(what as never).report()).rejects.toBeInstanceOf(UserError);
  });

  test("counts on", async () => {
    const told: unknown[] = [];
    const documents = ["a", "b"].map((name) => ({ name, content: "" }));
    await scan(documents, { onProgress: (progress) => told.push(progress) }).report();
    expect(told.at(-1)).toEqual({ what: "files", done: 2, total: undefined });
  });
});

test("asks a server about keys, and only when it is told to", async () => {
  const server = await startGeminiServer();
  const document = { name: "a.env", content: assigned(geminiAuthKey()) };
  const prices: string[] = [];
  const verify = {
    endpoint: server.endpoint,
    generate: true,
    onPrice: (price: string) => prices.push(price),
  };
  const { findings } = await looped(scan(document, { verify }));
  expect(findings[0]?.verdict).toMatchObject({ status: "live", reason: "generates" });
  expect(prices).toHaveLength(1);
  const asked = server.received.length;
  expect((await looped(scan(document))).findings[0]?.verdict).toBe(undefined);
  expect(server.received).toHaveLength(asked);
});

describe("a signal", () => {
  test("ends a run that waits, after what was found until then", async () => {
    const controller = new AbortController();
    const documents = endless({ name: "a.env", content: assigned(geminiAuthKey()) });
    const onProgress = (): void => controller.abort(new Error("enough"));
    const run = scan(documents, { signal: controller.signal, onProgress });
    const { findings, thrown } = await looped(run);
    expect(findings).toHaveLength(1);
    expect(thrown).toBe(controller.signal.reason);
    await expect(run.report()).rejects.toBe(thrown);
  });

  test("ends a run that waits for the rest of one document, of which the beginning is searched", async () => {
    const controller = new AbortController();
    const content = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(assigned(geminiAuthKey()));
      setImmediate(() => controller.abort());
      await new Promise(() => {});
    };
    const run = scan({ name: "a.env", content: content() }, { signal: controller.signal });
    const { findings, thrown } = await looped(run);
    expect([findings.length, thrown]).toEqual([1, controller.signal.reason]);
  });

  test("that is aborted already lets nothing begin", async () => {
    const signal = AbortSignal.abort();
    for (const run of [audit("does-not-exist", { signal }), scan("nor-this", { signal })])
      expect(await looped(run)).toEqual({ findings: [], thrown: signal.reason });
  });
});

/** What the types forbid, and JavaScript does not. */
function given(options: unknown): RunOptions {
  return options as RunOptions;
}

describe("what cannot be done", () => {
  const refused: readonly (readonly [Run, RegExp])[] = [
    [audit("does-not-exist"), /does not exist/],
    [audit("-"), /does not exist/],
    [audit([]), /no path/],
    [scan("does-not-exist"), /cannot open/],
    [scan(".", { singal: 1 } as RunOptions), /no option singal/],
    [scan(".", given(null)), /options must be an object/],
    [scan(".", given({ verify: null })), /verify must be true or false or an object/],
    [scan(".", given({ verify: { generate: "false" } })), /generate must be true or false/],
    [scan(".", given({ signal: false })), /signal must be a signal/],
    [scan(".", given({ foreignMarks: "false" })), /foreignMarks must be true or false/],
    [scan(".", given({ ignores: "no" })), /ignores must be true or false/],
    [scan(".", given({ jobs: "2" })), /jobs must be a number/],
    [scan(".", { verify: { model: "x" } }), /model is for --verify=generate/],
    [scan(".", { jobs: 0 }), /jobs cannot be 0/],
    [scan(".", { maxFileSize: -1 }), /maxFileSize cannot be -1/],
    [scan(".", { rules: ["does-not-exist.yaml"] }), /cannot read/],
  ];

  test.each(refused)("is told by an error, %#", async (run, message) => {
    const { findings, thrown } = await looped(run);
    expect(findings).toEqual([]);
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as UserError).message).toMatch(message);
  });

  test("is told without the key that a path holds", async () => {
    const key = googleApiKey();
    const { thrown } = await looped(scan(`keys/${key}.txt`));
    expect(String(thrown)).not.toContain(key);
  });
});

import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { openAuditLog } from "../../src/verify/audit-log.ts";
import { denied, googleError } from "../support/gemini-answers.ts";
import { HOSTILE, live, startGeminiServer } from "../support/gemini-server.ts";
import { googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";
import { candidateOf, verdictOn, verdictsOf } from "../support/verifying.ts";

function linesOf(file: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("each request has its line, and none holds the key", async () => {
  const file = join(temporaryFolder(), "audit.jsonl");
  const key = googleApiKey();
  let times = 0;
  const server = await startGeminiServer(
    live({
      list: () =>
        (times += 1) === 1
          ? googleError(500, "INTERNAL", key)
          : { status: 200, body: { models: [{ name: "models/x" }] } },
      generate: () => denied(`Consumer 'api_key:${key}'`, { reason: "CONSUMER_SUSPENDED" }),
    }),
  );
  const log = await openAuditLog(file);
  const { endpoint } = server;
  const { write: auditLog } = log;
  await verdictOn(key, { endpoint, generate: true, auditLog });
  await log.close();

  const { keyId, fingerprint } = candidateOf(key);
  const time: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const line = (request: string, status: number, verdict: string): unknown => {
    return { time, keyId, fingerprint, request, status, failure: null, verdict };
  };
  const list = `GET ${endpoint}/v1beta/models`;
  const generate = `POST ${endpoint}/v1beta/models/gemini-3.1-flash-lite:generateContent`;
  expect(linesOf(file)).toEqual([
    line(list, 500, "unknown/server-error"),
    line(list, 200, "live/listed"),
    line(list, 200, "live/listed"),
    line(generate, 403, "suspended/consumer-suspended"),
  ]);
  expect(server.received).toHaveLength(4);
  expect(readFileSync(file, "utf8")).not.toContain(key);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a request without an answer is on record, too, below what was there", async () => {
  const folder = temporaryFolder({ "audit.jsonl": '{"earlier":true}\n' });
  const file = join(folder, "audit.jsonl");
  const server = await startGeminiServer(() => HOSTILE.reset);
  const log = await openAuditLog(file);
  await verdictOn(googleApiKey(), { endpoint: server.endpoint, auditLog: log.write });
  await log.close();
  const [earlier, first, ...others] = linesOf(file);
  expect(earlier).toEqual({ earlier: true });
  expect(first).toMatchObject({ status: null, failure: "network", verdict: "unknown/network" });
  expect(others).toHaveLength(3);
});

test("nothing more is sent when it cannot be put on record", async () => {
  const server = await startGeminiServer();
  const keys = Array.from({ length: 20 }, googleApiKey);
  const { endpoint } = server;
  const auditLog = async (): Promise<void> => Promise.reject(new Error("full"));
  const verdicts = await verdictsOf(keys, { endpoint, concurrency: 1, auditLog });
  expect(verdicts.map((verdict) => verdict?.reason)).toEqual([
    "listed",
    ...Array<string>(19).fill("interrupted"),
  ]);
  expect(server.received).toHaveLength(1);
});

test("an entry that could not be written is told when the log is closed", async () => {
  const log = await openAuditLog(join(temporaryFolder(), "audit.jsonl"));
  const entry = {
    time: "",
    keyId: null,
    fingerprint: "",
    request: "",
    status: null,
    failure: null,
    verdict: "unknown/network",
  } as const;
  const circular = { ...entry, self: {} };
  circular.self = circular;
  await expect(log.write(circular)).rejects.toThrow(UserError);
  await expect(log.close()).rejects.toThrow(UserError);
});

test("what is no file to append to is refused before anything is sent", async () => {
  const folder = temporaryFolder({ "file.txt": "" });
  symlinkSync(join(folder, "file.txt"), join(folder, "link"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  writeFileSync(join(folder, "read-only"), "");
  chmodSync(join(folder, "read-only"), 0o400);
  const refused = ["", "link", "pipe", "none/audit.jsonl"].map((name) => join(folder, name));
  if (process.getuid?.() !== 0) refused.push(join(folder, "read-only"));
  for (const file of [...refused, "/dev/null"])
    await expect(openAuditLog(file), file).rejects.toThrow(UserError);
});

/** The live check as users meet it: the built program against a server of ours. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test, vi } from "vitest";
import type { Finding } from "../../src/finding.ts";
import { type Call, CLI, type Run, runBeside, runCli, runCliBeside } from "../support/cli.ts";
import { denied, invalid, OK } from "../support/gemini-answers.ts";
import { CATALOGUE } from "../support/gemini-catalogue.ts";
import {
  type GeminiServer,
  HOSTILE,
  live,
  redirect,
  startGeminiServer,
} from "../support/gemini-server.ts";
import { repository } from "../support/git.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";
import { temporaryFolder } from "../support/tree.ts";

vi.setConfig({ testTimeout: 60_000 });

const dead = () => invalid("API key not valid. Please pass a valid API key.");

interface JsonReport {
  readonly complete: boolean;
  readonly verification: object;
  readonly findings: readonly Finding[];
  readonly scrub: { readonly files: readonly string[] };
  readonly skipped: readonly object[];
  readonly notes: readonly { readonly about: string; readonly note: string }[];
}

/** Runs with --verify against the server, and reads the JSON that is printed. */
async function verified(
  server: Pick<GeminiServer, "endpoint">,
  { args, ...call }: Call,
): Promise<Run & { report: JsonReport }> {
  const verify = args[0] === "verify" || args.some((arg) => arg.startsWith("--verify"));
  const more = [...(verify ? [] : ["--verify"]), "--gemini-endpoint", server.endpoint];
  const run = await runCliBeside({ ...call, args: [...args, ...more, "--format", "json"] });
  if (run.stdout === "") throw new Error(run.stderr);
  return { ...run, report: JSON.parse(run.stdout) as JsonReport };
}

function said({ findings }: JsonReport): readonly string[] {
  return findings.map(
    ({ severity, verdict }) => `${severity}: ${verdict?.status}/${verdict?.reason}`,
  );
}

describe("without --verify", () => {
  test("nobody is asked, and every report says so", async () => {
    const server = await startGeminiServer();
    const cwd = temporaryFolder({ "a.env": `GEMINI_API_KEY=${geminiAuthKey()}\n` });
    const json = await runCliBeside({ cwd, args: ["scan", ".", "--format", "json"] });
    expect(JSON.parse(json.stdout)).toMatchObject({ verification: { asked: false } });
    expect(JSON.parse(json.stdout).findings[0]).not.toHaveProperty("verdict");
    const lines = await runCliBeside({ cwd, args: ["scan", ".", "--format", "jsonl"] });
    const summary = lines.stdout.trimEnd().split("\n").at(-1) ?? "";
    expect(JSON.parse(summary)).toMatchObject({ verification: { asked: false } });
    const text = await runCliBeside({ cwd, args: ["scan", "."] });
    expect(text.stdout).toContain("Keys were not checked with Google; --verify does.");
    expect(server.received).toEqual([]);
  });
});

describe("every answer of the catalogue becomes a verdict, in a report that is as its schema says", () => {
  const schema = new URL("../../schema/report.schema.json", import.meta.url);
  const ajv = new Ajv2020({ strict: true, strictRequired: false });
  const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);

  test.for([
    ["list", "--verify"],
    ["generate", "--verify=generate"],
  ] as const)("to %s", async ([to, flag]) => {
    const server = await startGeminiServer();
    const rows = CATALOGUE.filter((row) => row.to === to);
    const keys = rows.map((row) => {
      const key = row.key();
      server.answer(key, live({ [to]: () => row.answer(key) }));
      return key;
    });
    const lines = keys.map((key) => `genai.configure(api_key="${key}")\n`);
    const cwd = temporaryFolder({ "a.py": lines.join("") });
    const { report } = await verified(server, { cwd, args: ["scan", "a.py", flag] });

    const byLine = new Map(report.findings.map((one) => [one.sightings[0]?.line, one.verdict]));
    const told = rows.map(({ title }, index) => {
      const verdict = byLine.get(index + 1);
      return { title, outcome: `${verdict?.status}/${verdict?.reason}`, project: verdict?.project };
    });
    expect(told).toEqual(rows.map(({ title, outcome, project }) => ({ title, outcome, project })));
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe("severity follows", () => {
  test("a Firebase key that Gemini accepts is critical, a dead key info and yet to be scrubbed", async () => {
    const server = await startGeminiServer();
    const gone = geminiAuthKey();
    server.answer(gone, dead);
    const firebase = `{"apiKey": "${googleApiKey()}", "authDomain": "x.firebaseapp.com"}\n`;
    const cwd = temporaryFolder({
      "firebase.json": firebase,
      "gone.env": `GEMINI_API_KEY=${gone}\n`,
    });
    const args = ["scan", "firebase.json", "gone.env"];
    const { report, exitCode } = await verified(server, { cwd, args });
    expect(said(report)).toEqual(["critical: live/listed", "info: dead/invalid"]);
    expect(report.scrub.files).toEqual(["firebase.json", "gone.env"]);
    expect(exitCode).toBe(1);
  });

  test("what cannot be asked about keeps its severity and is not sent", async () => {
    const server = await startGeminiServer();
    const secret = `GOCSPX-${randomBytes(21).toString("base64url")}`;
    const cwd = temporaryFolder({ "a.txt": `client_secret=${secret}\n` });
    const { report, exitCode } = await verified(server, { cwd, args: ["scan", "."] });
    expect(said(report)).toEqual(["medium: unknown/not-checkable"]);
    expect(report.verification).toMatchObject({ checked: 0, unchecked: 1 });
    expect(exitCode).toBe(1);
    expect(server.received).toEqual([]);
  });
});

describe("--fail-on", () => {
  test.for<[string, string, 0 | 1]>([
    ["a live key", "live", 1],
    ["a live key", "dead,restricted", 0],
    ["a dead key", "live", 0],
    ["a dead key", "live,dead", 1],
    ["no answer", "live", 1],
    ["no answer", "critical", 1],
    ["no answer", "restricted", 0],
  ])("%s, --fail-on %s: exit code %i", async ([what, failOn, expected]) => {
    const server = await startGeminiServer(() => {
      if (what === "a live key") return OK;
      return what === "a dead key" ? dead() : HOSTILE.reset;
    });
    const cwd = temporaryFolder({ "a.env": `GEMINI_API_KEY=${geminiAuthKey()}\n` });
    const args = ["scan", ".", "--fail-on", failOn];
    expect((await verified(server, { cwd, args })).exitCode).toBe(expected);
  });
});

describe("what a server says reaches nobody", () => {
  const status = (key: string) => ({
    error: { code: key, status: key, message: key, details: [key] },
  });
  const suspended = (key: string) =>
    denied(`Permission denied: Consumer 'api_key:${key}' has been suspended.`, {
      reason: "CONSUMER_SUSPENDED",
      metadata: { consumer: `projects/${key}`, containerInfo: `api_key:${key}`, service: key },
    });

  test.for<[string, (key: string) => ReturnType<Parameters<GeminiServer["answer"]>[1]>]>([
    ["in an error", (key) => suspended(key)],
    ["in every part of an error", (key) => ({ status: 403, body: status(key) })],
    [
      "in a page",
      (key) => ({ status: 200, body: `<html>${key}</html>`, contentType: "text/html" }),
    ],
    [
      "in the names of models",
      (key) => ({ status: 200, body: { models: [{ name: `models/${key}` }] } }),
    ],
    [
      "in a header and the status line",
      (key) => (response) => {
        response.writeHead(418, key, { "content-type": key, "retry-after": key, "x-key": key });
        response.end(key);
      },
    ],
    ["in a redirect", (key) => redirect(`https://127.0.0.1:1/${key}`)],
  ])("the key %s", async ([, answerFor]) => {
    const key = geminiAuthKey();
    const server = await startGeminiServer(() => answerFor(key));
    const cwd = temporaryFolder({ "a.env": `GEMINI_API_KEY=${key}\n` });
    const files = ["report.json", "report.txt", "report.jsonl", "log", "cache"];
    const [json = "", text = "", lines = "", log = "", cache = ""] = files;
    const outputs = [json, text, lines].flatMap((file) => ["--output", file]);
    const { stdout, stderr } = await runCliBeside({
      cwd,
      args: ["scan", "a.env", "--verify=generate,reach", "--gemini-endpoint", server.endpoint]
        .concat(outputs)
        .concat(["--audit-log", log, "--verdict-cache", cache]),
    });
    expect(server.received.length).toBeGreaterThan(0);
    const written = files
      .map((file) => join(cwd, file))
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, "utf8"));
    expect(written.length).toBeGreaterThanOrEqual(4);
    // Between the prefix and the last four characters that people are shown.
    const secret = key.slice(12, 40);
    for (const output of [stdout, stderr, ...written]) expect(output).not.toContain(secret);
    expect(stdout).toContain("AQ.Ab8R…");
  });
});

describe("where keys go", () => {
  test("no environment variable and no file of the repository has a say", async () => {
    const [google, other] = [await startGeminiServer(), await startGeminiServer()];
    const key = geminiAuthKey();
    const lies = `GOOGLE_GEMINI_BASE_URL=${other.endpoint}\nHTTPS_PROXY=${other.endpoint}\n`;
    const settings = `verify: true\ngemini-endpoint: ${other.endpoint}\n`;
    const repo = repository();
    repo.commit({
      ".env": `${lies}GEMINI_API_KEY=${key}\n`,
      "gemsweep.yaml": settings,
      ".gemsweep.yaml": settings,
      ".npmrc": `proxy=${other.endpoint}\n`,
    });
    const everywhere = Object.fromEntries(
      [
        "GOOGLE_GEMINI_BASE_URL",
        "GOOGLE_VERTEX_BASE_URL",
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
      ].map((name) => [name, other.endpoint]),
    );
    const env = {
      ...everywhere,
      GEMINI_API_KEY: googleApiKey(),
      GOOGLE_API_KEY: googleApiKey(),
      GOOGLE_GENAI_USE_VERTEXAI: "true",
      NODE_USE_ENV_PROXY: "1",
    };
    const cwd = repo.root;
    const asking = ["audit", "--verify", "--gemini-endpoint", google.endpoint];
    const refused = await runCliBeside({ cwd, args: asking, env });
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("verify is nothing that a repository decides about itself");
    expect([...google.received, ...other.received]).toEqual([]);

    const { report } = await verified(google, { cwd, args: ["audit", "--no-ignore"], env });
    expect(said(report)).toEqual(["critical: live/listed"]);
    expect(other.received).toEqual([]);
    expect(google.received.map(({ headers }) => headers["x-goog-api-key"])).toEqual([key]);
    expect(google.received.map(({ path }) => path)).toEqual(["/v1beta/models"]);
  });
});

describe("what it costs and reaches", () => {
  test("the price is told before the first request", async () => {
    const key = geminiAuthKey();
    let toldBefore = "";
    let stderr = "";
    const server = await startGeminiServer(
      live({
        list: () => {
          toldBefore ||= stderr;
          return OK;
        },
      }),
    );
    const cwd = temporaryFolder({ "a.env": `GEMINI_API_KEY=${key}\n` });
    const model = ["--verify-model", "gemini-3.1-flash-lite"];
    const run = await runCliBeside(
      {
        cwd,
        args: ["scan", ".", "--verify=generate", "--gemini-endpoint", server.endpoint, ...model],
      },
      (child) => child.stderr?.on("data", (piece) => (stderr += String(piece))),
    );
    expect(run.stderr).toMatch(
      /^gemsweep: generating one token with 1 key \(gemini-3.1-flash-lite\) costs its owner at most \$0\.0000\d+ in all, by the prices of 20\d\d-\d\d-\d\d\n$/,
    );
    expect(toldBefore).toBe(run.stderr);
    expect(run.stdout).toContain("it generated text just now");
    const generated = server.received.filter(({ path }) => path.endsWith(":generateContent"));
    expect(generated).toHaveLength(1);
    expect(generated[0]?.body).toContain('"maxOutputTokens":1');
  });

  test("what is behind a key is counted and not named", async () => {
    const files = [
      { name: "files/secret-plan", displayName: "Secret plan.pdf" },
      { name: "files/b" },
    ];
    const server = await startGeminiServer(
      live({
        count: ({ path }) => (path.endsWith("/files") ? { status: 200, body: { files } } : OK),
      }),
    );
    const cwd = temporaryFolder({ "a.env": `GEMINI_API_KEY=${geminiAuthKey()}\n` });
    const { report, stdout } = await verified(server, {
      cwd,
      args: ["scan", ".", "--verify=reach"],
    });
    expect(report.findings[0]?.verdict?.reach?.files).toEqual({ count: 2, more: false });
    expect(stdout).not.toMatch(/secret.plan/i);
  });
});

test("each distinct key is asked about once, wherever and however often it stands", async () => {
  const server = await startGeminiServer();
  const key = googleApiKey();
  const repo = repository();
  repo.commit({ "a.py": `genai.configure(api_key="${key}")\n`, "b.txt": `${key}\n` });
  repo.commit({ "a.py": `# ${key}\n`, "c.txt": `token: ${Buffer.from(key).toString("base64")}\n` });
  await verified(server, { cwd: repo.root, args: ["audit"] });
  expect(server.received).toHaveLength(1);
});

test("a hook can ask as well", async () => {
  const server = await startGeminiServer();
  const repo = repository();
  repo.commit({ "a.txt": "nothing\n" });
  repo.write({ "a.py": `genai.configure(api_key="${googleApiKey()}")\n` });
  repo.git("add", "a.py");
  const to = ["--verify", "--gemini-endpoint", server.endpoint];
  const staged = await runCliBeside({ cwd: repo.root, args: ["staged", ...to] });
  expect(staged.stdout).toContain("checked: works: Gemini accepts it");
  expect(staged.exitCode).toBe(1);
  repo.git("commit", "--quiet", "-m", "change");
  const id = repo.git("rev-parse", "HEAD");
  const input = `refs/heads/main ${id} refs/heads/main ${"0".repeat(40)}\n`;
  const push = await runCliBeside({ cwd: repo.root, args: ["push", ...to], input });
  expect(push.stdout).toContain("checked: works: Gemini accepts it");
  expect(push.stdout).toContain(`Checked with ${server.endpoint}: 1 live.`);
});

test("offline, the findings stay and it is said once", async () => {
  const keys = [geminiAuthKey(), geminiAuthKey(), googleApiKey()];
  const cwd = temporaryFolder({ "a.env": keys.map((key) => `GEMINI_API_KEY=${key}\n`).join("") });
  const nobody = { endpoint: "http://127.0.0.1:9" };
  const without = runCli({ cwd, args: ["scan", ".", "--fail-on", "high"] });
  const { report, exitCode } = await verified(nobody, {
    cwd,
    args: ["scan", ".", "--fail-on", "high"],
  });
  expect(exitCode).toBe(without.exitCode);
  expect(said(report)).toEqual(keys.map(() => "critical: unknown/network"));
  expect(report.complete).toBe(true);
  expect(report.notes.filter(({ note }) => /reached/.test(note))).toEqual([
    { about: "127.0.0.1:9", note: "could not be reached: 3 keys were not checked" },
  ]);
});

test("Ctrl-C ends it with what is known", async () => {
  const [known, hanging] = [geminiAuthKey(), geminiAuthKey()];
  const text = `GEMINI_API_KEY=${known}\nGEMINI_API_KEY=${hanging}\n`;
  const cwd = temporaryFolder({ "a.env": text });
  const log = join(cwd, "log");
  const server = await startGeminiServer();
  const wasAsked = new Promise<void>((resolve) => server.answer(hanging, () => () => resolve()));
  const isOnRecord = async (): Promise<void> => {
    while (!existsSync(log) || readFileSync(log, "utf8") === "") await setTimeout(20);
  };
  const run = await runCliBeside(
    {
      cwd,
      args: ["scan", "a.env", "--verify", "--gemini-endpoint", server.endpoint]
        .concat(["--audit-log", log])
        .concat(["--format", "json"]),
    },
    (child) => void Promise.all([wasAsked, isOnRecord()]).then(() => child.kill("SIGINT")),
  );
  const report = JSON.parse(run.stdout) as JsonReport;
  expect(said(report).toSorted()).toEqual([
    "critical: live/listed",
    "critical: unknown/interrupted",
  ]);
  expect(run.exitCode).toBe(2);
});

describe("files", () => {
  test("the audit log has a line for each request, the cache what is final, both for the owner only", async () => {
    const server = await startGeminiServer();
    const [works, gone] = [geminiAuthKey(), googleApiKey()];
    server.answer(gone, dead);
    const cwd = temporaryFolder({ "a.py": `K = "${gone}"\ngenai.configure(api_key="${works}")\n` });
    const call = { cwd, args: ["scan", "a.py", "--audit-log", "log", "--verdict-cache", "cache"] };
    const first = await verified(server, call);
    expect(said(first.report)).toEqual(["critical: live/listed", "info: dead/invalid"]);
    const log = readFileSync(join(cwd, "log"), "utf8").trimEnd().split("\n");
    expect(log).toHaveLength(2);
    for (const file of ["log", "cache"]) expect(statSync(join(cwd, file)).mode & 0o777).toBe(0o600);

    const second = await verified(server, call);
    expect(second.report.findings.map(({ verdict }) => verdict?.cached)).toEqual([false, true]);
    expect(server.received).toHaveLength(3);
  });

  test.for<[string, string[]]>([
    ["an audit log that cannot be written", ["--audit-log", "missing/log"]],
    ["an audit log that is a device", ["--audit-log", "/dev/full"]],
    ["a cache that is something else", ["--verdict-cache", "a.env"]],
  ])("%s is refused before anything is sent", async ([, args]) => {
    const server = await startGeminiServer();
    const cwd = temporaryFolder({ "a.env": `GEMINI_API_KEY=${geminiAuthKey()}\n` });
    const to = ["--verify", "--gemini-endpoint", server.endpoint];
    const { exitCode, stdout, stderr } = await runCliBeside({
      cwd,
      args: ["scan", ".", ...to, ...args],
    });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^gemsweep: nothing was scanned: /);
    expect(server.received).toEqual([]);
  });

  test("an audit log that cannot be written to any more stops the asking and costs no finding", async () => {
    const server = await startGeminiServer(() => dead());
    const keys = Array.from({ length: 12 }, googleApiKey);
    const cwd = temporaryFolder({ "a.py": keys.map((key) => `K = "${key}"\n`).join("") });
    // No process may write more than nothing into a file.
    const script = `trap "" XFSZ; ulimit -f 0; "$0" "$@"`;
    const args = ["scan", "a.py", "--verify", "--gemini-endpoint", server.endpoint];
    const run = await runBeside("bash", {
      cwd,
      args: [
        "-c",
        script,
        process.execPath,
        CLI,
        ...args,
        "--audit-log",
        "log",
        "--format",
        "json",
      ],
    });
    const report = JSON.parse(run.stdout) as JsonReport;
    expect(report.findings).toHaveLength(keys.length);
    expect(report.skipped).toEqual([
      {
        what: "live check",
        why: expect.stringContaining("cannot write --audit-log log: ") as string,
      },
    ]);
    expect(said(report)).toContain("high: unknown/interrupted");
    expect(server.received.length).toBeLessThan(keys.length);
    expect(run.exitCode).toBe(1);
  });
});

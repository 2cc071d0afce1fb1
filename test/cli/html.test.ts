/** The HTML report of a whole run: what is read is shown, and no key with it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { runCli } from "../support/cli.ts";
import { repository } from "../support/git.ts";
import { geminiAuthKey, googleApiKey } from "../support/keys.ts";

const keys = Array.from({ length: 12 }, (_, at) => (at % 2 ? googleApiKey() : geminiAuthKey()));
const key = (at: number): string => keys[at] ?? "";

/** Six letters and digits in a row of a key, behind what all of its kind share. */
function piecesOf(value: string): string[] {
  const secret = value.replace(/^(?:AIzaSy|AQ\.Ab8R)/, "").replaceAll(/[^0-9A-Za-z]/g, "");
  return Array.from({ length: secret.length - 5 }, (_, at) => secret.slice(at, at + 6));
}

test("an audit shows the lines around keys, and of no key more than its preview", () => {
  const repo = repository();
  repo.commit({
    "app/main.py": [
      "import google.generativeai as genai",
      `OLD = "${key(0)}"  # NEXT="${key(1)}"`,
      `genai.configure(api_key="${key(2)}")`,
      `encoded = "${Buffer.from(key(3)).toString("base64")}"`,
      `parts = "${key(4).slice(0, 13)}" + "${key(4).slice(13, 30)}" + "${key(4).slice(30)}"`,
      "model = genai.GenerativeModel('gemini-2.5-flash')",
    ].join("\n"),
    ".env": `DB_PASSWORD=hunter2-very-secret\nGEMINI_API_KEY=${key(5)}\nOTHER=${key(6)}\n`,
    "dist/app.min.js": `${"a(1);".repeat(3000)}fetch("?key=${key(7)}");b("${key(8)}");${"c(2);".repeat(3000)}`,
    "demo.ipynb": JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [
        {
          cell_type: "code",
          metadata: {},
          execution_count: 1,
          source: ["# Über Schlüssel\n", `client = genai.Client(api_key='${key(9)}')`],
          outputs: [],
        },
      ],
    }),
    "logs.gz": gzipSync(`request with ${key(10)} sent\n`),
  });
  repo.commit({ "app/main.py": "clean\n" }, `remove ${key(11)}`);

  const { exitCode, stdout } = runCli({
    cwd: repo.root,
    args: ["audit", "--format", "html", "--output", "report.html", "--output", "report.json"],
  });
  expect(exitCode).toBe(1);
  expect(readFileSync(join(repo.root, "report.html"), "utf8")).toBe(stdout);
  const report = JSON.parse(readFileSync(join(repo.root, "report.json"), "utf8"));
  expect(report.findings).toHaveLength(keys.length);
  expect(JSON.stringify(report)).not.toContain("GenerativeModel");

  const text = stdout
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&quot;", '"');
  expect(text).toContain("model = genai.GenerativeModel('gemini-2.5-flash')");
  expect(text).toContain("# Über Schlüssel");
  expect(text).toContain("request with ");
  expect(text).toContain("DB_PASSWORD=…");
  const squeezed = stdout.replaceAll(/[^0-9A-Za-z]/g, "");
  for (const value of keys) {
    for (const piece of piecesOf(value)) expect(squeezed).not.toContain(piece);
    expect(squeezed).not.toContain(Buffer.from(value).toString("base64").slice(12, 24));
  }
});

test("the same without a page keeps no text", () => {
  const repo = repository();
  repo.commit({ "a.py": `api_key = "${key(0)}" # beside it\n` });
  const { stdout } = runCli({ cwd: repo.root, args: ["audit", "--format", "json"] });
  expect(stdout).not.toContain("beside it");
});

// Makes the pictures of docs/images/ from a real run on a repository that it makes up: node scripts/pictures.js, after a
// build. The same sources give the same pictures: keys come from fixed seeds and are never stored, dates are fixed. Needs
// chromium (CHROMIUM names another browser of its kind).
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { terminalPicture } from "./terminal-picture.js";

const cli = fileURLToPath(new URL("../dist/cli.cjs", import.meta.url));
const images = fileURLToPath(new URL("../docs/images/", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "gemsweep-pictures-"));
try {
  const demo = join(folder, "old-prototype");
  makeRepository(demo);
  mkdirSync(images, { recursive: true });

  const command = ["audit", "old-prototype"];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, ...command, "--output", "report.html"],
    {
      cwd: folder,
      env: { ...environment(), FORCE_COLOR: "1" },
      encoding: "utf8",
    },
  );
  if (stderr !== "") throw new Error(stderr);
  write("audit.svg", terminalPicture(`gemsweep ${command.join(" ")}`, shortened(stdout)));
  await photograph(join(folder, "report.html"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A prototype that leaked: a key in a client, a notebook and a bundle, another one deleted long ago. */
function makeRepository(root) {
  mkdirSync(root);
  const git = (...args) => execFileSync("git", args, { cwd: root, env: environment() });
  let month = 0;
  const commit = (message, files) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (content === undefined) rmSync(join(root, path));
      else writeFileSync(join(root, path), content);
    }
    month += 1;
    const date = `2026-0${month}-12T09:30:00+02:00`;
    git("add", "--all");
    execFileSync("git", ["commit", "--quiet", "--message", message], {
      cwd: root,
      env: { ...environment(), GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
  };
  const auth = authKey("auth");
  const old = standardKey("old");
  const traceback = [
    `\u001b[0;31mClientError\u001b[0m: 403 for key ${auth.slice(0, 9)}\u001b[0m${auth.slice(9)}`,
  ];

  git("init", "--quiet", "--template=", "--initial-branch=main");
  commit("Caption photos", {
    ".env": `GEMINI_API_KEY=${old}\n`,
    "caption.py": 'import os\n\nclient = genai.Client(api_key=os.environ["GEMINI_API_KEY"])\n',
  });
  commit("Remove .env", { ".env": undefined, ".gitignore": ".env\n" });
  commit("Try it in a notebook", { "caption.ipynb": notebook("client.models.list()", traceback) });
  commit("Web demo", {
    "web/dist/assets/index-4f2a.js": `const a=new GoogleGenAI({apiKey:"${auth}"});export{a as default};\n`,
  });
}

function notebook(source, traceback) {
  const outputs = [{ output_type: "error", ename: "ClientError", evalue: "403", traceback }];
  const cell = { cell_type: "code", execution_count: 1, metadata: {}, source: [source], outputs };
  return `${JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 })}\n`;
}

function seeded(name) {
  return createHash("sha256").update(`a picture of gemsweep: ${name}`).digest();
}

/** In the form of an issued key, which nobody issued. */
function authKey(name) {
  return `AQ.${Buffer.concat([Buffer.from("01bf1137a2", "hex"), seeded(name)]).toString("base64url")}`;
}

function standardKey(name) {
  const bytes = seeded(name).subarray(0, 24);
  return Buffer.concat([Buffer.from("008cda4b20", "hex"), bytes]).toString("base64url");
}

/** The beginning, which names the keys and the first things to do, and the count at the end. */
function shortened(printed) {
  const lines = printed.trimEnd().split("\n");
  return [...lines.slice(0, 37), "…", ...lines.slice(-2)].join("\n");
}

function environment() {
  const rest = Object.entries(process.env).filter(([name]) => !/^(GIT_|NO_COLOR|CI$)/.test(name));
  return {
    ...Object.fromEntries(rest),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Ada Lovelace",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada Lovelace",
    GIT_COMMITTER_EMAIL: "ada@example.com",
  };
}

async function photograph(page) {
  const { chromium } = await import("playwright-core");
  const name = process.env.CHROMIUM ?? "chromium";
  const executablePath = execFileSync("sh", ["-c", `command -v "$0"`, name], { encoding: "utf8" });
  const browser = await chromium.launch({
    executablePath: executablePath.trim(),
    args: ["--no-sandbox"],
  });
  try {
    for (const colorScheme of ["light", "dark"]) {
      const tab = await browser.newPage({ colorScheme, viewport: { width: 1100, height: 660 } });
      await tab.clock.setFixedTime("2026-06-12T09:30:00Z");
      await tab.goto(pathToFileURL(page).href);
      write(`report-${colorScheme}.png`, await tab.screenshot());
      await tab.close();
    }
  } finally {
    await browser.close();
  }
}

function write(name, content) {
  writeFileSync(join(images, name), content);
}

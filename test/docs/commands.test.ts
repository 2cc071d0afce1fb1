/** Runs all that README and docs/ tell to type, page by page and from the first line to the last. */
import { execFile } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cleanEnvironment } from "../support/cli.ts";
import { type Block, blocksIn } from "../support/fenced-blocks.ts";
import { prepareFleet } from "../support/fleet-ground.ts";
import { installed as hasFilterRepo, script } from "../support/filter-repo.ts";
import { startGeminiServer } from "../support/gemini-server.ts";
import { type Installed, installPackage } from "../support/installed-package.ts";
import { geminiAuthKey } from "../support/keys.ts";
import { prepareGround } from "../support/practice-ground.ts";
import { hasRedis, startRedis } from "../support/redis.ts";
import { hasTool } from "../support/tools.ts";
import { temporaryFolder } from "../support/tree.ts";

/** What commands need besides git and Node, and whether it is here. */
const NEEDS: readonly { readonly text: string; readonly isHere: boolean }[] = [
  { text: "scrub --apply", isHere: hasFilterRepo },
  { text: "redis://", isHere: hasRedis() },
  { text: "jq ", isHere: hasTool("jq", "Install it with `apt-get install jq`.") },
];

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What cannot be run here, and why; everything else on a page is. */
const NOT_RUN: readonly { readonly page: string; readonly text: string; readonly why: string }[] = [
  {
    page: "README.md",
    text: "npm ci && npx gemsweep audit .",
    why: "installs the development dependencies: each gate begins so, in a fresh clone",
  },
  {
    page: "docs/fleet-workers.md",
    text: "npm install --global gemsweep bullmq@6 ioredis@6     # on every machine\n\nexport GEMSWEEP_QUEUE=rediss://:PASSWORD@queue.example:6379\ngemsweep fleet worker                                # on each worker, until it is stopped\ngemsweep fleet repositories.txt --output fleet.html  # once, anywhere",
    why: "installs for all users of a machine, and is for several machines",
  },
];

/** Fences that nobody types; each page's own tests hold them to the program. */
const SHOWN = ["text", "yaml", "json", "python", "toml", "diff", "markdown"];

const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
].filter((page) => page.endsWith(".md"));

let installed: Installed;
let ground: string;
beforeAll(() => {
  installed = installPackage();
  for (const name of ["bullmq", "ioredis"])
    symlinkSync(join(ROOT, "node_modules", name), join(installed.folder, "node_modules", name));
  ground = prepareGround(join(installed.folder, "ground"), geminiAuthKey());
});
afterAll(() => installed.remove());

describe.each(PAGES)("%s", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const exceptions = NOT_RUN.filter((one) => one.page === page).map((one) => one.text);
  const isException = (block: Block): boolean => exceptions.includes(block.text.trim());
  const blocks = blocksIn(text);
  const run = blocks.filter(
    (block) => ["sh", "js"].includes(block.language) && !isException(block),
  );
  const lacks = NEEDS.some(
    ({ text: needed, isHere }) => !isHere && run.some((block) => block.text.includes(needed)),
  );

  test("has fences that are run or shown, and no key", () => {
    const others = blocks.filter(({ language }) => !["sh", "js", ...SHOWN].includes(language));
    expect(others).toEqual([]);
    const shown = new Set(blocks.map((block) => block.text.trim()));
    expect(exceptions.filter((exception) => !shown.has(exception))).toEqual([]);
    expect(text).not.toMatch(/AIza[\w-]{35}|AQ\.[\w-]{50}/);
  });

  if (run.length === 0) return;
  test.skipIf(lacks)("does what it says", async () => {
    const { folder, steps } = await session(run);
    expect(steps.map(({ failed }) => failed)).toEqual(run.map(statedFailures));
    run.forEach(({ output }, index) => {
      if (output === undefined) return;
      const [beginning = "", cut] = alike(output, "/home/jane").split(/^…\n/m);
      const printed = alike(steps[index]?.printed ?? "", folder);
      expect(cut === undefined ? printed : printed.slice(0, beginning.length)).toBe(beginning);
    });
  });
});

/** Where pages have a Redis; that of a test is on a port that was free. */
const QUEUE = "redis://localhost:6379";

/** What one block did. */
interface Step {
  readonly printed: string;
  /** `line: exit code` of the commands that did not end with 0. */
  readonly failed: readonly string[];
}

/** Types all blocks into one shell, in a folder of its own with something to work on. */
async function session(
  blocks: readonly Block[],
): Promise<{ readonly folder: string; readonly steps: readonly Step[] }> {
  const folder = join(temporaryFolder(), "project");
  cpSync(ground, join(folder, ".."), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(installed.folder, "node_modules"), join(folder, "node_modules"));
  const server = await startGeminiServer();
  const tools = temporaryFolder();
  const cli = `node ${join(installed.folder, "node_modules/.bin/gemsweep")}`;
  script(
    tools,
    "gemsweep",
    `case " $* " in *" --verify"*|" verify "*) exec ${cli} "$@" --gemini-endpoint ${server.endpoint} ;; esac
exec ${cli} "$@"`,
  );
  const types = (text: string): boolean => blocks.some((block) => block.text.includes(text));
  const fleet = types("gemsweep fleet")
    ? await prepareFleet(join(folder, "../old-prototype"), folder, tools)
    : {};
  const queue = types(QUEUE) ? (await startRedis()).url : "";
  const lines = [`trap 'echo "=== failed $LINENO $?" >&2' ERR`];
  for (const { language, text: written } of blocks) {
    const text = written.replaceAll(QUEUE, queue);
    lines.push(...(language === "js" ? asModule(text) : text.trimEnd().split("\n")));
    lines.push('echo; echo "=== end"; echo "=== end" >&2');
  }
  lines.push("exit 0");
  const file = join(tools, "session.sh");
  writeFileSync(file, `${lines.join("\n")}\n`);
  const { stdout, stderr } = await promisify(execFile)("bash", [file], {
    cwd: folder,
    env: { ...cleanEnvironment(), ...fleet, ...settings(folder, tools) },
  });
  const failures = stderr.split("=== end\n");
  const steps = stdout.split("\n=== end\n").map((printed, index) => ({
    printed,
    failed: [...(failures[index] ?? "").matchAll(/^=== failed (\d+) (\d+)$/gm)].map(
      ([, line, code]) => `${lines[Number(line) - 1]?.trim()}: ${code}`,
    ),
  }));
  return { folder, steps: steps.slice(0, blocks.length) };
}

function asModule(text: string): readonly string[] {
  return [
    "node --input-type=module <<'END_OF_MODULE'",
    ...text.trimEnd().split("\n"),
    "END_OF_MODULE",
  ];
}

function settings(folder: string, tools: string): NodeJS.ProcessEnv {
  const key = geminiAuthKey();
  return {
    HOME: folder,
    PATH: `${tools}:${process.env["PATH"]}`,
    GEMINI_API_KEY: key,
    DEMO_KEY: key,
    FINGERPRINT: readFileSync(join(folder, "../fingerprint"), "utf8"),
  };
}

/** What a page says of commands that do not end with 0: `# exit code 1` behind them. */
function statedFailures({ text }: Block): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const [, code] = /#.*\bexit code ([1-9])/.exec(line) ?? [];
    return code === undefined ? [] : [`${line.trim()}: ${code}`];
  });
}

/** What differs from run to run, written alike. */
function alike(text: string, folder: string): string {
  return text
    .replaceAll(folder, "/home/jane")
    .replaceAll(/…[\w-]{4}(?![\w-])|(?<=KEY_|key id )[\w-]{4}(?![\w-])/g, "····")
    .replaceAll(/\b(?:[0-9a-f]{7}|[0-9a-f]{40})\b/g, "·······")
    .replaceAll(/^( {2}size) .*$/gm, "$1 …")
    .replaceAll(/\d+ files, |\(\d+ kB\)/g, "… ");
}

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Installed, installPackage } from "./support/installed-package.ts";
import { geminiAuthKey } from "./support/keys.ts";

const TYPESCRIPT = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const TYPES = fileURLToPath(new URL("../node_modules/@types", import.meta.url));

let installed: Installed;
beforeAll(() => {
  installed = installPackage();
});
afterAll(() => installed.remove());

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd: installed.folder, encoding: "utf8" });
}

function write(name: string, content: string): string {
  writeFileSync(join(installed.folder, name), content);
  return name;
}

const NAMES = ["IncompleteError", "UserError", "audit", "render", "scan"];

test("importing it prints nothing and starts nothing", () => {
  const file = write(
    "import.js",
    `import * as all from "gemsweep";
await new Promise(setImmediate);
const running = process.getActiveResourcesInfo();
console.log(JSON.stringify([Object.keys(all).sort(), running]));`,
  );
  expect(JSON.parse(node(file))).toEqual([NAMES, []]);
});

test("it can be required", () => {
  const file = write(
    "require.cjs",
    `console.log(JSON.stringify(Object.keys(require("gemsweep")).sort()));`,
  );
  expect(JSON.parse(node("--no-warnings", file))).toEqual(NAMES);
});

test("its threads find their files", () => {
  const folder = join(installed.folder, "many");
  mkdirSync(folder);
  for (let number = 0; number < 2_500; number++)
    writeFileSync(join(folder, `${number}.env`), `GEMINI_API_KEY=${number % 500 ? "" : KEY}\n`);
  const file = write(
    "threads.js",
    `import threads from "node:worker_threads";
import { scan } from "gemsweep";
let started = 0;
threads.Worker = class extends threads.Worker {
  constructor(...given) {
    super(...given);
    started += 1;
  }
};
for await (const { sightings } of scan("many", { jobs: 2 })) console.log(started, sightings.length);`,
  );
  expect(node(file)).toBe("1 5\n");
});

const KEY = geminiAuthKey();

test.each([
  ["node16", "node16"],
  ["esnext", "bundler"],
])("its types are found, as modules of %s", (module, resolution) => {
  const file = write(
    `${resolution}.ts`,
    `import { audit, type Finding, type NamedDocument, render, type Report, scan } from "gemsweep";
const documents: NamedDocument[] = [{ name: "a", content: "b" }];
const runs = [audit(".", { signal: AbortSignal.timeout(1), verify: { reach: true } }), scan(documents)];
for (const run of runs) {
  for await (const finding of run) {
    const { severity }: Finding = finding;
    const known: "info" | "low" | "medium" | "high" | "critical" = severity;
    console.log(known, finding.sightings[0]?.line.toFixed());
    // @ts-expect-error -- no finding holds a value
    console.log(finding.value);
  }
  const report: Report = await run.report();
  console.log((await render(report, "sarif")).length);
}
`,
  );
  const options = ["--module", module, "--moduleResolution", resolution, "--typeRoots", TYPES];
  const args = ["--noEmit", "--strict", "--target", "es2022", "--types", "node", ...options, file];
  expect(node(TYPESCRIPT, "--ignoreConfig", ...args)).toBe("");
});

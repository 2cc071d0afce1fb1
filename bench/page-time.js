/**
 * How long the HTML report of an audit with many credentials takes to be written and to be used, in milliseconds, printed
 * as JSON. `npm run build`, then `node bench/page-time.js [COUNT [REPOSITORIES]]`; with REPOSITORIES the report of a fleet,
 * a third of which hold the credentials, every tenth of those five times. Needs Chromium for the second half.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { fleetReport } from "../build/findings/fleet-report.js";
import { openRepository } from "../build/git/repository.js";
import { PAGE_SCRIPT_FILE, PAGE_STYLE_FILE } from "../build/installed.js";
import { planOf } from "../build/remediate/plan.js";
import { scrubListOf } from "../build/remediate/scrub-list.js";
import { renderFleetHtml } from "../build/report/fleet/html.js";
import { renderHtml } from "../build/report/html/html.js";
import { loadRules } from "../build/rules/load.js";
import { scan } from "../build/scan.js";
import { historySource } from "../build/sources/history.js";
import { fastImport, git } from "./generate/git.js";
import { plantedKeys } from "./generate/keys.js";
import { withScratch } from "./measure/scratch.js";

const ROUNDS = 5;
const KEYS_IN_COMMIT = 10;
const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";

const count = Number(process.argv[2] ?? 2000);
const repositories = Number(process.argv[3] ?? 0);
const TOOL = { name: "gemsweep", version: "0" };
const files = {
  style: readFileSync(PAGE_STYLE_FILE, "utf8"),
  script: readFileSync(PAGE_SCRIPT_FILE, "utf8"),
};

await withScratch(async (folder) => {
  const report = await audited(folder);
  const times = [];
  let html = "";
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    html = written(report);
    times.push(performance.now() - start);
  }
  const file = join(folder, "report.html");
  writeFileSync(file, html);
  const findings = repositories > 0 ? fleet(report).totals.findings : report.findings.length;
  const rendered = { repositories, findings, bytes: html.length, render: least(times) };
  console.log(JSON.stringify({ ...rendered, ...(await used(file)) }));
});

/** @param {import("../src/finding.ts").Report} report */
function written(report) {
  if (repositories === 0) return renderHtml(report, TOOL, files);
  return renderFleetHtml(fleet(report), TOOL, files);
}

/** @param {import("../src/finding.ts").Report} report */
function fleet(report) {
  const dirty = Math.ceil(repositories / 3);
  const held = Array.from({ length: repositories }, () => []);
  for (const [index, finding] of report.findings.entries())
    for (let copy = 0; copy < (index % 10 === 0 ? 5 : 1); copy += 1)
      held[(index + copy) % dirty].push(finding);
  const outcomes = held.map((findings, index) => {
    const name = `git.example/team${index % 20}/service-${index}`;
    const location = `https://${name}.git`;
    const target = { command: "audit", paths: [location], head: "refs/heads/main" };
    const scrub = scrubListOf(findings);
    return {
      repository: { name, location, kind: "url", owner: `team${index % 20}` },
      report: { ...report, target, findings, scrub, plan: planOf({ findings, scrub, target }) },
    };
  });
  const sources = { asked: repositories, duplicates: 0, leftOut: 0, rejected: [] };
  return fleetReport({ sources, outcomes, undone: [], notes: [] });
}

/** @param {string} folder */
async function audited(folder) {
  git(folder, "init", "--quiet", "--bare", "repository.git");
  const path = join(folder, "repository.git");
  await fastImport(path, commits());
  const repository = await openRepository(path);
  return await scan({
    target: { command: "audit", paths: ["."], head: repository.head },
    sources: [historySource(repository)],
    rules: await loadRules([], true),
    signal: new AbortController().signal,
    progress() {},
  });
}

function* commits() {
  const keys = plantedKeys(1, count);
  for (let at = 0; at < keys.length; at += KEYS_IN_COMMIT) {
    const time = 1_700_000_000 + at * 3600;
    yield `commit refs/heads/main\ncommitter Author ${at % 7} <a@example.com> ${time} +0000\ndata 0\n`;
    for (const [index, { value }] of keys.slice(at, at + KEYS_IN_COMMIT).entries()) {
      const text = `import os\nfrom google import genai\n\nclient = genai.Client(api_key="${value}")\nprint(client)\n`;
      yield `M 100644 inline team${index}/service${at}.py\ndata ${text.length}\n${text}\n`;
    }
  }
  yield "done\n";
}

/** @param {string} file */
async function used(file) {
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox"] });
  try {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const page = await browser.newPage();
      const start = performance.now();
      await page.goto(pathToFileURL(file).href);
      const open = performance.now() - start;
      rounds.push({ open, ...(await page.evaluate(interactions)) });
      await page.close();
    }
    return Object.fromEntries(
      Object.keys(rounds[0]).map((name) => [name, least(rounds.map((round) => round[name]))]),
    );
  } finally {
    await browser.close();
  }
}

/** Runs in the page: up to the frame in which the reader sees it. */
async function interactions() {
  const timed = async (name, value, form = "controls") => {
    const start = performance.now();
    const field = document.getElementById(form).elements.namedItem(name);
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - start;
  };
  const times = { filter: await timed("path", "team7/"), sort: await timed("sort", "newest") };
  const table = "repository-controls";
  if (document.getElementById(table) === null) return times;
  return {
    ...times,
    filterTable: await timed("path", "team7/", table),
    sortTable: await timed("sort", "newest", table),
  };
}

/** @param {readonly number[]} times */
function least(times) {
  return Math.round(Math.min(...times));
}

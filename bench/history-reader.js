/**
 * The pack reader against git's own way through all objects, start of node included, turn by turn so that both see
 * the same machine. `npm run build`, then `node bench/history-reader.js REPOSITORY [ROUNDS] [JOBS]`.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [repository = ".", rounds = "5", jobs = "2", objectDirectory] = process.argv.slice(2);

// The shell counts the processor time of all threads.
const TIME = 'TIMEFORMAT="%U %S"; time "$@"';

if (objectDirectory === undefined) compare();
else await readAll();

function compare() {
  const directory = execFileSync("git", ["-C", repository, "rev-parse", "--absolute-git-dir"])
    .toString()
    .trim();
  const ours = [
    fileURLToPath(import.meta.url),
    repository,
    rounds,
    jobs,
    join(directory, "objects"),
  ];
  const theirs = [
    "-C",
    repository,
    "cat-file",
    "--batch-all-objects",
    "--batch",
    "--unordered",
    "--buffer",
  ];
  const runs = { git: [], reader: [] };
  for (let round = 0; round < Number(rounds); round++) {
    runs.git.push(timed("git", ...theirs));
    runs.reader.push(timed(process.execPath, ...ours));
  }
  const least = (name, field) => Math.min(...runs[name].map((run) => run[field]));
  for (const field of ["wall", "cpu"]) {
    const [git, reader] = [least("git", field), least("reader", field)];
    console.log(
      `${field.padEnd(5)} git ${git.toFixed(2)} s  reader ${reader.toFixed(2)} s  ratio ${(reader / git).toFixed(2)}`,
    );
  }
  console.log(runs.reader[0].output);
}

function timed(...command) {
  const start = performance.now();
  const { status, stderr, output } = spawnSync("bash", ["-c", TIME, "bash", ...command], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe", command[0] === "git" ? "ignore" : "pipe"],
  });
  const wall = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${command.join(" ")} failed: ${stderr}`);
  const seconds = stderr.trim().split(/\s+/u).slice(-2);
  return { wall, cpu: Number(seconds[0]) + Number(seconds[1]), output: output[3]?.trim() };
}

/** What each round starts anew: reads everything and says what it saw. */
async function readAll() {
  const { startThreads } = await import("../build/crew/crew.js");
  const { packReader } = await import("../build/git/pack/reader.js");
  const { LIMITS } = await import("../build/git/pack/limits.js");
  const { loadRules } = await import("../build/rules/load.js");
  const ruleSet = await loadRules([]);
  const literals = ruleSet.prefilter.table.addresses;
  const coverage = { files: 0, blobs: 0, commits: 0, bytes: 0, notebooks: 0, bundles: 0 };
  const none = { async *candidates() {} };
  let left = 0;
  const reader = packReader(
    { objectDirectory, oidBytes: 20 },
    {
      // Reading alone, without what is done with candidates.
      limits: { ...LIMITS, searchedThere: -1 },
      all: none,
      some(oids) {
        left = oids.length;
        return none.candidates();
      },
    },
  );
  const threads = startThreads(ruleSet, Number(jobs));
  const sieve = {
    threads,
    mayMatch: () => true,
    ruleSet,
    coverage,
    signal: new AbortController().signal,
    progress() {},
  };
  let found = 0;
  for await (const item of reader.candidates(sieve)) found += Number("object" in item);
  await threads.end();
  const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  const { blobs, commits, bytes } = coverage;
  writeSync(
    3,
    `${blobs} blobs, ${commits} commits, ${(bytes / 1e6).toFixed(0)} MB; ${found} candidates for ${literals.length} literals, ${left} left to git; peak memory ${memory} MB\n`,
  );
}

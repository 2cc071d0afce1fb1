/**
 * How long an audit of a repository's history takes to find the commits of what it found, in seconds, printed as a JSON
 * array: empty when it found nothing. `npm run build`, then `node bench/trace-time.js REPOSITORY`.
 */
import { availableParallelism } from "node:os";
import { startThreads } from "../build/crew/crew.js";
import { openRepository } from "../build/git/repository.js";
import { loadRules } from "../build/rules/load.js";
import { scan } from "../build/scan.js";
import { historySource } from "../build/sources/history.js";

const [path = "."] = process.argv.slice(2);
const repository = await openRepository(path);
const source = historySource(repository);
const seconds = [];
const rules = await loadRules([]);
const threads = startThreads(rules, availableParallelism());

await scan({
  target: { command: "audit", paths: [path], head: repository.head },
  sources: [{ ...source, trace: timedTrace }],
  rules,
  threads,
  signal: new AbortController().signal,
  progress() {},
});
await threads.end();
console.log(JSON.stringify(seconds));

async function timedTrace(secrets, sieve) {
  const start = performance.now();
  const trace = await source.trace(secrets, sieve);
  seconds.push((performance.now() - start) / 1000);
  return trace;
}

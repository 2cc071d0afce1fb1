// Prints the outputs of the action from the reports in a folder, and takes out of the SARIF file what is ignored: GitHub
// opens an alert for a suppressed result, too.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder = ".", status = "2"] = process.argv.slice(2);
const [report, sarif] = ["gemsweep.json", "gemsweep.sarif"].map((name) => join(folder, name));

const outputs = { "exit-code": status };
if (existsSync(report)) {
  const { findings, ignored } = JSON.parse(readFileSync(report, "utf8"));
  const counted = (arrival) => findings.filter((finding) => finding.arrival === arrival).length;
  outputs.new = counted("new");
  outputs.before = counted("before");
  outputs.ignored = new Set(ignored.map(({ finding }) => finding.fingerprint)).size;
  outputs.report = report;
}
if (existsSync(sarif)) {
  const log = JSON.parse(readFileSync(sarif, "utf8"));
  for (const run of log.runs) run.results = run.results.filter(({ suppressions }) => !suppressions);
  writeFileSync(sarif, JSON.stringify(log, null, 2));
  outputs.sarif = sarif;
}
for (const [name, value] of Object.entries(outputs)) console.log(`${name}=${value}`);

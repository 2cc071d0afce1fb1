/** Which versions of the others are measured. */
import { spawnSync } from "node:child_process";
import { installed } from "./installed.js";

/** What makes each tell its version. */
const QUESTIONS = {
  rg: ["--version"],
  gitleaks: ["version"],
  betterleaks: ["version"],
  trufflehog: ["--version"],
  kingfisher: ["--version"],
  titus: ["version"],
  secretlint: ["--version"],
  "detect-secrets": ["--version"],
};

const VERSION = /\bv?(\d+\.\d+\.\d+[\w.+-]*)/u;

/** @returns {string} One line that names those that are missing, too. */
export function otherPrograms() {
  return Object.entries(QUESTIONS)
    .map(([name, question]) => `${name} ${versionOf(name, question)}`)
    .join(", ");
}

function versionOf(name, question) {
  const program = installed(name);
  if (program === undefined) return "not installed";
  // Those that `go build` made often do not know their own; it is in what Go writes into them.
  const [, version = "of unknown version"] =
    VERSION.exec(outputOf(program, question)) ??
    VERSION.exec(/^\s+mod\s.*$/mu.exec(outputOf("go", ["version", "-m", program]))?.[0] ?? "") ??
    [];
  return version;
}

function outputOf(program, args) {
  return spawnSync(program, args, { encoding: "utf8" }).stdout ?? "";
}

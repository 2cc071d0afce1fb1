/** What the commands of the documentation work on: a folder with a project, other repositories beside it, and a report. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "./cli.ts";
import { at, gitEnvironment } from "./git.ts";
import { notebook } from "./leaky-repository.ts";

/** Fills the folder; the project and all others hold one key. Returns the folder. */
export function prepareGround(folder: string, key: string): string {
  const project = join(folder, "project");
  leakyRepository(project, key);
  for (const place of ["path/to/repository", "path/to/shallow-clone", "../old-prototype"])
    clone(project, join(project, place), place.includes("shallow"));

  runCli({ cwd: project, args: ["audit", "--output", "report.json"] });
  const { stdout } = runCli({ cwd: project, args: ["audit", "--format", "jsonl"] });
  const [, fingerprint = ""] = /"fingerprint":"([0-9a-f]{64})"/.exec(stdout) ?? [];
  writeFileSync(join(folder, "fingerprint"), fingerprint);
  return folder;
}

function leakyRepository(root: string, key: string): void {
  mkdirSync(root, { recursive: true });
  const repo = at(root);
  repo.git("init", "--quiet", "--initial-branch=main");
  repo.git("config", "user.name", "Jane Doe");
  repo.git("config", "user.email", "jane@example.com");
  const client = `client = genai.Client(api_key="${key}")\n`;
  repo.commit({ ".gitignore": "/path\n/node_modules\n/report.*\n", "README.md": "# Project\n" });
  repo.commit({ "app.py": `import os\nfrom google import genai\n\n${client}` });
  repo.commit({ "demo.ipynb": notebook([client]) });
  repo.git("update-ref", "refs/remotes/origin/main", "HEAD");
  repo.write({ "dist/app.js": "console.log('built')\n" });
}

function clone(from: string, to: string, shallow: boolean): void {
  const args = ["clone", "--quiet", ...(shallow ? ["--depth=1"] : []), `file://${from}`, to];
  execFileSync("git", args, { env: gitEnvironment() });
}

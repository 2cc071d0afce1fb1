/** Runs git for what is generated, with nothing of the machine's own configuration in it. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

const ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Developer",
  GIT_AUTHOR_EMAIL: "developer@example.com",
  GIT_AUTHOR_DATE: "1600000000 +0000",
  GIT_COMMITTER_NAME: "Developer",
  GIT_COMMITTER_EMAIL: "developer@example.com",
  GIT_COMMITTER_DATE: "1600000000 +0000",
};

/**
 * What git prints; throws when it fails.
 * @param {string} folder
 * @param {...string} args
 * @returns {string}
 */
export function git(folder, ...args) {
  const { status, stdout, stderr } = spawnSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    env: ENVIRONMENT,
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`git ${args[0]} in ${folder} failed: ${stderr}`);
  return stdout.trim();
}

/**
 * Feeds `git fast-import`.
 * @param {string} folder
 * @param {Iterable<string | Uint8Array>} stream
 */
export async function fastImport(folder, stream) {
  const args = ["-C", folder, "fast-import", "--quiet", "--done", "--force"];
  const child = spawn("git", args, { env: ENVIRONMENT, stdio: ["pipe", "inherit", "inherit"] });
  const ended = once(child, "close");
  child.stdin.on("error", () => {}); // Its exit code tells.
  for (const piece of stream) {
    if (child.exitCode !== null) break;
    if (!child.stdin.write(piece)) await Promise.race([once(child.stdin, "drain"), ended]);
  }
  child.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`git fast-import in ${folder} ended with ${code}`);
}

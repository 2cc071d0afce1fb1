/** The package as its users get it: packed, and installed into a folder that had nothing in it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Installed {
  readonly folder: string;
  remove(): void;
}

/** Installs what is built in dist/; other packages come from npm's cache where they are in it. */
export function installPackage(): Installed {
  const folder = mkdtempSync(join(tmpdir(), "gemsweep-installed-"));
  npm(ROOT, ["pack", "--ignore-scripts", "--pack-destination", folder]);
  const packed = readdirSync(folder).map((name) => `./${name}`);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  npm(folder, ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", ...packed]);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function npm(cwd: string, args: readonly string[]): void {
  execFileSync("npm", [...args, "--silent", "--no-fund"], { cwd, stdio: "pipe" });
}

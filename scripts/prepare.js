/** Builds the package wherever npm has put its sources: in a clone, or to install it straight from git. */
import { execSync } from "node:child_process";
import { existsSync } from "node:fs";

// npm brings no development dependencies when it installs from git globally, as pre-commit has it do.
if (!existsSync("node_modules/typescript"))
  execSync("npm ci --no-global --include=dev --ignore-scripts --no-audit --no-fund", {
    stdio: "inherit",
  });
execSync("npm run build", { stdio: "inherit" });

/** Name and version of this program. */
import { readFileSync } from "node:fs";
import { PACKAGE_FILE } from "./installed.ts";
import type { Tool } from "./report/json.ts";

/** As its package says. */
export function installedTool(): Tool {
  const { name, version } = JSON.parse(readFileSync(PACKAGE_FILE, "utf8")) as Tool;
  return { name, version };
}

import { readFileSync } from "node:fs";
import { PACKAGE_FILE } from "./installed.ts";
import type { Tool } from "./report/json.ts";

/** This program, as its package says. */
export function thisTool(): Tool {
  const text = readFileSync(PACKAGE_FILE, "utf8");
  const { name, version } = JSON.parse(text) as Tool;
  return { name, version };
}

/** Finds out what runs this hook, going by what it leaves in the environment. */
import { fileURLToPath } from "node:url";
import { PROGRAM_FILE } from "../installed.ts";
import type { HookWords } from "../report/text-ways.ts";

/** What commands to type depend on; `folder` is where the hook runs. */
export function runningHook(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): HookWords {
  const framework = environment["PRE_COMMIT"] === undefined ? undefined : "pre-commit";
  const program = fileURLToPath(PROGRAM_FILE);
  // Neither a project's own programs nor those that pre-commit keeps are on the path of people's shells.
  const isOnPath = framework === undefined && !isOfProject(program, folder);
  return { program: isOnPath ? "gemsweep" : "npx gemsweep", framework };
}

function isOfProject(program: string, folder: string): boolean {
  return program.includes("node_modules") && (program.startsWith(folder) || /_npx/.test(program));
}

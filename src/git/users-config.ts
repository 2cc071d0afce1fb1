/** Reads the user's own git configuration, without a word of any repository. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { contextOf } from "./isolation.ts";
import { gitResult } from "./run.ts";

/** In a new, empty folder below which no repository is looked for, only the user's and the system's files speak. */
export async function usersValues(emptyFolder: string, key: string): Promise<readonly string[]> {
  return asked(emptyFolder, ["--get-all", key]);
}

/** The same for all keys that fit a pattern, in the order in which git reads them; a key without a value has `true`. */
export async function usersEntries(
  emptyFolder: string,
  pattern: string,
): Promise<readonly (readonly [key: string, value: string])[]> {
  const entries = await asked(emptyFolder, ["--get-regexp", pattern]);
  return entries.map((entry) => {
    const [key = "", ...value] = entry.split("\n");
    return [key, value.length === 0 ? "true" : value.join("\n")];
  });
}

async function asked(emptyFolder: string, question: readonly string[]): Promise<readonly string[]> {
  const { GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM, GIT_CONFIG_NOSYSTEM, ...rest } =
    contextOf(emptyFolder).env;
  void [GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM, GIT_CONFIG_NOSYSTEM];
  const own = Object.entries(process.env).filter(([name]) => name.startsWith("GIT_CONFIG_"));
  const env = {
    ...rest,
    ...Object.fromEntries(own),
    GIT_CEILING_DIRECTORIES: dirname(emptyFolder),
  };
  const answer = await gitResult({ cwd: emptyFolder, env }, ["config", "-z", ...question]);
  return answer.output.toString("utf8").split("\0").slice(0, -1);
}

/** The name that the user's commits bear; undefined when git knows none. */
export async function userName(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "gemsweep-"));
  try {
    return (await usersValues(folder, "user.name")).at(-1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A value as a configuration file has it. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

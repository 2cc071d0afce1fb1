/** Asks git for the commit that HEAD names. */
import type { GitContext } from "./isolation.ts";
import { quickResult } from "./run.ts";

/** The commit that HEAD names; undefined while there is none, and where git refuses to say. */
export async function headOf(git: GitContext, signal?: AbortSignal): Promise<string | undefined> {
  const question = ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"];
  const { output, end } = await quickResult(git, question, { signal });
  return end.code === 0 ? output.toString("latin1").trim() : undefined;
}

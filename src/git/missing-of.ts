/** Asks which objects the repository lacks. */
import type { GitContext } from "./isolation.ts";
import { gitResult } from "./run.ts";

/** Those of the objects that are not there, or not even as much of them as tells their type. */
export async function missingOf(
  git: GitContext,
  oids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  for (let next = 0; next < oids.length;) {
    const rest = oids.slice(next);
    const options = { input: [`${rest.join("\n")}\n`], signal };
    const { output, end } = await gitResult(
      git,
      ["cat-file", "--batch-check", "--buffer"],
      options,
    );
    const answers = output.toString("latin1").split("\n").slice(0, -1);
    for (const answer of answers)
      if (answer.endsWith(" missing")) missing.add(answer.split(" ")[0] ?? "");
    if (end.code === 0) break;
    // git died of the one that it has not answered.
    const culprit = rest[answers.length];
    if (culprit !== undefined) missing.add(culprit);
    next += answers.length + 1;
  }
  return missing;
}

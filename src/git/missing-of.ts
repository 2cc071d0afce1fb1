/** Asks which objects the repository has. */
import type { GitContext } from "./isolation.ts";
import { gitResult } from "./run.ts";

/** The type of each of the objects that is there; those that are not even there as far as tells their type are left out. */
export async function typesOf(
  git: GitContext,
  oids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const types = new Map<string, string>();
  for (let next = 0; next < oids.length;) {
    const rest = oids.slice(next);
    const options = { input: [`${rest.join("\n")}\n`], signal };
    const { output, end } = await gitResult(
      git,
      ["cat-file", "--batch-check=%(objectname) %(objecttype)", "--buffer"],
      options,
    );
    const answers = output.toString("latin1").split("\n").slice(0, -1);
    for (const answer of answers) {
      const [oid = "", type = ""] = answer.split(" ");
      if (type !== "missing") types.set(oid, type);
    }
    if (end.code === 0) break;
    // git died of the one that it has not answered.
    next += answers.length + 1;
  }
  return types;
}

/** Those of the objects that are not there, or not even as much of them as tells their type. */
export async function missingOf(
  git: GitContext,
  oids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const types = await typesOf(git, oids, signal);
  return new Set(oids.filter((oid) => !types.has(oid)));
}

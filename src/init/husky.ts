/** Installs the calls in husky's hooks. */
import { relative } from "node:path";
import { ByHand, type Change, type Proposal } from "./change.ts";
import { hooksPathOf } from "../git/hooks-path.ts";
import { type Ground } from "./ground.ts";
import { dependency, needs } from "./project.ts";
import { hookLines, withHookLines } from "./shell-hooks.ts";

/** Both hooks, in the folder that husky was given. Throws {@link ByHand}. */
export async function husky(ground: Ground): Promise<Proposal> {
  const folder = await huskyFolder(ground);
  // husky itself puts the folder of the project's programs first.
  const program = ground.program.startsWith("yarn") ? ground.program : "gemsweep";
  const changes: Change[] = [];
  for (const hook of ["pre-commit", "pre-push"] as const) {
    const path = `${folder}/${hook}`;
    const before = await ground.read(path);
    const after = withHookLines(before ?? "", hook, program);
    if (after === undefined)
      throw new ByHand(path, "it is not a shell script", hookLines(hook, program));
    if (after !== before) changes.push({ ...ground.change(path, before, after), executable: true });
  }
  const next = (await needs(ground, "husky"))
    ? []
    : ["npm install --save-dev husky", "npm pkg set scripts.prepare=husky", "npm run prepare"];
  return { changes, next: [...(await dependency(ground, "gemsweep")), ...next] };
}

/** It is told to git by `husky`, with a folder below it for what husky makes itself. */
async function huskyFolder({ repository, root }: Ground): Promise<string> {
  const value = (await hooksPathOf(repository))?.value.replaceAll("\\", "/") ?? "";
  const [, folder] = /^((?:.*\/)?\.husky)(?:\/_)?\/?$/.exec(value) ?? [];
  if (folder === undefined) return ".husky";
  const way = folder.startsWith("/") ? relative(root, folder) : folder;
  return way.split("/").includes("..") ? ".husky" : way;
}

/** Many small repositories, made fast. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { gitEnvironment } from "./git.ts";
import { geminiAuthKey, googleApiKey } from "./keys.ts";
import { temporaryFolder } from "./tree.ts";

export interface PlantedFleet {
  /** Holds the repositories: `team-0/app-000` … */
  readonly folder: string;
  readonly names: readonly string[];
  /** One for each repository that has one, by its name. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Bare repositories of two commits; every third is clean, all others have held a key of their own. */
export function plantedFleet(count: number): PlantedFleet {
  const folder = temporaryFolder();
  const template = join(temporaryFolder(), "template");
  const init = ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", template];
  execFileSync("git", init, { env: gitEnvironment() });
  const keys = new Map<string, string>();
  const names = Array.from({ length: count }, (_, index) => {
    const name = `team-${index % 4}/app-${String(index).padStart(3, "0")}`;
    const root = join(folder, name);
    mkdirSync(join(root, ".."), { recursive: true });
    cpSync(template, root, { recursive: true });
    const key = index % 2 === 0 ? geminiAuthKey() : googleApiKey();
    if (index % 3 !== 0) keys.set(name, key);
    plant(root, `name = "${name}"\n`, keys.has(name) ? `const gemini = "${key}";\n` : "");
    return name;
  });
  return { folder, names, keys };
}

/** Two commits on main; the first has both files, the second has emptied the second one. */
export function plant(root: string, readme: string, code: string): void {
  const who = "Ada Author <ada@example.com> 1700000000 +0100";
  const file = (path: string, content: string): string =>
    `M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}`;
  const stream = [
    `commit refs/heads/main\ncommitter ${who}\ndata 5\nBegin`,
    file("README.md", readme),
    file("src/app.ts", code),
    `commit refs/heads/main\ncommitter ${who}\ndata 5\nClean`,
    file("src/app.ts", ""),
    "done\n",
  ];
  const options = { cwd: root, env: gitEnvironment(), input: stream.join("\n") };
  execFileSync("git", ["fast-import", "--quiet", "--force", "--done"], options);
}

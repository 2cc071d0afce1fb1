import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CLI, cleanEnvironment } from "../support/cli.ts";
import { installed, script } from "../support/filter-repo.ts";
import { temporaryFolder } from "../support/tree.ts";

const page = readFileSync(new URL("../../docs/scrub.md", import.meta.url), "utf8");

/** The commands of a step, and what the page says that they print. */
interface Step {
  readonly commands: string;
  readonly exitCode: number;
  readonly output: string | undefined;
}

const steps: readonly Step[] = [
  ...page.matchAll(/```sh\n([^]*?)```\n+(?:```text\n([^]*?)```)?/g),
].map(([, commands = "", output]) => ({
  commands,
  exitCode: Number(/# exit code (\d)/.exec(commands)?.[1] ?? 0),
  output,
}));

/** What differs from run to run, written alike. */
function alike(text: string, folder: string): string {
  return text
    .replaceAll(folder, "/home/jane")
    .replaceAll(/…[\w-]{4}(?![\w-])|(?<=KEY_|key id )[\w-]{4}(?![\w-])/g, "····")
    .replaceAll(/\b[0-9a-f]{7}\b/g, "·······")
    .replaceAll(/^( {2}size) .*$/gm, "$1 …")
    .replaceAll(/\d+ files, |\(\d+ kB\)/g, "… ");
}

describe.skipIf(!installed)("docs/scrub.md", () => {
  test("its commands do what it says, from the first to the last", () => {
    expect(steps.length).toBeGreaterThan(8);
    const folder = temporaryFolder();
    script(folder, "gemsweep", `exec ${process.execPath} ${CLI} "$@"`);
    const all = steps.map(({ commands }) => `${commands}\nprintf '\\n=== %s\\n' "$?"\n`).join("");
    const printed = execFileSync("bash", ["-c", all], {
      cwd: folder,
      env: { ...cleanEnvironment(), HOME: folder, PATH: `${folder}:${process.env["PATH"]}` },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const outcomes = [...printed.matchAll(/([^]*?)\n=== (\d+)\n/g)].map(
      ([, output = "", code]) => ({
        output: alike(output, folder),
        exitCode: Number(code),
      }),
    );
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(steps.map(({ exitCode }) => exitCode));
    steps.forEach(({ output }, index) => {
      if (output === undefined) return;
      const [beginning = "", cut] = alike(output, "/home/jane").split(/^…\n/m);
      const found = outcomes[index]?.output ?? "";
      expect(cut === undefined ? found : found.slice(0, beginning.length)).toBe(beginning);
    });
    expect(readdirSync(join(folder, "practice"))).toEqual(["fresh", "server.git"]);
  });

  test("holds no key", () => {
    expect(page).not.toMatch(/AIza[\w-]{35}|AQ\.[\w-]{50}/);
  });
});

/** husky and lefthook as they come from npm, with what `gemsweep init` writes for them. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { expectGuarded, type Project, project } from "../support/project.ts";

const PACKAGES = ["husky@9.1.7", "lefthook@2.2.2"];

const folder = mkdtempSync(join(tmpdir(), "gemsweep-frameworks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** They are no dependencies of this package: lefthook's install script would write into its own clone. */
function areInstalled(): boolean {
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
  const args = ["install", "--prefix", folder, ...options, ...PACKAGES];
  const { status, stderr } = spawnSync("npm", args, { encoding: "utf8", timeout: 120_000 });
  if (status === 0) return true;
  if (process.env["CI"]) throw new Error(`npm does not install ${PACKAGES.join(", ")}: ${stderr}`);
  process.stderr.write(`\n*** SKIPPED: tests that need ${PACKAGES.join(", ")} from npm.\n\n`);
  return false;
}

/** A project of npm, with gemsweep and the framework installed. */
function projectOfNpm(): Project {
  const made = project();
  const { root } = made;
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  const program = join(root, "../programs/gemsweep");
  symlinkSync(program, join(root, "node_modules/.bin/gemsweep"));
  const devDependencies = { gemsweep: "1", husky: "1", lefthook: "1" };
  made.stage("package.json", JSON.stringify({ name: "app", devDependencies }));
  made.stage(".gitignore", "node_modules\n");
  made.git("commit", "-q", "-m", "A project of npm");
  // gemsweep is found in the project alone.
  const path = (process.env["PATH"] ?? "")
    .split(":")
    .filter((at) => at !== join(root, "../programs"));
  return made.with({ PATH: [join(folder, "node_modules/.bin"), ...path].join(":") });
}

describe.skipIf(!areInstalled())("frameworks", () => {
  test("husky", () => {
    const made = projectOfNpm();
    expect(made.run("husky").exitCode).toBe(0);
    writeFileSync(join(made.root, ".husky/pre-commit"), "touch ../ran\n");
    writeFileSync(join(made.root, ".husky/pre-push"), "cat > ../pushed\n");
    expect(made.init("husky")).toMatchObject({
      exitCode: 0,
      stdout: `.husky/pre-commit: lines added
  + gemsweep staged

.husky/pre-push: lines added
  + pushed=$(cat)
  + printf '%s' "$pushed" | gemsweep push "$@" || exit $?
  + if [ -n "$pushed" ]; then exec <<PUSHED
  + $pushed
  + PUSHED
  + else exec </dev/null; fi
`,
    });
    expectGuarded(made);
    expect(existsSync(join(made.root, "../ran"))).toBe(true);
    expect(made.run("cat", "../pushed").stdout).toMatch(/^HEAD \w+ refs\/heads\/clean \w+\n$/);
    expect(made.init("husky").stdout).toContain("nothing to do");
    expect(made.init("git").stderr).toContain("gemsweep init husky");
  });

  test("lefthook", () => {
    const made = projectOfNpm();
    const config =
      "# ours\npre-push:\n  commands:\n    others:\n      run: cat > ../pushed\n      use_stdin: true\n";
    writeFileSync(join(made.root, "lefthook.yml"), config);
    expect(made.init("lefthook")).toMatchObject({
      exitCode: 0,
      stdout: `lefthook.yml: lines added
  +     gemsweep:
  +       run: node_modules/.bin/gemsweep push '{1}'
  +       use_stdin: true
  + pre-commit:
  +   commands:
  +     gemsweep:
  +       run: node_modules/.bin/gemsweep staged

Next:
  lefthook install
`,
    });
    expect(made.run("lefthook", "install").exitCode).toBe(0);
    expectGuarded(made);
    expect(made.run("cat", "../pushed").stdout).toMatch(/^HEAD \w+ refs\/heads\/\w+ \w+\n$/);
    const { stdout } = made.git("push", "-q", "../remote.git", "HEAD:refs/heads/by-address");
    expect(stdout).toContain("No Gemini credential in");
    expect(made.init("lefthook").stdout).toContain("nothing to do");
    expect(made.init("git").stderr).toContain("gemsweep init lefthook");
  });
});

/** Types the commands that a hook tells people to, and tries again. */
import { describe, expect, test } from "vitest";
import { runningHook } from "../../src/command-line/running-hook.ts";
import { geminiAuthKey } from "../support/keys.ts";
import { type Project, project } from "../support/project.ts";

/** The commands of one way, and within the first one of one half: up to the `or`, or after it. */
function commandsIn(text: string, way: 1 | 2 | 3, half: 0 | 1 = 0): readonly string[] {
  const [, part = ""] = new RegExp(`\\n  ${way}\\. ([^]*?)(?=\\n  \\d\\. |$)`).exec(text) ?? [];
  const lines = part.split(/\n {5}or [^\n]*/)[half]?.split("\n") ?? [];
  return lines.filter((line) => /^ {7}\S/.test(line)).map((line) => line.trim());
}

function said(made: Project, ...args: readonly string[]): string {
  const { stdout, stderr, exitCode } = made.git(...args);
  expect([exitCode, stdout + stderr]).toEqual([1, expect.stringContaining("Three ways on")]);
  return stdout + stderr;
}

function type(made: Project, commands: readonly string[]): void {
  expect(commands).not.toEqual([]);
  for (const command of commands) {
    const typed = command
      .replace("…", "a key without rights")
      .replace("--amend", "--amend -q --no-edit");
    expect([typed, made.run("sh", "-c", typed)]).toEqual([
      typed,
      expect.objectContaining({ exitCode: 0 }),
    ]);
  }
}

function guarded(): Project {
  const made = project();
  made.init("git");
  made.git("push", "-q", "origin", "main");
  return made;
}

describe("a commit", () => {
  const blocked = () => {
    const made = guarded();
    made.stage("it's here/app.py", `client = genai.Client(api_key="${geminiAuthKey()}")\n`);
    made.stage(".env", `GEMINI_API_KEY=${geminiAuthKey()}\n`);
    return { made, text: said(made, "commit", "-m", "Call Gemini") };
  };

  test("passes when what was stopped is taken out", () => {
    const { made, text } = blocked();
    type(made, commandsIn(text, 1));
    expect(made.git("commit", "-q", "-m", "Call Gemini").exitCode).toBe(0);
    expect(made.git("show", "HEAD:it's here/app.py").stdout).toContain("os.environ");
    expect(made.run("cat", ".env").stdout).toMatch(/^GEMINI_API_KEY=AQ\./);
    expect(made.git("status", "--short").stdout).toBe("?? .gitignore\n");
  });

  test("passes when the files are left out", () => {
    const { made, text } = blocked();
    type(made, [...commandsIn(text, 1).slice(0, 1), ...commandsIn(text, 1, 1)]);
    made.stage("other.txt", "");
    expect(made.git("commit", "-q", "-m", "Others").exitCode).toBe(0);
  });

  test("passes when there is a reason", () => {
    const made = guarded();
    made.stage("app.py", `client = genai.Client(api_key="${geminiAuthKey()}")\n`);
    type(made, commandsIn(said(made, "commit", "-m", "Call Gemini"), 2));
    expect(made.git("commit", "-q", "-m", "Call Gemini").exitCode).toBe(0);
    expect(made.git("push", "-q", "origin", "main").exitCode).toBe(0);
  });

  test("passes once without the check", () => {
    const { made, text } = blocked();
    const [, skip = ""] = /\n {2}3\. Skip the check this once: (git .*)\n/.exec(text) ?? [];
    type(made, [`${skip} -q -m x`]);
  });
});

describe("a push", () => {
  const blocked = (...after: readonly string[]) => {
    const made = guarded();
    made.stage("app.py", `client = genai.Client(api_key="${geminiAuthKey()}")\n`);
    made.git("commit", "-q", "--no-verify", "-m", "Call Gemini");
    for (const message of after) made.git("commit", "-q", "--allow-empty", "-m", message);
    return { made, text: said(made, "push", "-q", "origin", "main") };
  };

  test("passes when the last commit is made anew", () => {
    const { made, text } = blocked();
    type(made, commandsIn(text, 1));
    expect(made.git("push", "-q", "origin", "main").exitCode).toBe(0);
  });

  test("passes when one new commit is made of several", () => {
    const { made, text } = blocked("More");
    type(made, commandsIn(text, 1, 1));
    expect(made.run("sh", "-c", "echo 'genai.Client()' > app.py").exitCode).toBe(0);
    made.git("add", "app.py");
    expect(made.git("commit", "-q", "-m", "Call Gemini").exitCode).toBe(0);
    expect(made.git("push", "-q", "origin", "main").exitCode).toBe(0);
  });

  test("passes when there is a reason", () => {
    const { made, text } = blocked("More");
    type(made, commandsIn(text, 2));
    expect(made.git("push", "-q", "origin", "main").exitCode).toBe(0);
  });
});

test("what runs the hook decides on the words", () => {
  expect(runningHook({}, "/work")).toEqual({ program: "gemsweep", framework: undefined });
  expect(runningHook({ PRE_COMMIT: "1" }, "/work")).toEqual({
    program: "npx gemsweep",
    framework: "pre-commit",
  });
});
